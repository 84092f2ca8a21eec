//===- ConvertElementwise.cpp - Add Sub Mul Div and activations -----------===//
#include "OpTable.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"

using namespace mlir;
using namespace mixp::importer;

/// f32 and, without division, i32 elements.
static Value emitArithmetic(Arithmetic op, ElementKind kind, OpBuilder &b,
                            Location loc, ValueRange in) {
  bool isFloat = kind == ElementKind::F32;
  switch (op) {
  case Arithmetic::Add:
    return isFloat ? arith::AddFOp::create(b, loc, in[0], in[1]).getResult()
                   : arith::AddIOp::create(b, loc, in[0], in[1]).getResult();
  case Arithmetic::Sub:
    return isFloat ? arith::SubFOp::create(b, loc, in[0], in[1]).getResult()
                   : arith::SubIOp::create(b, loc, in[0], in[1]).getResult();
  case Arithmetic::Mul:
    return isFloat ? arith::MulFOp::create(b, loc, in[0], in[1]).getResult()
                   : arith::MulIOp::create(b, loc, in[0], in[1]).getResult();
  case Arithmetic::Div:
    return arith::DivFOp::create(b, loc, in[0], in[1]);
  }
  return {};
}

static FailureOr<ImportedTensor> importArithmetic(NodeContext &context,
                                                  Arithmetic op) {
  const ImportedTensor &lhs = context.getInput(0), &rhs = context.getInput(1);
  if (failed(context.checkKind(1, lhs.kind)))
    return failure();
  FailureOr<Shape> shape = context.getBroadcast(lhs, rhs);
  if (failed(shape))
    return failure();
  if (lhs.isConstant() && rhs.isConstant())
    if (auto folded = foldArithmetic(op, lhs, rhs, *shape))
      return *folded;
  // Integer division by zero has no value; float16 needs a choice of format.
  bool supported = lhs.kind == ElementKind::F32 ||
                   (lhs.kind == ElementKind::I32 && op != Arithmetic::Div);
  if (!supported)
    return context.error() << "expected float operands but got "
                           << stringify(lhs.kind)
                           << "; insert Casts to float or convert the model";
  if (failed(context.checkSize(*shape, lhs.kind)))
    return failure();
  return context.build.elementwise(
      *shape, lhs.kind, {lhs, rhs},
      [&](OpBuilder &b, Location loc, ValueRange in) {
        return emitArithmetic(op, lhs.kind, b, loc, in);
      });
}

FailureOr<ImportedTensor> mixp::importer::importAdd(NodeContext &context) {
  return importArithmetic(context, Arithmetic::Add);
}
FailureOr<ImportedTensor> mixp::importer::importSub(NodeContext &context) {
  return importArithmetic(context, Arithmetic::Sub);
}
FailureOr<ImportedTensor> mixp::importer::importMul(NodeContext &context) {
  return importArithmetic(context, Arithmetic::Mul);
}
FailureOr<ImportedTensor> mixp::importer::importDiv(NodeContext &context) {
  return importArithmetic(context, Arithmetic::Div);
}

//===----------------------------------------------------------------------===//
// Activations
//===----------------------------------------------------------------------===//

static FailureOr<ImportedTensor> importUnary(NodeContext &context,
                                             TensorBuilder::Body body) {
  const ImportedTensor &input = context.getInput(0);
  if (failed(context.checkKind(0, ElementKind::F32)) ||
      failed(context.checkSize(input.shape, input.kind)))
    return failure();
  return context.build.elementwise(input.shape, input.kind, input, body);
}

static Value getFloat(OpBuilder &b, Location loc, float value) {
  return arith::ConstantOp::create(b, loc, b.getF32FloatAttr(value));
}

FailureOr<ImportedTensor> mixp::importer::importRelu(NodeContext &context) {
  return importUnary(context, [](OpBuilder &b, Location loc, ValueRange in) {
    Value zero = getFloat(b, loc, 0.0f);
    return arith::MaximumFOp::create(b, loc, in[0], zero).getResult();
  });
}

FailureOr<ImportedTensor>
mixp::importer::importLeakyRelu(NodeContext &context) {
  FailureOr<float> alpha = context.getFloat("alpha", 0.01f);
  if (failed(alpha))
    return failure();
  return importUnary(context, [&](OpBuilder &b, Location loc, ValueRange in) {
    Value zero = getFloat(b, loc, 0.0f);
    Value scaled =
        arith::MulFOp::create(b, loc, in[0], getFloat(b, loc, *alpha));
    Value negative =
        arith::CmpFOp::create(b, loc, arith::CmpFPredicate::OLT, in[0], zero);
    return arith::SelectOp::create(b, loc, negative, scaled, in[0]).getResult();
  });
}

FailureOr<ImportedTensor> mixp::importer::importSigmoid(NodeContext &context) {
  // 1 / (1 + exp(-x)): exp overflows to infinity where the result is 0.
  return importUnary(context, [](OpBuilder &b, Location loc, ValueRange in) {
    Value one = getFloat(b, loc, 1.0f);
    Value negated = arith::NegFOp::create(b, loc, in[0]);
    Value exponential = math::ExpOp::create(b, loc, negated);
    Value sum = arith::AddFOp::create(b, loc, exponential, one);
    return arith::DivFOp::create(b, loc, one, sum).getResult();
  });
}

FailureOr<ImportedTensor> mixp::importer::importTanh(NodeContext &context) {
  return importUnary(context, [](OpBuilder &b, Location loc, ValueRange in) {
    return math::TanhOp::create(b, loc, in[0]).getResult();
  });
}
