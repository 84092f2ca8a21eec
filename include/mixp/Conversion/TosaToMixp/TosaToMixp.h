//===- TosaToMixp.h - TOSA's products and rescales to mixp ------*- C++ -*-===//
#ifndef MIXP_CONVERSION_TOSATOMIXP_TOSATOMIXP_H
#define MIXP_CONVERSION_TOSATOMIXP_TOSATOMIXP_H

namespace mlir {
class RewritePatternSet;
} // namespace mlir

namespace mixp {

/// Adds patterns for tosa.matmul, matmul_t_block_scaled, rescale, cast,
/// cast_to_block_scaled and cast_from_block_scaled on ranked tensors. Where one
/// does not match, it says why in a remark `tosa-kept` of category
/// `convert-tosa-to-mixp`.
void populateTosaToMixpPatterns(mlir::RewritePatternSet &patterns);

} // namespace mixp

#endif // MIXP_CONVERSION_TOSATOMIXP_TOSATOMIXP_H
