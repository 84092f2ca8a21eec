//===- EvalQuantize.cpp - Quantization by blocks --------------------------===//
#include "QuantizeElement.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::reference;

FailureOr<BlockLookup>
BlockedConversion::findBlocks(const Tensor &source, const BlockValues &scales,
                              const BlockValues &zeroPoints) const {
  if (scales.tensor && zeroPoints.tensor &&
      scales.tensor->shape != zeroPoints.tensor->shape)
    return op->emitOpError()
           << "expected scale and zero point to have the same shape";
  if (const Tensor *any = scales.tensor ? scales.tensor : zeroPoints.tensor)
    return BlockLookup::build(op, source.shape, *any, block,
                              scales.tensor ? "scale" : "zero point");
  BlockLookup lookup;
  lookup.block.assign(source.shape.size(), 1);
  lookup.strides.assign(source.shape.size(), 0);
  return lookup;
}

/// clamp(round(x) + z, low, high) with z clamped first; NaN gives z. The sum is
/// rounded only far out of the range.
static double roundAndShift(double x, double zeroPoint, double low,
                            double high) {
  double z = std::clamp(zeroPoint, low, high);
  if (std::isnan(x))
    return z;
  return std::clamp(roundToIntegral(x) + z, low, high);
}

/// Whether an inexact divisor may have either sign, or be zero.
static bool isUncertainDivisor(Number s) {
  return s.bound != 0 && !(std::fabs(s.value) > s.bound);
}

Number ElementQuantizer::operator()(Number x, Number s, Number z) const {
  if (type.isFloat) {
    Number result = applyMonotone(
        [&](double v, double scale) {
          return castToFloat(fl(v / scale, isF64), type.format,
                             RoundingMode::NearestEven, /*saturate=*/true);
        },
        x, s);
    if (isUncertainDivisor(s))
      result.bound = std::numeric_limits<double>::infinity();
    return result;
  }
  Number result = applyMonotone(
      [&](double v, double scale, double zeroPoint) {
        return roundAndShift(fl(v / scale, isF64), zeroPoint, low, high);
      },
      x, s, z);
  if (isUncertainDivisor(s) || std::isinf(x.bound))
    result.bound = high - low;
  return result;
}

/// fl(q - z), rounded once. A double does not always hold the difference of an
/// i32 and a float: where the nearest one is a tie between two f32, the rest
/// that it lacks (Knuth's error of a sum) decides.
static double subtract(double q, double z, bool isF64) {
  double difference = q - z;
  double nearest = fl(difference, isF64);
  if (nearest == difference || !std::isfinite(nearest))
    return nearest;
  double part = difference - q;
  double rest = (q - (difference - part)) - (z + part);
  float other = std::nextafter(static_cast<float>(nearest),
                               difference > nearest ? HUGE_VALF : -HUGE_VALF);
  if (rest == 0 || difference != (nearest + other) / 2)
    return nearest;
  return rest > 0 ? std::max<double>(nearest, other)
                  : std::min<double>(nearest, other);
}

Number ElementDequantizer::operator()(Number q, Number s, Number z) const {
  bool isF64 = format == FloatFormat::F64;
  Number result = applyMonotone(
      [&](double v, double scale, double zeroPoint) {
        return roundTo(fl(subtract(v, zeroPoint, isF64) * scale, isF64),
                       format);
      },
      q, s, z);
  if (std::isinf(q.bound))
    result.bound = q.bound;
  return result;
}

static bool isF64(Value tensor) {
  return getElementTypeOrSelf(tensor.getType()).isF64();
}

static LogicalResult evaluateQuantize(QuantizeOp op, Evaluation &evaluation) {
  BlockedConversion conversion{op, op.getInput(), op.getScale(),
                               op.getZeroPoint(), op.getBlock()};
  NumberType type = *numberType(op.getType().getElementType());
  bool flag = op.getResultUnsigned();
  ElementQuantizer quantize{type, flag, isF64(op.getInput())};
  return conversion.run(evaluation, [&](int64_t, Number x, Number s, Number z) {
    Number q = quantize(x, s, z);
    return type.isFloat ? q : writeInteger(q, type, flag);
  });
}

static LogicalResult evaluateDequantize(DequantizeOp op,
                                        Evaluation &evaluation) {
  BlockedConversion conversion{op, op.getInput(), op.getScale(),
                               op.getZeroPoint(), op.getBlock()};
  NumberType from = *numberType(op.getInput().getType().getElementType());
  ElementDequantizer dequantize{
      numberType(op.getType().getElementType())->format};
  return conversion.run(evaluation, [&](int64_t, Number q, Number s, Number z) {
    if (!from.isFloat)
      q = readInteger(q, from, op.getInputUnsigned());
    return dequantize(q, s, z);
  });
}

Outcome reference::evaluateQuantization(Operation *op, Evaluation &evaluation) {
  return llvm::TypeSwitch<Operation *, Outcome>(op)
      .Case([&](CastOp o) { return evaluateCastOp(o, evaluation); })
      .Case([&](QuantizeOp o) { return evaluateQuantize(o, evaluation); })
      .Case([&](DequantizeOp o) { return evaluateDequantize(o, evaluation); })
      .Case([&](RequantizeOp o) { return evaluateRequantize(o, evaluation); })
      .Case(
          [&](ChooseScalesOp o) { return evaluateChooseScales(o, evaluation); })
      .Default(Outcome());
}
