//===- QuantToMixp.h - quant casts to mixp and back -------------*- C++ -*-===//
#ifndef MIXP_CONVERSION_QUANTTOMIXP_QUANTTOMIXP_H
#define MIXP_CONVERSION_QUANTTOMIXP_QUANTTOMIXP_H

namespace mlir {
class RewritePatternSet;
} // namespace mlir

namespace mixp {

/// Adds patterns that turn quant.qcast and quant.dcast on ranked tensors and
/// scalars into mixp.quantize and mixp.dequantize on the signless storage type,
/// with a quant.scast between the storage and the quantized type.
void populateQuantToMixpPatterns(mlir::RewritePatternSet &patterns);

/// Adds the patterns of the other direction: mixp.quantize and mixp.dequantize
/// on integers, with constant scales and zero points that a quantized type can
/// say. The others do not match.
void populateMixpToQuantPatterns(mlir::RewritePatternSet &patterns);

} // namespace mixp

#endif // MIXP_CONVERSION_QUANTTOMIXP_QUANTTOMIXP_H
