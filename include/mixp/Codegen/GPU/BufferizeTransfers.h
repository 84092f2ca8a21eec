//===- BufferizeTransfers.h - Copies to and from a GPU ----------*- C++ -*-===//
#ifndef MIXP_CODEGEN_GPU_BUFFERIZETRANSFERS_H
#define MIXP_CODEGEN_GPU_BUFFERIZETRANSFERS_H

#include "mlir/IR/DialectRegistry.h"

namespace mixp {

/// Lets one-shot bufferization turn mixp.to_device and mixp.to_host into their
/// memref forms.
void registerTransfersBufferization(mlir::DialectRegistry &registry);

} // namespace mixp

#endif // MIXP_CODEGEN_GPU_BUFFERIZETRANSFERS_H
