//===- MixpToLinalg.h - mixp ops to linalg.generic --------------*- C++ -*-===//
#ifndef MIXP_CONVERSION_MIXPTOLINALG_MIXPTOLINALG_H
#define MIXP_CONVERSION_MIXPTOLINALG_MIXPTOLINALG_H

namespace mlir {
class RewritePatternSet;
} // namespace mlir

namespace mixp {

/// Adds a pattern for every mixp op that rewrites it, bit-exactly where
/// docs/Numerics.md gives a bound of 0, to linalg.generic over signless
/// tensors. Ops on `uiN` do not match: run mixp-strip-signedness first.
void populateMixpToLinalgPatterns(mlir::RewritePatternSet &patterns);

} // namespace mixp

#endif // MIXP_CONVERSION_MIXPTOLINALG_MIXPTOLINALG_H
