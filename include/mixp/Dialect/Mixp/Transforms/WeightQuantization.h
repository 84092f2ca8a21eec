//===- WeightQuantization.h - Constants to narrow integers ------*- C++ -*-===//
#ifndef MIXP_DIALECT_MIXP_TRANSFORMS_WEIGHTQUANTIZATION_H
#define MIXP_DIALECT_MIXP_TRANSFORMS_WEIGHTQUANTIZATION_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include <cstdint>
#include <vector>

namespace mixp {

/// How a constant tensor becomes signed integers, symmetric about zero.
struct WeightFormat {
  /// 2 to 8.
  unsigned bits;
  /// The block rule's block; 0 covers a whole dim.
  llvm::SmallVector<int64_t> block;
  /// Without: scale = fl(absmax / (2^(bits-1) - 1)) of the block, so that no
  /// value is clipped. With: the one of a few fractions of it that has the
  /// smallest sum of squared errors over the block; larger values are clipped.
  bool searchScale = false;
};

/// A quantized tensor: `values` has one element per element of the original,
/// `scales` one per block in the shape that the block rule gives; row-major.
struct QuantizedWeight {
  std::vector<int8_t> values;
  std::vector<float> scales;
  llvm::SmallVector<int64_t> scaleShape;
};

/// Quantizes `values`, a row-major tensor of `shape` with finite elements, as
/// mixp.quantize does with the scales that `format` asks for. A block of zeros
/// has scale 1, as in mixp.choose_scales.
QuantizedWeight quantizeWeight(llvm::ArrayRef<float> values,
                               llvm::ArrayRef<int64_t> shape,
                               const WeightFormat &format);

} // namespace mixp

#endif // MIXP_DIALECT_MIXP_TRANSFORMS_WEIGHTQUANTIZATION_H
