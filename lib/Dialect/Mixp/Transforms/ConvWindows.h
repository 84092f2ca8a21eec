//===- ConvWindows.h - What a convolution reads -----------------*- C++ -*-===//
#ifndef MIXP_LIB_DIALECT_MIXP_TRANSFORMS_CONVWINDOWS_H
#define MIXP_LIB_DIALECT_MIXP_TRANSFORMS_CONVWINDOWS_H

#include "mixp/Dialect/Mixp/IR/MixpOps.h"

namespace mixp {

// All of these take a convolution with channels last, on signless types.

/// The zero point of the input as it counts: beside padding, in the range of
/// the input's type. Null where there is none.
mlir::Value clampInputZeroPoint(mlir::OpBuilder &b, ConvOp op);

/// The input with its padding; `zeroPoint` is what clampInputZeroPoint gave.
mlir::Value padInput(mlir::OpBuilder &b, ConvOp op, mlir::Value zeroPoint);

/// The windows of `padded`, a row for each pixel of the result and an element
/// for each of the window: pixels x (taps * channels), with groups
/// groups x pixels x (taps * channels of one).
mlir::Value gatherWindows(mlir::OpBuilder &b, ConvOp op, mlir::Value padded);

/// Whether a scale or zero point has a value for each index of dim 0.
bool variesAlongFirstDim(mlir::Value table);

} // namespace mixp

#endif // MIXP_LIB_DIALECT_MIXP_TRANSFORMS_CONVWINDOWS_H
