//===- Patterns.h - One function per kind of TOSA op ------------*- C++ -*-===//
#ifndef MIXP_LIB_CONVERSION_TOSATOMIXP_PATTERNS_H
#define MIXP_LIB_CONVERSION_TOSATOMIXP_PATTERNS_H

#include "mlir/IR/PatternMatch.h"

namespace mixp {

// Each in the file named after it.
void populateTosaConvPatterns(mlir::RewritePatternSet &patterns);
void populateTosaMatmulPatterns(mlir::RewritePatternSet &patterns);
void populateTosaRescalePattern(mlir::RewritePatternSet &patterns);
void populateTosaCastPatterns(mlir::RewritePatternSet &patterns);

/// Fails, with `reason` in a remark for whoever wonders why `op` stays.
mlir::LogicalResult keepTosa(mlir::Operation *op,
                             mlir::PatternRewriter &rewriter,
                             const llvm::Twine &reason);

} // namespace mixp

#endif // MIXP_LIB_CONVERSION_TOSATOMIXP_PATTERNS_H
