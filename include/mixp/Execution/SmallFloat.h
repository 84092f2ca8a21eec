//===- SmallFloat.h - Floats of at most 16 bits on the host -----*- C++ -*-===//
#ifndef MIXP_EXECUTION_SMALLFLOAT_H
#define MIXP_EXECUTION_SMALLFLOAT_H

#include "mixp/Execution/HostTensor.h"

namespace mixp {

/// The code of `value`, rounded to nearest, ties to even, straight from the
/// double. Overflow gives an infinity in the 16-bit formats and the largest
/// finite value in narrower ones, where an infinity stays one if the format has
/// it. NaN becomes 0 where there is none, and so does -0.
uint16_t encodeSmallFloat(ElementKind kind, double value);

/// The value of a code of a float kind of at most 16 bits.
double decodeSmallFloat(ElementKind kind, uint16_t bits);

} // namespace mixp

#endif // MIXP_EXECUTION_SMALLFLOAT_H
