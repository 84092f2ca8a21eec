//===- LinalgToMixp.h - Contractions in linalg to mixp.matmul ---*- C++ -*-===//
#ifndef MIXP_CONVERSION_LINALGTOMIXP_LINALGTOMIXP_H
#define MIXP_CONVERSION_LINALGTOMIXP_LINALGTOMIXP_H

namespace mlir {
class RewritePatternSet;
} // namespace mlir

namespace mixp {

/// Adds the pattern that turns a linalg op on tensors, named or generic, whose
/// body multiplies and adds into mixp.matmul. Where it does not match, it says
/// why in a remark `linalg-kept` of category `convert-linalg-to-mixp`.
void populateLinalgToMixpPatterns(mlir::RewritePatternSet &patterns);

} // namespace mixp

#endif // MIXP_CONVERSION_LINALGTOMIXP_LINALGTOMIXP_H
