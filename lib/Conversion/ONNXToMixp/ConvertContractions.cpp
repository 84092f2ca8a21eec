//===- ConvertContractions.cpp - Gemm and MatMul --------------------------===//
#include "OpTable.h"
#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace mixp::importer;

static LogicalResult checkOperand(NodeContext &context, size_t index) {
  const ImportedTensor &operand = context.getInput(index);
  return failure(failed(context.checkKind(index, ElementKind::F32)) ||
                 failed(context.checkSize(operand.shape, operand.kind)));
}

/// K as both operands have it, or an error.
static LogicalResult checkInner(NodeContext &context, Dim lhs, Dim rhs) {
  if (lhs == rhs)
    return success();
  return context.error() << "expected inner dims that agree but got "
                         << stringify(lhs) << " and " << stringify(rhs);
}

//===----------------------------------------------------------------------===//
// Gemm
//===----------------------------------------------------------------------===//

/// alpha * product + beta * C, a factor of 1 being no op.
static ImportedTensor emitEpilogue(TensorBuilder &build,
                                   const ImportedTensor &product, float alpha,
                                   const ImportedTensor *addend, float beta) {
  if (alpha == 1.0f && !addend)
    return product;
  SmallVector<ImportedTensor, 2> inputs{product};
  if (addend)
    inputs.push_back(*addend);
  return build.elementwise(
      product.shape, product.kind, inputs,
      [&](OpBuilder &b, Location loc, ValueRange in) {
        auto scale = [&](Value value, float factor) -> Value {
          if (factor == 1.0f)
            return value;
          Value constant =
              arith::ConstantOp::create(b, loc, b.getF32FloatAttr(factor));
          return arith::MulFOp::create(b, loc, value, constant);
        };
        Value scaled = scale(in[0], alpha);
        if (!addend)
          return scaled;
        return arith::AddFOp::create(b, loc, scaled, scale(in[1], beta))
            .getResult();
      });
}

FailureOr<ImportedTensor> mixp::importer::importGemm(NodeContext &context) {
  FailureOr<float> alpha = context.getFloat("alpha", 1.0f);
  FailureOr<float> beta = context.getFloat("beta", 1.0f);
  FailureOr<int64_t> transA = context.getInt("transA", 0);
  FailureOr<int64_t> transB = context.getInt("transB", 0);
  if (failed(alpha) || failed(beta) || failed(transA) || failed(transB) ||
      failed(checkOperand(context, 0)) || failed(checkOperand(context, 1)))
    return failure();
  if (context.opset < 11 && !context.hasInput(2))
    return context.error() << "expected 3 inputs but got 2";
  ImportedTensor lhs = context.getInput(0), rhs = context.getInput(1);
  if (lhs.rank() != 2 || rhs.rank() != 2)
    return context.error() << "expected operands of rank 2 but got "
                           << stringify(lhs.shape) << " and "
                           << stringify(rhs.shape);
  // Constants are stored the way they are used, so that later passes see K x N.
  if (*transA && lhs.isConstant())
    lhs = context.build.transpose(lhs, {1, 0}), *transA = 0;
  if (*transB && rhs.isConstant())
    rhs = context.build.transpose(rhs, {1, 0}), *transB = 0;
  if (failed(checkInner(context, lhs.shape[*transA ? 0 : 1],
                        rhs.shape[*transB ? 1 : 0])))
    return failure();
  Shape shape{lhs.shape[*transA ? 1 : 0], rhs.shape[*transB ? 0 : 1]};
  if (failed(context.checkSize(shape, ElementKind::F32)))
    return failure();
  const ImportedTensor *addend = nullptr;
  if (context.hasInput(2) && *beta != 0.0f) {
    addend = &context.getInput(2);
    // C is broadcast to the product, never the product to C.
    if (failed(context.checkKind(2, ElementKind::F32)))
      return failure();
    if (broadcast(shape, addend->shape) != shape)
      return context.error()
             << "expected C to broadcast to " << stringify(shape) << " but got "
             << stringify(addend->shape);
  }
  return emitEpilogue(context.build,
                      context.build.matmul(lhs, rhs, *transA, *transB), *alpha,
                      addend, *beta);
}

//===----------------------------------------------------------------------===//
// MatMul
//===----------------------------------------------------------------------===//

/// The leading dims of both operands, broadcast; the rank-1 forms have been
/// given their row or column.
static FailureOr<Shape> getBatch(NodeContext &context,
                                 const ImportedTensor &lhs,
                                 const ImportedTensor &rhs) {
  ArrayRef<Dim> left = lhs.shape, right = rhs.shape;
  if (auto batch = broadcast(left.drop_back(2), right.drop_back(2)))
    return *batch;
  return context.error() << "expected batch dims that broadcast but got "
                         << stringify(left) << " and " << stringify(right);
}

/// `operand` as batch x rows x columns. Only whole batches can be repeated
/// without a copy, so others are refused.
static FailureOr<ImportedTensor> flattenBatch(NodeContext &context,
                                              const ImportedTensor &operand,
                                              ArrayRef<Dim> batch,
                                              size_t index) {
  ArrayRef<Dim> own = ArrayRef<Dim>(operand.shape).drop_back(2);
  if (product(own) != product(batch))
    return context.error()
           << "expected input #" << index << " to have batch dims "
           << stringify(batch) << " but got " << stringify(own)
           << "; expand it to the other operand's batch in the model, or "
              "exchange the operands so that the right one has rank 2";
  ArrayRef<Dim> matrix = ArrayRef<Dim>(operand.shape).take_back(2);
  return context.build.reshape(operand, {product(batch), matrix[0], matrix[1]});
}

/// Operands of rank 2 and more.
static FailureOr<ImportedTensor> emitMatMul(NodeContext &context,
                                            const ImportedTensor &lhs,
                                            const ImportedTensor &rhs) {
  TensorBuilder &build = context.build;
  FailureOr<Shape> batch = getBatch(context, lhs, rhs);
  if (failed(batch))
    return failure();
  Dim m = lhs.shape[lhs.rank() - 2], k = lhs.shape.back();
  Dim n = rhs.shape.back();
  if (failed(checkInner(context, k, rhs.shape[rhs.rank() - 2])))
    return failure();
  Shape shape = *batch;
  shape.append({m, n});
  if (failed(context.checkSize(shape, ElementKind::F32)))
    return failure();
  // One right-hand side for all batches: one large product.
  Dim rhsBatch = product(ArrayRef<Dim>(rhs.shape).drop_back(2));
  if (rhsBatch.isOne())
    return build.reshape(
        build.matmul(build.reshape(lhs, {product(*batch) * m, k}),
                     build.reshape(rhs, {k, n})),
        shape);
  FailureOr<ImportedTensor> left = flattenBatch(context, lhs, *batch, 0);
  FailureOr<ImportedTensor> right = failure();
  if (succeeded(left))
    right = flattenBatch(context, rhs, *batch, 1);
  if (failed(right))
    return failure();
  return build.reshape(build.matmul(*left, *right), shape);
}

FailureOr<ImportedTensor> mixp::importer::importMatMul(NodeContext &context) {
  if (failed(checkOperand(context, 0)) || failed(checkOperand(context, 1)))
    return failure();
  ImportedTensor lhs = context.getInput(0), rhs = context.getInput(1);
  if (lhs.rank() == 0 || rhs.rank() == 0)
    return context.error() << "expected operands of rank 1 or more but got "
                           << stringify(lhs.shape) << " and "
                           << stringify(rhs.shape);
  // A vector is a row on the left, a column on the right; the result loses it.
  bool isRow = lhs.rank() == 1, isColumn = rhs.rank() == 1;
  if (isRow)
    lhs = context.build.reshape(lhs, {Dim{}, lhs.shape[0]});
  if (isColumn)
    rhs = context.build.reshape(rhs, {rhs.shape[0], Dim{}});
  FailureOr<ImportedTensor> result = emitMatMul(context, lhs, rhs);
  if (failed(result))
    return failure();
  Shape shape = result->shape;
  if (isColumn)
    shape.pop_back();
  if (isRow)
    shape.erase(shape.end() - (isColumn ? 1 : 2));
  return context.build.reshape(*result, shape);
}
