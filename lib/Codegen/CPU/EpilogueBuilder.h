//===- EpilogueBuilder.h - The tile's last step -----------------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_CPU_EPILOGUEBUILDER_H
#define MIXP_LIB_CODEGEN_CPU_EPILOGUEBUILDER_H

#include "KernelConfig.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace mixp {

/// Builds the epilogue of one vector of accumulators and its store: the scalar
/// region of the packed_matmul, each op on vectors. `indices` are those of the
/// vector's first element in outs. A null `mask` stores all lanes; otherwise
/// lanes that are off are neither read nor written.
void buildEpilogue(mlir::ImplicitLocOpBuilder &b, PackedMatmulOp op,
                   mlir::Value accumulator, mlir::ValueRange indices,
                   mlir::Value mask);

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_CPU_EPILOGUEBUILDER_H
