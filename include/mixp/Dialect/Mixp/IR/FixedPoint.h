//===- FixedPoint.h - Ranges of fixed-point multipliers ---------*- C++ -*-===//
#ifndef MIXP_DIALECT_MIXP_IR_FIXEDPOINT_H
#define MIXP_DIALECT_MIXP_IR_FIXEDPOINT_H

#include "mixp/Dialect/Mixp/IR/MixpAttrs.h"
#include "mixp/Dialect/Mixp/IR/StorageRange.h"

namespace mixp {

/// The multipliers and shifts for which a profile of mixp.requantize is
/// defined. Those of run time are clamped to them. Profile `onnx` has none.
struct FixedPointRanges {
  StorageRange multiplier;
  StorageRange shift;
};

inline FixedPointRanges fixedPointRanges(RequantizeProfile profile) {
  switch (profile) {
  case RequantizeProfile::Tflite:
    return {{INT32_MIN, INT32_MAX}, {-30, 31}};
  case RequantizeProfile::TosaSingle:
  case RequantizeProfile::TosaDouble:
    return {{0, INT32_MAX}, {2, 62}};
  case RequantizeProfile::Truncate:
    return {{INT32_MIN, INT32_MAX}, {0, 63}};
  case RequantizeProfile::Onnx:
    break;
  }
  return {{0, 0}, {0, 0}};
}

} // namespace mixp

#endif // MIXP_DIALECT_MIXP_IR_FIXEDPOINT_H
