//===- TensorCast.cpp - Conversions between element types -----------------===//
#include "ElementBuilder.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include <cmath>

using namespace mlir;
using namespace mixp;
using namespace mixp::importer;

/// Whether an element is not 0; NaN is not.
static Value emitTruth(OpBuilder &b, Location loc, Value element) {
  Value zero =
      arith::ConstantOp::create(b, loc, b.getZeroAttr(element.getType()));
  if (isa<FloatType>(element.getType()))
    return arith::CmpFOp::create(b, loc, arith::CmpFPredicate::UNE, element,
                                 zero);
  return arith::CmpIOp::create(b, loc, arith::CmpIPredicate::ne, element, zero);
}

/// Kinds that mixp.cast does not have: truth values and wide unsigned integers.
static bool needsGeneric(ElementKind kind) {
  return kind == ElementKind::Bool ||
         (isUnsigned(kind) && getBitWidth(kind) > 8);
}

/// Towards zero and saturating; NaN gives 0.
static Value emitFloatToUnsigned(const ElementBuilder &e, Value value,
                                 ElementKind kind) {
  Type type = getSignlessType(e.b.getContext(), kind);
  double limit = std::ldexp(1.0, getBitWidth(kind));
  // The conversion is undefined outside of the range.
  Value isInside = e.call<arith::AndIOp>(
      e.compare(Comparison::Greater, value, e.constant(-1)),
      e.compare(Comparison::Less, value, e.constant(limit)));
  Value inside = e.select(isInside, value, e.constant(0));
  Value converted = e.call<arith::FPToUIOp>(type, inside);
  Value isAbove =
      e.compare(Comparison::GreaterOrEqual, value, e.constant(limit));
  Value most = arith::ConstantOp::create(
      e.b, e.loc,
      e.b.getIntegerAttr(type, APInt::getAllOnes(getBitWidth(kind))));
  return e.select(isAbove, most, converted);
}

/// Between kinds of which one is a truth value or a wide unsigned integer.
static Value emitCast(const ElementBuilder &e, Value value, ElementKind kind) {
  Type type = getSignlessType(e.b.getContext(), kind);
  bool hasSign = isInteger(e.kind) && !isUnsigned(e.kind);
  if (isFloat(kind)) {
    // Rounded by what computes with it.
    if (type.getIntOrFloatBitWidth() < 32)
      type = e.b.getF32Type();
    return e.call<arith::UIToFPOp>(type, value);
  }
  if (e.isFloat())
    return emitFloatToUnsigned(e, value, kind);
  unsigned before = getBitWidth(e.kind), after = getBitWidth(kind);
  if (before == after)
    return value;
  if (before > after) // Modulo 2^bits, as in ONNX.
    return e.call<arith::TruncIOp>(type, value);
  return hasSign ? e.call<arith::ExtSIOp>(type, value)
                 : e.call<arith::ExtUIOp>(type, value);
}

ImportedTensor TensorBuilder::cast(const ImportedTensor &input,
                                   ElementKind kind, bool saturates) {
  if (kind == input.kind)
    return input;
  if (input.isConstant())
    return foldCast(input, kind, saturates);
  // Exporters compute sizes as int32, too.
  if (input.isSizes() && (kind == ElementKind::I64 || kind == ElementKind::I32))
    return ImportedTensor::fromSizes(input.shape, input.sizes, kind);
  if (kind == ElementKind::Bool)
    return elementwise(input.shape, kind, input,
                       [](OpBuilder &b, Location loc, ValueRange in) {
                         return emitTruth(b, loc, in[0]);
                       });
  if (needsGeneric(input.kind) || needsGeneric(kind))
    return compute(*this, input.shape, input.kind, kind, input,
                   [&](const ElementBuilder &e, ValueRange in) {
                     return emitCast(e, in[0], kind);
                   });
  bool truncates = isFloat(input.kind) && !isFloat(kind);
  // Only floats of 8 bits have a choice: integers of integers are modulo
  // 2^bits, and float4e2m1 has nothing but numbers.
  unsigned bits = getBitWidth(kind);
  bool isSaturating =
      truncates || (isFloat(kind) && (bits < 8 || (bits == 8 && saturates)));
  Value result = CastOp::create(
      builder, location, getType(input.shape, kind), getValue(input),
      truncates ? RoundingMode::TowardZero : RoundingMode::NearestEven,
      isSaturating, /*input_unsigned=*/false, /*result_unsigned=*/false);
  return {kind, input.shape, result, nullptr};
}
