//===- SmallFloat.h - 16-bit float formats on the host ----------*- C++ -*-===//
#ifndef MIXP_EXECUTION_SMALLFLOAT_H
#define MIXP_EXECUTION_SMALLFLOAT_H

#include <cstdint>

namespace mixp {

/// IEEE 754 binary16 and bfloat16, both ways. Encoding rounds to nearest, ties
/// to even, straight from the double; overflow gives an infinity.
uint16_t encodeF16(double value);
double decodeF16(uint16_t bits);
uint16_t encodeBF16(double value);
double decodeBF16(uint16_t bits);

} // namespace mixp

#endif // MIXP_EXECUTION_SMALLFLOAT_H
