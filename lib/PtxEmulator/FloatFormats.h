//===- FloatFormats.h - Rounding to the formats of PTX ----------*- C++ -*-===//
#ifndef MIXP_LIB_PTXEMULATOR_FLOATFORMATS_H
#define MIXP_LIB_PTXEMULATOR_FLOATFORMATS_H

#include <bit>
#include <cmath>
#include <cstdint>

namespace mixp::ptx {

/// .rn, .rz, .rm, .rp and .rna (nearest, ties away from zero).
enum class Rounding : uint8_t { Nearest, Zero, Down, Up, NearestAway };

/// Formats that a double holds exactly.
enum class Format : uint8_t { F16, BF16, TF32, E4M3, E5M2, F32 };

/// What to do beyond rounding.
struct RoundingOptions {
  Rounding mode = Rounding::Nearest;
  bool flush = false;    // subnormal results to zero
  bool saturate = false; // to [0, 1]
  bool finite = false;   // .satfinite: overflow gives the largest number
  bool relu = false;     // negative results to zero
};

/// The bits of `value` in a format. `value` is exact, or rounded to odd.
uint32_t encode(double value, Format format, const RoundingOptions &options);
/// The value that bits have in a format.
double decode(uint32_t bits, Format format);

/// a + b and a * b + c (of exact products) rounded to odd, from which any
/// narrower format can be rounded correctly (Boldo and Melquiond, 2008).
double addToOdd(double a, double b);
double fmaToOdd(double a, double b, double c);
double divideToOdd(double a, double b);
double sqrtToOdd(double a);
/// An integer of more than a double's 53 bits, to odd.
double integerToOdd(uint64_t bits, bool isSigned);

/// `value` rounded to an integral value.
double roundToIntegral(double value, Rounding mode);

inline float bf16ToFloat(uint32_t bits) {
  return std::bit_cast<float>(bits << 16);
}
inline float f16ToFloat(uint32_t bits) {
  // The exponent is moved by a multiplication, which gets subnormals right.
  uint32_t magnitude = (bits & 0x7fff) << 13, sign = (bits & 0x8000) << 16;
  uint32_t result =
      std::bit_cast<uint32_t>(std::bit_cast<float>(magnitude) * 0x1p112f);
  if ((bits & 0x7c00) == 0x7c00)
    result |= 0x7f800000;
  return std::bit_cast<float>(result | sign);
}
/// Nearest, ties to even.
inline uint32_t floatToBf16(float value) {
  uint32_t bits = std::bit_cast<uint32_t>(value);
  if ((bits & 0x7fffffff) > 0x7f800000)
    return 0x7fff;
  return (bits + 0x7fff + (bits >> 16 & 1)) >> 16;
}
uint32_t floatToF16(float value);
/// The float next to a double towards zero, with its last bit set if that lost
/// anything.
float roundToOddFloat(double value);

} // namespace mixp::ptx

#endif // MIXP_LIB_PTXEMULATOR_FLOATFORMATS_H
