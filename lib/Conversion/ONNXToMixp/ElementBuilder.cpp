//===- ElementBuilder.cpp - Arithmetic on elements of one kind ------------===//
#include "ElementBuilder.h"
#include "mlir/Dialect/Math/IR/Math.h"

using namespace mlir;
using namespace mixp::importer;

/// Narrow floats have no arithmetic of their own on most machines.
static Type getComputeType(MLIRContext *context, ElementKind kind) {
  if (isFloat(kind) && getBitWidth(kind) < 32)
    return Float32Type::get(context);
  return getSignlessType(context, kind);
}

Type ElementBuilder::type() const {
  return getComputeType(b.getContext(), kind);
}

Value ElementBuilder::constant(double number) const {
  TypedAttr attribute;
  if (isFloat())
    attribute = b.getFloatAttr(type(), number);
  else
    attribute = cast<TypedAttr>(b.getIntegerAttr(
        type(), APInt(getBitWidth(kind), static_cast<int64_t>(number),
                      /*isSigned=*/true, /*implicitTrunc=*/true)));
  return arith::ConstantOp::create(b, loc, attribute);
}

Value ElementBuilder::add(Value lhs, Value rhs) const {
  return isFloat() ? call<arith::AddFOp>(lhs, rhs)
                   : call<arith::AddIOp>(lhs, rhs);
}

Value ElementBuilder::sub(Value lhs, Value rhs) const {
  return isFloat() ? call<arith::SubFOp>(lhs, rhs)
                   : call<arith::SubIOp>(lhs, rhs);
}

Value ElementBuilder::mul(Value lhs, Value rhs) const {
  return isFloat() ? call<arith::MulFOp>(lhs, rhs)
                   : call<arith::MulIOp>(lhs, rhs);
}

Value ElementBuilder::makeSafeDivisor(Value lhs, Value rhs) const {
  Value zero = constant(0), one = constant(1);
  auto isEqual = [&](Value value, Value other) {
    return call<arith::CmpIOp>(arith::CmpIPredicate::eq, value, other);
  };
  Value unsafe = isEqual(rhs, zero);
  if (!isUnsigned()) {
    unsigned bits = getBitWidth(kind);
    Value least = arith::ConstantOp::create(
        b, loc, b.getIntegerAttr(type(), APInt::getSignedMinValue(bits)));
    Value overflows =
        call<arith::AndIOp>(isEqual(lhs, least), isEqual(rhs, constant(-1)));
    unsafe = call<arith::OrIOp>(unsafe, overflows);
  }
  return select(unsafe, one, rhs);
}

Value ElementBuilder::div(Value lhs, Value rhs) const {
  if (isFloat())
    return call<arith::DivFOp>(lhs, rhs);
  Value divisor = makeSafeDivisor(lhs, rhs);
  Value quotient = isUnsigned() ? call<arith::DivUIOp>(lhs, divisor)
                                : call<arith::DivSIOp>(lhs, divisor);
  Value isZero = compare(Comparison::Equal, rhs, constant(0));
  return select(isZero, constant(0), quotient);
}

Value ElementBuilder::rem(Value lhs, Value rhs) const {
  if (isFloat())
    return call<arith::RemFOp>(lhs, rhs);
  Value divisor = makeSafeDivisor(lhs, rhs);
  return isUnsigned() ? call<arith::RemUIOp>(lhs, divisor)
                      : call<arith::RemSIOp>(lhs, divisor);
}

Value ElementBuilder::modulo(Value lhs, Value rhs) const {
  Value rest = rem(lhs, rhs);
  if (isUnsigned())
    return rest;
  // A rest that is not 0 and has the other sign is moved by one divisor.
  Value zero = constant(0);
  Value isNegative = compare(Comparison::Less, rest, zero);
  Value other = compare(Comparison::Less, rhs, zero);
  Value differs = call<arith::XOrIOp>(isNegative, other);
  Value isZero = compare(Comparison::Equal, rest, zero);
  return select(isZero, rest, select(differs, add(rest, rhs), rest));
}

Value ElementBuilder::max(Value lhs, Value rhs) const {
  if (isFloat())
    return call<arith::MaximumFOp>(lhs, rhs);
  return isUnsigned() ? call<arith::MaxUIOp>(lhs, rhs)
                      : call<arith::MaxSIOp>(lhs, rhs);
}

Value ElementBuilder::min(Value lhs, Value rhs) const {
  if (isFloat())
    return call<arith::MinimumFOp>(lhs, rhs);
  return isUnsigned() ? call<arith::MinUIOp>(lhs, rhs)
                      : call<arith::MinSIOp>(lhs, rhs);
}

Value ElementBuilder::neg(Value value) const {
  return isFloat() ? call<arith::NegFOp>(value) : sub(constant(0), value);
}

Value ElementBuilder::abs(Value value) const {
  if (isFloat())
    return call<math::AbsFOp>(value);
  return isUnsigned() ? value : call<math::AbsIOp>(value);
}

Value ElementBuilder::compare(Comparison comparison, Value lhs,
                              Value rhs) const {
  using F = arith::CmpFPredicate;
  using I = arith::CmpIPredicate;
  static constexpr struct {
    F floats;
    I integers, withoutSign;
  } kPredicates[] = {{F::OEQ, I::eq, I::eq},
                     {F::OLT, I::slt, I::ult},
                     {F::OLE, I::sle, I::ule},
                     {F::OGT, I::sgt, I::ugt},
                     {F::OGE, I::sge, I::uge}};
  const auto &row = kPredicates[static_cast<size_t>(comparison)];
  if (isFloat())
    return call<arith::CmpFOp>(row.floats, lhs, rhs);
  return call<arith::CmpIOp>(isUnsigned() ? row.withoutSign : row.integers, lhs,
                             rhs);
}

Value ElementBuilder::select(Value condition, Value yes, Value no) const {
  return call<arith::SelectOp>(condition, yes, no);
}

ImportedTensor mixp::importer::compute(
    TensorBuilder &build, ArrayRef<Dim> shape, ElementKind kind,
    ElementKind result, ArrayRef<ImportedTensor> inputs,
    llvm::function_ref<Value(const ElementBuilder &, ValueRange)> body) {
  return build.elementwise(
      shape, result, inputs,
      [&](OpBuilder &b, Location loc, ValueRange elements) -> Value {
        ElementBuilder e(b, loc, kind);
        SmallVector<Value> widened;
        for (Value element : elements) {
          bool isNarrow = isa<FloatType>(element.getType()) &&
                          element.getType().getIntOrFloatBitWidth() < 32;
          widened.push_back(isNarrow ? e.call<arith::ExtFOp>(e.type(), element)
                                     : element);
        }
        Value value = body(e, widened);
        Type type = getSignlessType(b.getContext(), result);
        if (value.getType() == type || !isFloat(result))
          return value;
        return e.call<arith::TruncFOp>(type, value);
      });
}
