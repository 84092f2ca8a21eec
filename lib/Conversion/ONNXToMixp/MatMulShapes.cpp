//===- MatMulShapes.cpp - MatMul as a product of rank 2 or 3 --------------===//
#include "MatMulShapes.h"

using namespace mlir;
using namespace mixp::importer;

LogicalResult mixp::importer::checkInner(NodeContext &context, Dim lhs,
                                         Dim rhs) {
  if (lhs == rhs)
    return success();
  return context.error() << "expected inner dims that agree but got "
                         << stringify(lhs) << " and " << stringify(rhs);
}

/// Only whole batches can be repeated without a copy, so others are refused.
static LogicalResult checkBatch(NodeContext &context, ArrayRef<Dim> operand,
                                ArrayRef<Dim> batch, size_t index) {
  ArrayRef<Dim> own = operand.drop_back(2);
  if (product(own) == product(batch))
    return success();
  return context.error()
         << "expected input #" << index << " to have batch dims "
         << stringify(batch) << " but got " << stringify(own)
         << "; expand it to the other operand's batch in the model, or "
            "exchange the operands so that the right one has rank 2";
}

/// Gives `shapes` what the product takes and makes of operands with `batch`.
static LogicalResult setBatch(NodeContext &context, MatMulShapes &shapes,
                              ArrayRef<Dim> batch, size_t rhsIndex) {
  ArrayRef<Dim> lhs = shapes.lhsMatrix, rhs = shapes.rhsMatrix;
  Dim m = lhs[lhs.size() - 2], k = lhs.back(), n = rhs.back();
  // One right-hand side for all batches: one large product.
  if (product(rhs.drop_back(2)).isOne()) {
    shapes.lhs = {product(batch) * m, k};
    shapes.rhs = {k, n};
    return success();
  }
  if (failed(checkBatch(context, lhs, batch, 0)) ||
      failed(checkBatch(context, rhs, batch, rhsIndex)))
    return failure();
  shapes.lhs = {product(batch), m, k};
  shapes.rhs = {product(batch), k, n};
  return success();
}

FailureOr<MatMulShapes> mixp::importer::getMatMulShapes(NodeContext &context,
                                                        ArrayRef<Dim> lhs,
                                                        ArrayRef<Dim> rhs,
                                                        ElementKind result,
                                                        size_t rhsIndex) {
  if (lhs.empty() || rhs.empty())
    return context.error() << "expected operands of rank 1 or more but got "
                           << stringify(lhs) << " and " << stringify(rhs);
  MatMulShapes shapes{Shape(lhs), Shape(rhs), {}, {}, {}, {}};
  bool isRow = lhs.size() == 1, isColumn = rhs.size() == 1;
  if (isRow)
    shapes.lhsMatrix = {Dim{}, lhs[0]};
  if (isColumn)
    shapes.rhsMatrix = {rhs[0], Dim{}};
  ArrayRef<Dim> left = shapes.lhsMatrix, right = shapes.rhsMatrix;
  std::optional<Shape> batch = broadcast(left.drop_back(2), right.drop_back(2));
  if (!batch)
    return context.error() << "expected batch dims that broadcast but got "
                           << stringify(left) << " and " << stringify(right);
  if (failed(checkInner(context, left.back(), right[right.size() - 2])))
    return failure();
  shapes.result = shapes.resultMatrix = *batch;
  shapes.resultMatrix.append({left[left.size() - 2], right.back()});
  // The result loses the dim that a vector was given.
  if (!isRow)
    shapes.result.push_back(left[left.size() - 2]);
  if (!isColumn)
    shapes.result.push_back(right.back());
  if (failed(context.checkSize(shapes.result, result)) ||
      failed(setBatch(context, shapes, *batch, rhsIndex)))
    return failure();
  return shapes;
}
