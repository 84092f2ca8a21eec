//===- BufferizePackedOps.h - Packed ops on memrefs -------------*- C++ -*-===//
#ifndef MIXP_CODEGEN_CPU_BUFFERIZEPACKEDOPS_H
#define MIXP_CODEGEN_CPU_BUFFERIZEPACKEDOPS_H

#include "mlir/IR/DialectRegistry.h"

namespace mixp {

/// Lets one-shot bufferization turn mixp.pack_rhs and mixp.packed_matmul into
/// their memref forms.
void registerPackedOpsBufferization(mlir::DialectRegistry &registry);

} // namespace mixp

#endif // MIXP_CODEGEN_CPU_BUFFERIZEPACKEDOPS_H
