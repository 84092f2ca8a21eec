//===- Patterns.h - One function per mixp op --------------------*- C++ -*-===//
#ifndef MIXP_LIB_CONVERSION_MIXPTOLINALG_PATTERNS_H
#define MIXP_LIB_CONVERSION_MIXPTOLINALG_PATTERNS_H

#include "mlir/IR/PatternMatch.h"

namespace mixp {

// One function per op (or two that belong together), each in the file named
// after it.
void populateCastPattern(mlir::RewritePatternSet &patterns);
void populateQuantizePattern(mlir::RewritePatternSet &patterns);
void populateDequantizePattern(mlir::RewritePatternSet &patterns);
void populateRequantizePattern(mlir::RewritePatternSet &patterns);
void populateConvPattern(mlir::RewritePatternSet &patterns);
void populateChooseScalesPattern(mlir::RewritePatternSet &patterns);
void populateFakeQuantizePatterns(mlir::RewritePatternSet &patterns);
void populateMatmulPattern(mlir::RewritePatternSet &patterns);
void populateSparseEncodePattern(mlir::RewritePatternSet &patterns);
void populateWindowsPattern(mlir::RewritePatternSet &patterns);

/// Fails, with a reason, where `op` has an operand or result of unsigned type.
mlir::LogicalResult requireSignless(mlir::Operation *op,
                                    mlir::RewriterBase &rewriter);

/// `dequantize` of any operand tensor, f32 included, to `resultElement`:
/// cast(fl(fl(q - z) * s)), scale and zero point null where absent.
mlir::Value buildDequantize(mlir::OpBuilder &builder, mlir::Location loc,
                            mlir::Value input, mlir::Value scale,
                            mlir::Value zeroPoint,
                            mlir::ArrayRef<int64_t> block, bool isUnsigned,
                            mlir::Type resultElement);

} // namespace mixp

#endif // MIXP_LIB_CONVERSION_MIXPTOLINALG_PATTERNS_H
