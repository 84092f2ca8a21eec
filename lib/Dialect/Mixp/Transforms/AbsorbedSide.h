//===- AbsorbedSide.h - Operands that a contraction can absorb --*- C++ -*-===//
#ifndef MIXP_LIB_DIALECT_MIXP_TRANSFORMS_ABSORBEDSIDE_H
#define MIXP_LIB_DIALECT_MIXP_TRANSFORMS_ABSORBEDSIDE_H

#include "AbsorbProof.h"
#include "ContractionSide.h"

namespace mixp {

/// A side of a contraction that can be absorbed.
struct AbsorbedSide {
  Dequantized value;
  SideBounds bounds;
  /// Dims of the stored values that are summed over, at most once each: a
  /// window of a convolution's input lies in them.
  llvm::SmallVector<int64_t> reduction;

  /// No scale or zero point varies along K.
  bool isConstantAlongK() const {
    return value.block.empty() || llvm::all_of(reduction, [&](int64_t dim) {
             return value.block[dim] == 0;
           });
  }
};

/// The dims of `side`'s operand that its contraction sums over.
llvm::SmallVector<int64_t> reducedDims(ContractionSide side);

/// Whether the contraction is already more than one of f32 values: with scales
/// that would have to be multiplied, positions of sparse values, sizes that
/// someone chose, or wider roundings.
bool isPinnedContraction(mlir::Operation *op);

/// Whether the contraction's `side` takes scales and zero points in the blocks
/// of `value`.
bool takesBlocks(ContractionSide side, const Dequantized &value);

/// Whether what pads a convolution's input can be stored: its zero point, an
/// integer that the stored type is known to hold. True for what is not padded.
bool canStorePadding(ContractionSide side, const Dequantized &value);

/// Makes the contraction read the stored values of `value`.
void assignStored(ContractionSide side, const Dequantized &value);

} // namespace mixp

#endif // MIXP_LIB_DIALECT_MIXP_TRANSFORMS_ABSORBEDSIDE_H
