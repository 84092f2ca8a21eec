//===- ChosenScale.h - A scale from the range of a block --------*- C++ -*-===//
#ifndef MIXP_LIB_CONVERSION_MIXPTOLINALG_CHOSENSCALE_H
#define MIXP_LIB_CONVERSION_MIXPTOLINALG_CHOSENSCALE_H

#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace mixp {

/// The float type that ranges of these elements are computed in: f32 but for
/// f64.
mlir::FloatType rangeType(mlir::Type element);

/// Emits the scale, and the zero point where the range is asymmetric, of one
/// block. `keys` are the bits of what it was reduced to, numbers of `rangeType`
/// that are at least 0: the largest magnitude if symmetric, else the largest
/// element and the negated smallest.
llvm::SmallVector<mlir::Value> chooseScales(mlir::ImplicitLocOpBuilder &b,
                                            ChooseScalesOp op,
                                            mlir::ValueRange keys);

} // namespace mixp

#endif // MIXP_LIB_CONVERSION_MIXPTOLINALG_CHOSENSCALE_H
