//===- RuntimeVerification.h - Sizes checked at run time --------*- C++ -*-===//
#ifndef MIXP_LIB_DIALECT_MIXP_IR_RUNTIMEVERIFICATION_H
#define MIXP_LIB_DIALECT_MIXP_IR_RUNTIMEVERIFICATION_H

namespace mlir {
class MLIRContext;
} // namespace mlir

namespace mixp {

/// Attaches RuntimeVerifiableOpInterface to every op with sizes that the types
/// may leave open. The checks are cf.assert ops in front of the op.
void attachRuntimeVerification(mlir::MLIRContext &context);

} // namespace mixp

#endif // MIXP_LIB_DIALECT_MIXP_IR_RUNTIMEVERIFICATION_H
