//===- WgmmaDescriptor.h - Tiles as wgmma reads them ------------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_GPU_WGMMADESCRIPTOR_H
#define MIXP_LIB_CODEGEN_GPU_WGMMADESCRIPTOR_H

#include "OperandTile.h"

namespace mixp {

/// The name that wgmma has for a type of its operands or accumulators.
llvm::StringRef wgmmaTypeName(mlir::Type type);

/// The matrix descriptor, 64 bits, of a tile in shared memory with the swizzle
/// of 128 bytes.
mlir::Value wgmmaDescriptor(KernelBuilder &b, const OperandTile &tile,
                            mlir::Value address);

/// What `k` elements along K, those of one instruction, add to a descriptor.
int64_t wgmmaDescriptorStep(const OperandTile &tile, int64_t k);

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_GPU_WGMMADESCRIPTOR_H
