//===- AbsorbProof.h - What keeps an absorbed product right -----*- C++ -*-===//
//
// docs/Numerics.md, section 8, derives these conditions.
//
//===----------------------------------------------------------------------===//
#ifndef MIXP_LIB_DIALECT_MIXP_TRANSFORMS_ABSORBPROOF_H
#define MIXP_LIB_DIALECT_MIXP_TRANSFORMS_ABSORBPROOF_H

#include "Dequantized.h"
#include "mixp/Dialect/Mixp/Transforms/Remarks.h"

namespace mixp {

/// Bounds of what one side of a product holds, as far as they are needed.
struct SideBounds {
  /// Largest |q - z|; 0 for a float format.
  double magnitude = 0;
  /// Smallest and largest scale.
  double minScale = 1, maxScale = 1;
  /// Stored as integers, with integer zero points or none.
  bool isInteger = false;
};

/// Bounds of `side`, or the reason why it cannot be absorbed. Run-time scales
/// and f32 zero points have none unless `trustScales` says that scales lie
/// between 2^-63 and 2^63 and that zero points are finite.
std::optional<SideBounds> findBounds(const Dequantized &side, bool trustScales,
                                     RemarkCode &reason);

/// Whether both sides' products and the product of their scales stay within
/// what rule 6.2 and 6.3 round once, so that scaling may come after the sum.
bool mayScaleAfterSum(const SideBounds &lhs, const SideBounds &rhs);

/// The most elements along K whose integer products sum to less than 2^31
/// whatever they are.
int64_t longestSum(const SideBounds &lhs, const SideBounds &rhs);

/// The largest sum over the dims `reduction` of |q - z| of a constant `side`,
/// over all other indices; nothing where the side is no constant.
std::optional<double> largestSum(const Dequantized &side,
                                 llvm::ArrayRef<int64_t> reduction);

} // namespace mixp

#endif // MIXP_LIB_DIALECT_MIXP_TRANSFORMS_ABSORBPROOF_H
