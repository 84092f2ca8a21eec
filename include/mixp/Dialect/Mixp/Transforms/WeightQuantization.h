//===- WeightQuantization.h - Constants to narrow formats -------*- C++ -*-===//
#ifndef MIXP_DIALECT_MIXP_TRANSFORMS_WEIGHTQUANTIZATION_H
#define MIXP_DIALECT_MIXP_TRANSFORMS_WEIGHTQUANTIZATION_H

#include "llvm/ADT/APFloat.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include <cstdint>
#include <vector>

namespace mixp {

/// How a constant tensor becomes numbers of at most 8 bits, symmetric about
/// zero.
struct WeightFormat {
  /// 2 to 8.
  unsigned bits;
  /// The block rule's block; 0 covers a whole dim.
  llvm::SmallVector<int64_t> block;
  /// Without: scale = fl(absmax / largest number) of the block, so that no
  /// value is clipped. With: the one of a few fractions of it that has the
  /// smallest sum of squared errors over the block; larger values are clipped.
  bool searchScale = false;
  /// The format of `bits` bits; null: signed integers.
  const llvm::fltSemantics *floats = nullptr;
  /// Scales are f8E8M0FNU by the rule of mixp.choose_scales.
  bool powerOfTwoScales = false;

  /// The largest number: 2^(bits - 1) - 1 of integers.
  float largest() const;
  /// What mixp.quantize makes of the finite quotient fl(x / scale).
  float round(float quotient) const;
  /// The code of a number that `round` gave: in the low bits of a byte, the
  /// others 0.
  uint8_t encode(float number) const;
};

/// A quantized tensor: `values` has one code per element of the original,
/// `scales` one per block in the shape that the block rule gives; row-major.
struct QuantizedWeight {
  std::vector<uint8_t> values;
  std::vector<float> scales;
  llvm::SmallVector<int64_t> scaleShape;
};

/// The scales that `format` asks for of `values`, a row-major tensor of `shape`
/// with finite elements. A block of zeros has scale 1, as in
/// mixp.choose_scales.
std::vector<float> chooseWeightScales(llvm::ArrayRef<float> values,
                                      llvm::ArrayRef<int64_t> shape,
                                      const WeightFormat &format);

/// The codes of `values` under `scales`.
std::vector<uint8_t> roundWeights(llvm::ArrayRef<float> values,
                                  llvm::ArrayRef<int64_t> shape,
                                  const WeightFormat &format,
                                  llvm::ArrayRef<float> scales);

/// Replaces each scale by one with a smaller sum of squared errors over its
/// block, where a search finds one: fractions from 1 down to 0.3, then scales
/// that are best for the numbers that values are rounded to; of f8E8M0FNU the
/// next smaller and larger one.
void searchWeightScales(llvm::ArrayRef<float> values,
                        llvm::ArrayRef<int64_t> shape,
                        const WeightFormat &format, std::vector<float> &scales);

/// chooseWeightScales and roundWeights.
QuantizedWeight quantizeWeight(llvm::ArrayRef<float> values,
                               llvm::ArrayRef<int64_t> shape,
                               const WeightFormat &format);

} // namespace mixp

#endif // MIXP_DIALECT_MIXP_TRANSFORMS_WEIGHTQUANTIZATION_H
