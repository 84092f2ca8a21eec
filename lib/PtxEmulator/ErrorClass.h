//===- ErrorClass.h - Kinds of errors of kernels ----------------*- C++ -*-===//
#ifndef MIXP_LIB_PTXEMULATOR_ERRORCLASS_H
#define MIXP_LIB_PTXEMULATOR_ERRORCLASS_H

#include "llvm/ADT/StringRef.h"

namespace mixp::ptx {

/// Classes of errors: their names begin the texts and are documented.
enum class ErrorClass : uint8_t {
  OutOfBounds,
  Misaligned,
  Race,
  UninitializedShared,
  MissingProxyFence,
  AccumulatorInFlight,
  MissingWgmmaFence,
  WgmmaDescriptor,
  TensorMap,
  MbarrierMisuse,
  BarrierMisuse,
  DivergentCollective,
  Deadlock,
  StepLimit,
  Trap,
  BadOperand
};
llvm::StringRef getClassName(ErrorClass error);

} // namespace mixp::ptx

#endif // MIXP_LIB_PTXEMULATOR_ERRORCLASS_H
