//===- Integers.h - Reading integers as unsigned ----------------*- C++ -*-===//
#ifndef MIXP_LIB_REFERENCE_INTEGERS_H
#define MIXP_LIB_REFERENCE_INTEGERS_H

#include "Bounds.h"
#include "mixp/Reference/Tensor.h"

namespace mixp::reference {

/// `x` modulo 2^32, as a signed number; `x` is integral and at most 2^53.
inline double wrap32(double x) {
  return static_cast<int32_t>(static_cast<uint32_t>(static_cast<int64_t>(x)));
}

/// An element of a signless integer tensor that a flag declares unsigned: its
/// bits read as unsigned. A bound that the sign bit cuts through covers all.
inline Number readUnsigned(Number x, const NumberType &type) {
  double period = powerOfTwo(static_cast<int>(type.width));
  if (type.isUnsigned || type.width == 1)
    return x;
  if (x.bound != 0 && (x.low() < 0) != (x.high() < 0))
    x.bound = period;
  return {x.value < 0 ? x.value + period : x.value, x.bound};
}

/// The reverse: how a signless tensor holds an unsigned element.
inline Number writeUnsigned(Number x, const NumberType &type) {
  double half = powerOfTwo(static_cast<int>(type.width) - 1);
  if (type.isUnsigned || type.width == 1)
    return x;
  if (x.bound != 0 && (x.low() < half) != (x.high() < half))
    x.bound = 2 * half;
  return {x.value < half ? x.value : x.value - 2 * half, x.bound};
}

/// The number that a mixp op sees in an element: unsigned by type or `flag`,
/// else signed, so that the 1 of a signless i1 is -1.
inline Number readInteger(Number x, const NumberType &type, bool flag) {
  if (flag)
    return readUnsigned(x, type);
  bool isSignedBit = type.width == 1 && !type.isUnsigned;
  return {isSignedBit ? 0 - x.value : x.value, x.bound};
}

/// The reverse: how a tensor holds a number of the type's range.
inline Number writeInteger(Number x, const NumberType &type, bool flag) {
  if (flag)
    return writeUnsigned(x, type);
  return {type.width == 1 ? std::fabs(x.value) : x.value, x.bound};
}

} // namespace mixp::reference

#endif // MIXP_LIB_REFERENCE_INTEGERS_H
