//===- ConvertContractions.cpp - Gemm and MatMul --------------------------===//
#include "MatMulShapes.h"
#include "OpTable.h"
#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace mixp::importer;

static LogicalResult checkOperand(NodeContext &context, size_t index) {
  const ImportedTensor &operand = context.getInput(index);
  return failure(failed(context.checkKind(index, ElementKind::F32)) ||
                 failed(context.checkSize(operand.shape, operand.kind)));
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

FailureOr<ImportedTensor> mixp::importer::importMatMul(NodeContext &context) {
  if (failed(checkOperand(context, 0)) || failed(checkOperand(context, 1)))
    return failure();
  const ImportedTensor &lhs = context.getInput(0), &rhs = context.getInput(1);
  FailureOr<MatMulShapes> shapes =
      getMatMulShapes(context, lhs.shape, rhs.shape, lhs.kind, /*rhsIndex=*/1);
  if (failed(shapes))
    return failure();
  TensorBuilder &build = context.build;
  return build.reshape(build.matmul(build.reshape(lhs, shapes->lhs),
                                    build.reshape(rhs, shapes->rhs)),
                       shapes->result);
}
