//===- FloatFormats.cpp - Bit layouts of the float types ------------------===//
#include "FloatFormats.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace mixp;

/// Exponent field of ones for infinities and NaN, as IEEE 754 has it.
static FloatFormat ieee(unsigned exponentBits, unsigned mantissaBits) {
  uint64_t infinity = ((uint64_t(1) << exponentBits) - 1) << mantissaBits;
  return {1 + exponentBits + mantissaBits,
          mantissaBits,
          (1 << (exponentBits - 1)) - 1,
          infinity - 1,
          infinity | uint64_t(1) << (mantissaBits - 1),
          /*hasInfinity=*/true,
          /*hasNegativeZero=*/true,
          /*isSigned=*/true};
}

/// No infinity, no -0, and NaN where -0 would be.
static FloatFormat fnuz(unsigned mantissaBits, int bias) {
  return {8, mantissaBits, bias, 0x7f, 0x80, false, false, true};
}

/// Nothing but numbers.
static FloatFormat finite(unsigned exponentBits, unsigned mantissaBits,
                          int bias) {
  unsigned width = 1 + exponentBits + mantissaBits;
  uint64_t maxCode = (1u << (width - 1)) - 1;
  return {width, mantissaBits, bias, maxCode, std::nullopt, false, true, true};
}

FloatFormat mixp::getFloatFormat(Type type) {
  return llvm::TypeSwitch<Type, FloatFormat>(type)
      .Case([](Float64Type) { return ieee(11, 52); })
      .Case([](Float32Type) { return ieee(8, 23); })
      .Case([](BFloat16Type) { return ieee(8, 7); })
      .Case([](Float16Type) { return ieee(5, 10); })
      .Case([](Float8E5M2Type) { return ieee(5, 2); })
      .Case([](Float8E4M3Type) { return ieee(4, 3); })
      .Case([](Float8E3M4Type) { return ieee(3, 4); })
      .Case([](Float8E4M3FNType) {
        return FloatFormat{8, 3, 7, 0x7e, 0x7f, false, true, true};
      })
      .Case([](Float8E5M2FNUZType) { return fnuz(2, 16); })
      .Case([](Float8E4M3FNUZType) { return fnuz(3, 8); })
      .Case([](Float8E4M3B11FNUZType) { return fnuz(3, 11); })
      .Case([](Float6E3M2FNType) { return finite(3, 2, 3); })
      .Case([](Float6E2M3FNType) { return finite(2, 3, 1); })
      .Case([](Float4E2M1FNType) { return finite(2, 1, 1); })
      .Case([](Float8E8M0FNUType) {
        return FloatFormat{8, 0, 127, 0xfe, 0xff, false, false, false};
      })
      .Default([](Type) -> FloatFormat {
        llvm_unreachable("the ops' type constraints admit no other float");
      });
}

bool mixp::isSmallFloat(Type type) {
  return isa<FloatType>(type) && type.getIntOrFloatBitWidth() <= 8;
}
