//===- RandomData.h - Reproducible test data --------------------*- C++ -*-===//
#ifndef MIXP_EXECUTION_RANDOMDATA_H
#define MIXP_EXECUTION_RANDOMDATA_H

#include "mixp/Execution/Signature.h"

namespace mixp {

/// Test data for elements of `type`, the same on every machine for a seed.
/// Integers are spread over the whole range, with one element in four from
/// {min, max, 0, 1, -1}. Floats are a mix of values in [-1, 1], multiples of
/// 0.5 (ties), both zeros and some of large and of small magnitude;
/// `withSpecials` adds NaN and infinities.
llvm::Expected<HostTensor> makeRandomData(mlir::Type type,
                                          llvm::ArrayRef<int64_t> shape,
                                          uint64_t seed,
                                          bool withSpecials = false);

} // namespace mixp

#endif // MIXP_EXECUTION_RANDOMDATA_H
