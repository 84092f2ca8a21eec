//===- ChosenScale.cpp - A scale from the range of a block ----------------===//
#include "ChosenScale.h"
#include "ScalarNumerics.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include <cmath>
#include <limits>

using namespace mlir;
using namespace mixp;

FloatType mixp::rangeType(Type element) {
  MLIRContext *context = element.getContext();
  return element.isF64() ? FloatType(Float64Type::get(context))
                         : FloatType(Float32Type::get(context));
}

namespace {

/// Emits the scale, and the zero point where asymmetric, from the keys of a
/// block.
class ScaleChooser {
public:
  ScaleChooser(ImplicitLocOpBuilder &b, ChooseScalesOp op)
      : b(b), op(op), storage(op.getStorage()),
        scaleType(op.getScale().getType().getElementType()),
        type(rangeType(op.getInput().getType().getElementType())) {}

  SmallVector<Value> choose(ValueRange keys) {
    if (op.getRange() == RangeKind::Asymmetric)
      return chooseAsymmetric(keys[0], keys[1]);
    Value range = toRange(keys[0]);
    if (scaleType.isF32())
      return {chooseF32(range, storageMax()).first};
    Value code = isa<Float8E8M0FNUType>(scaleType) ? choosePower(keys[0])
                                                   : chooseSmallFloat(range);
    Value isEmpty =
        compare(arith::CmpFPredicate::OEQ, range, constantFloat(b, type, 0));
    APInt one(APFloat::getOne(cast<FloatType>(scaleType).getFloatSemantics())
                  .bitcastToAPInt());
    code = arith::SelectOp::create(
        b, isEmpty, constantInt(b, b.getI8Type(), one.getSExtValue()), code);
    return {arith::BitcastOp::create(b, scaleType, code)};
  }

private:
  Value toRange(Value key) { return arith::BitcastOp::create(b, type, key); }
  Value compare(arith::CmpFPredicate predicate, Value x, Value y) {
    return arith::CmpFOp::create(b, predicate, x, y);
  }
  Value divide(Value x, double divisor) {
    return arith::DivFOp::create(b, x, constantFloat(b, type, divisor));
  }

  IntegerFormat integers() const {
    return IntegerFormat(storage, storage.isUnsignedInteger());
  }
  double storageMax() const {
    if (auto format = dyn_cast<FloatType>(storage))
      return APFloat::getLargest(format.getFloatSemantics()).convertToDouble();
    return static_cast<double>(integers().max());
  }

  /// An f32 that is neither too small nor infinite, and whether it was the
  /// former.
  std::pair<Value, Value> chooseF32(Value range, double steps) {
    Value scale = narrowFloat(b, divide(range, steps), b.getF32Type(),
                              RoundingMode::NearestEven, /*saturate=*/false);
    Value isTiny =
        compare(arith::CmpFPredicate::OLT, scale, constantF32(b, 0x1p-126f));
    Value largest = constantF32(b, std::numeric_limits<float>::max());
    Value isHuge = compare(arith::CmpFPredicate::OGT, scale, largest);
    scale = arith::SelectOp::create(b, isHuge, largest, scale);
    scale = arith::SelectOp::create(b, isTiny, constantF32(b, 1.0f), scale);
    return {scale, isTiny};
  }

  SmallVector<Value> chooseAsymmetric(Value upperKey, Value negatedLowerKey) {
    Value negatedLow = toRange(negatedLowerKey);
    Value range = arith::AddFOp::create(b, toRange(upperKey), negatedLow);
    double min = integers().min(), max = integers().max();
    auto [scale, isTiny] = chooseF32(range, max - min);
    // fl(qmin - fl(lo / s)), with lo negated twice.
    Value offset =
        arith::DivFOp::create(b, negatedLow, toFloat(b, scale, false, type));
    Value point = arith::AddFOp::create(b, constantFloat(b, type, min), offset);
    point = roundToIntegral(b, point, RoundingMode::NearestEven);
    point = clampFloat(b, point, constantFloat(b, type, min),
                       constantFloat(b, type, max));
    Value zero = arith::FPToSIOp::create(b, b.getI32Type(), point);
    zero = arith::SelectOp::create(b, isTiny, constantInt(b, b.getI32Type(), 0),
                                   zero);
    return {scale, zero};
  }

  /// The code of an f8E8M0FNU: it is a biased exponent, as in the range's own
  /// bits, and a subnormal range is below every other. An infinite f32 counts
  /// as 2^128.
  Value choosePower(Value key) {
    Type keyType = key.getType();
    const llvm::fltSemantics &format = type.getFloatSemantics();
    int64_t mantissa = APFloat::semanticsPrecision(format) - 1;
    Value exponent =
        arith::ShRUIOp::create(b, key, constantInt(b, keyType, mantissa));
    int64_t emax = std::ilogb(storageMax());
    int64_t bias = APFloat::semanticsMaxExponent(format);
    Value code = arith::AddIOp::create(
        b, exponent, constantInt(b, keyType, 127 - bias - emax));
    Value infinity = toRangeKey(APFloat::getInf(format));
    Value isInfinite =
        arith::CmpIOp::create(b, arith::CmpIPredicate::eq, key, infinity);
    code = clampInt(b, code, 0, 254);
    code = arith::SelectOp::create(b, isInfinite, constantInt(b, keyType, 254),
                                   code);
    return arith::TruncIOp::create(b, b.getI8Type(), code);
  }
  Value toRangeKey(const APFloat &value) {
    return constantInt(b, b.getIntegerType(type.getWidth()),
                       value.bitcastToAPInt().getSExtValue());
  }

  /// The code of an f8E4M3FN, at least its smallest number: rounding a positive
  /// number to 0 is rounding it to code 0, below code 1.
  Value chooseSmallFloat(Value range) {
    Value scale = narrowFloat(b, divide(range, storageMax()), scaleType,
                              RoundingMode::NearestEven, /*saturate=*/true);
    Type i8 = b.getI8Type();
    Value code = arith::BitcastOp::create(b, i8, scale);
    return arith::MaxSIOp::create(b, code, constantInt(b, i8, 1));
  }

  ImplicitLocOpBuilder &b;
  ChooseScalesOp op;
  Type storage, scaleType;
  FloatType type;
};

} // namespace

SmallVector<Value> mixp::chooseScales(ImplicitLocOpBuilder &b,
                                      ChooseScalesOp op, ValueRange keys) {
  return ScaleChooser(b, op).choose(keys);
}
