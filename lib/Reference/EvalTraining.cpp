//===- EvalTraining.cpp - Ops of calibration and training -----------------===//
#include "QuantizeElement.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::reference;

static bool isF64(Value tensor) {
  return getElementTypeOrSelf(tensor.getType()).isF64();
}

static LogicalResult evaluateFakeQuantize(FakeQuantizeOp op,
                                          Evaluation &evaluation) {
  BlockedConversion conversion{op, op.getInput(), op.getScale(),
                               op.getZeroPoint(), op.getBlock()};
  ElementQuantizer quantize{*numberType(op.getStorage()), /*isUnsigned=*/false,
                            isF64(op.getInput())};
  ElementDequantizer dequantize{
      numberType(op.getInput().getType().getElementType())->format};
  return conversion.run(evaluation, [&](int64_t, Number x, Number s, Number z) {
    return dequantize(quantize(x, s, z), s, z);
  });
}

/// Whether quantizing x does not clamp it.
static bool isInRange(const NumberType &type, double quotient, double z) {
  if (type.isFloat)
    return std::fabs(quotient) <= maxFinite(type.format);
  double low = type.minInteger(), high = type.maxInteger();
  double q = roundToIntegral(quotient) + std::clamp(z, low, high);
  return low <= q && q <= high;
}

static LogicalResult evaluateFakeQuantizeGrad(FakeQuantizeGradOp op,
                                              Evaluation &evaluation) {
  const Tensor &gradient = evaluation.get(op.getGradient());
  if (gradient.shape != evaluation.get(op.getInput()).shape)
    return op.emitOpError() << "expected gradient and input of the same shape";
  BlockedConversion conversion{op, op.getInput(), op.getScale(),
                               op.getZeroPoint(), op.getBlock()};
  NumberType type = *numberType(op.getStorage());
  bool isWide = isF64(op.getInput());
  return conversion.run(evaluation, [&](int64_t i, Number x, Number s,
                                        Number z) {
    Number passed{gradient.values[i], gradient.bound(i)};
    bool inside = isInRange(type, fl(x.value / s.value, isWide), z.value);
    Number result = inside ? passed : Number{0, 0};
    if (x.bound != 0 || s.bound != 0 || z.bound != 0) {
      // Whatever is near may fall on the other side.
      double other = std::fabs(passed.value) + passed.bound;
      result.bound =
          std::isnan(other) ? std::numeric_limits<double>::infinity() : other;
    }
    return result;
  });
}

Outcome reference::evaluateTraining(Operation *op, Evaluation &evaluation) {
  return llvm::TypeSwitch<Operation *, Outcome>(op)
      .Case(
          [&](FakeQuantizeOp o) { return evaluateFakeQuantize(o, evaluation); })
      .Case([&](FakeQuantizeGradOp o) {
        return evaluateFakeQuantizeGrad(o, evaluation);
      })
      .Case([&](ObserveOp o) {
        evaluation.set(o.getResult(), evaluation.take(o.getInput()));
        return success();
      })
      .Default(Outcome());
}
