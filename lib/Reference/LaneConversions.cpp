//===- LaneConversions.cpp - Conversions between number types -------------===//
#include "LaneIntegers.h"
#include "LaneVisitors.h"

using namespace mixp;
using namespace mixp::reference;

/// Truncates toward zero and saturates; NaN gives 0. (LLVM leaves what is out
/// of range open; a lowering is free to differ there.)
static int64_t toInteger(double x, double low, double high) {
  if (std::isnan(x))
    return 0;
  x = std::clamp(std::trunc(x), low, high);
  if (x >= 0x1p63)
    return x >= 0x1p64 ? -1 : static_cast<int64_t>(static_cast<uint64_t>(x));
  return static_cast<int64_t>(x);
}

/// An integer as float: a conversion of 64 bits must not round twice.
template <typename Integer>
static double toFloat(Integer x, FloatFormat format) {
  return roundIntegerTo(x, format, RoundingMode::NearestEven);
}

/// The same bits read as another type.
static Lane reinterpret(Lane x, const NumberType &from, const NumberType &to) {
  uint64_t bits = from.isFloat ? encodeFloat(x.f, from.format)
                               : zeroExtend(x.i, from.width);
  if (to.isFloat)
    return lane(decodeFloat(bits, to.format));
  if (to.isUnsigned)
    return lane(static_cast<int64_t>(zeroExtend(bits, to.width)));
  return lane(wrap(bits, to.width));
}

/// Integer to wider or narrower integer; without `isUnsigned` the operand's
/// sign bit counts. Exact on intervals as long as the value does not wrap.
template <typename Visitor> static void resize(Visitor &v, bool isUnsigned) {
  unsigned from = v.instruction.inputType.width;
  unsigned to = v.instruction.type.width;
  auto convert = [=](Lane x) {
    uint64_t bits = isUnsigned ? zeroExtend(x.i, from)
                               : static_cast<uint64_t>(signExtend(x.i, from));
    return lane(wrap(bits, to));
  };
  if (!isUnsigned && from != 1 && to >= from)
    v.monotone1(convert);
  else
    v.opaque1(convert);
}

template <typename Visitor> static void floatToInteger(Visitor &v) {
  NumberType type = v.instruction.type;
  bool isUnsigned = v.instruction.op == Opcode::FPToUI;
  double low = type.minInteger(isUnsigned), high = type.maxInteger(isUnsigned);
  v.monotone1([=](Lane x) {
    return lane(
        wrap(static_cast<uint64_t>(toInteger(x.f, low, high)), type.width));
  });
}

template <typename Visitor> static void integerToFloat(Visitor &v) {
  unsigned width = v.instruction.inputType.width;
  FloatFormat format = v.instruction.type.format;
  if (v.instruction.op == Opcode::UIToFP)
    v.monotone1(
        [=](Lane x) { return lane(toFloat(zeroExtend(x.i, width), format)); });
  else
    v.monotone1([=](Lane x) {
      return lane(
          toFloat(signExtend(static_cast<uint64_t>(x.i), width), format));
    });
}

template <typename Visitor> bool reference::visitConversion(Visitor &v) {
  NumberType from = v.instruction.inputType, to = v.instruction.type;
  switch (v.instruction.op) {
  case Opcode::ConvertF: {
    RoundingMode mode = v.instruction.rounding;
    v.monotone1([=](Lane x) { return lane(roundTo(x.f, to.format, mode)); });
    return true;
  }
  case Opcode::SIToFP:
  case Opcode::UIToFP:
    integerToFloat(v);
    return true;
  case Opcode::FPToSI:
  case Opcode::FPToUI:
    floatToInteger(v);
    return true;
  case Opcode::ExtUI:
  case Opcode::IndexCastUI:
    resize(v, /*isUnsigned=*/true);
    return true;
  case Opcode::ExtSI:
  case Opcode::TruncI:
  case Opcode::IndexCast:
    resize(v, /*isUnsigned=*/false);
    return true;
  case Opcode::Bitcast:
    v.opaque1([=](Lane x) { return reinterpret(x, from, to); });
    return true;
  default:
    return false;
  }
}

template bool reference::visitConversion(ExactVisitor &);
template bool reference::visitConversion(BoundedVisitor &);
