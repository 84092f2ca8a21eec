//===- Philox.h - Random numbers by element ---------------------*- C++ -*-===//
//-*-===//
#ifndef MIXP_LIB_CONVERSION_MIXPTOLINALG_PHILOX_H
#define MIXP_LIB_CONVERSION_MIXPTOLINALG_PHILOX_H

#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace mixp {

/// The first 32-bit word of Philox4x32-10 with the i64 `seed` as key (low half
/// first) and the i64 `index` as the lower half of the counter.
mlir::Value buildPhilox(mlir::ImplicitLocOpBuilder &b, mlir::Value seed,
                        mlir::Value index);

} // namespace mixp

#endif // MIXP_LIB_CONVERSION_MIXPTOLINALG_PHILOX_H
