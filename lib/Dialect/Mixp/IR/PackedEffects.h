//===- PackedEffects.h - What ops of code generation touch ------*- C++ -*-===//
#ifndef MIXP_LIB_DIALECT_MIXP_IR_PACKEDEFFECTS_H
#define MIXP_LIB_DIALECT_MIXP_IR_PACKEDEFFECTS_H

#include "mlir/IR/BuiltinTypes.h"
#include "mlir/Interfaces/DestinationStyleOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

namespace mixp {

/// Reads of the memref inputs and writes of the memref destination; none on
/// tensors.
void addPackedEffects(mlir::DestinationStyleOpInterface op,
                      llvm::SmallVectorImpl<mlir::SideEffects::EffectInstance<
                          mlir::MemoryEffects::Effect>> &effects);

/// A tensor destination has a result of its type, a memref has none.
mlir::LogicalResult verifyPackedResult(mlir::Operation *op, mlir::Value outs);

} // namespace mixp

#endif // MIXP_LIB_DIALECT_MIXP_IR_PACKEDEFFECTS_H
