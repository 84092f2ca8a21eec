//===- EvalQuantize.cpp - Quantization by blocks --------------------------===//
#include "BlockLookup.h"
#include "EvalCast.h"
#include "Integers.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::reference;

/// Rounds to f32, `fl` in docs/Numerics.md.
static double fl(double x) { return static_cast<float>(x); }

/// clamp(round(x) + z, low, high) with z clamped first; NaN gives z.
static double roundAndShift(double x, double zeroPoint, double low,
                            double high) {
  double z = std::clamp(zeroPoint, low, high);
  if (std::isnan(x))
    return z;
  return std::clamp(roundToIntegral(x) + z, low, high);
}

namespace {

/// The tensors of one conversion and how an element is converted.
struct Conversion {
  Operation *op;
  Value input, scale, zeroPoint;
  std::optional<ArrayRef<int64_t>> block;

  /// Sets the result to `convert(x, scale, zero point)`, element by element.
  template <typename F>
  LogicalResult run(Evaluation &evaluation, F convert) const {
    const Tensor &source = evaluation.get(input);
    FailureOr<Tensor> result = allocate(
        op, source.shape, getElementTypeOrSelf(op->getResult(0).getType()));
    if (failed(result))
      return failure();
    BlockValues scales{scale ? &evaluation.get(scale) : nullptr, 1.0};
    BlockValues zeroPoints{zeroPoint ? &evaluation.get(zeroPoint) : nullptr, 0};
    FailureOr<BlockLookup> lookup = findBlocks(source, scales, zeroPoints);
    if (failed(lookup))
      return failure();
    result->bounds.resize(source.values.size());
    lookup->forEach(source.shape, [&](int64_t i, int64_t at) {
      Number number = convert(Number{source.values[i], source.bound(i)},
                              scales.at(at), zeroPoints.at(at));
      result->values[i] = number.value;
      result->bounds[i] = number.bound;
    });
    result->dropZeroBounds();
    evaluation.set(op->getResult(0), std::move(*result));
    return success();
  }

private:
  /// Scale and zero point share one block, and so one shape.
  FailureOr<BlockLookup> findBlocks(const Tensor &source,
                                    const BlockValues &scales,
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
};

/// The integer range of a result and how its elements are held.
struct StorageRange {
  NumberType type;
  bool isUnsigned;
  double low = type.minInteger(isUnsigned);
  double high = type.maxInteger(isUnsigned);

  Number finish(Number x) const { return writeInteger(x, type, isUnsigned); }
};

} // namespace

/// Whether an inexact divisor may have either sign, or be zero.
static bool isUncertainDivisor(Number s) {
  return s.bound != 0 && !(std::fabs(s.value) > s.bound);
}

static LogicalResult evaluateQuantize(QuantizeOp op, Evaluation &evaluation) {
  Conversion conversion{op, op.getInput(), op.getScale(), op.getZeroPoint(),
                        op.getBlock()};
  NumberType type = *numberType(op.getType().getElementType());
  if (type.isFloat)
    return conversion.run(evaluation, [&](Number x, Number s, Number) {
      Number result = applyMonotone(
          [&](double v, double scale) {
            return castToFloat(fl(v / scale), type.format,
                               RoundingMode::NearestEven, /*saturate=*/true);
          },
          x, s);
      if (isUncertainDivisor(s))
        result.bound = std::numeric_limits<double>::infinity();
      return result;
    });
  StorageRange range{type, op.getResultUnsigned()};
  return conversion.run(evaluation, [&](Number x, Number s, Number z) {
    Number result = applyMonotone(
        [&](double v, double scale, double zeroPoint) {
          return roundAndShift(fl(v / scale), zeroPoint, range.low, range.high);
        },
        x, s, z);
    if (isUncertainDivisor(s) || std::isinf(x.bound))
      result.bound = range.high - range.low;
    return range.finish(result);
  });
}

static LogicalResult evaluateDequantize(DequantizeOp op,
                                        Evaluation &evaluation) {
  Conversion conversion{op, op.getInput(), op.getScale(), op.getZeroPoint(),
                        op.getBlock()};
  NumberType from = *numberType(op.getInput().getType().getElementType());
  FloatFormat format = numberType(op.getType().getElementType())->format;
  return conversion.run(evaluation, [&](Number q, Number s, Number z) {
    if (!from.isFloat)
      q = readInteger(q, from, op.getInputUnsigned());
    Number result = applyMonotone(
        [&](double v, double scale, double zeroPoint) {
          return roundTo(fl(fl(v - zeroPoint) * scale), format);
        },
        q, s, z);
    if (std::isinf(q.bound))
      result.bound = q.bound;
    return result;
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
