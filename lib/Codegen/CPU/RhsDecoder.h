//===- RhsDecoder.h - Loads of the packed rhs -------------------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_CPU_RHSDECODER_H
#define MIXP_LIB_CODEGEN_CPU_RHSDECODER_H

#include "KernelConfig.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace mixp {

/// Builds the loads of one step of the packed rhs and its widening to what the
/// instruction takes. Result [w][v]: word w of the step, vector v of the panel.
llvm::SmallVector<llvm::SmallVector<mlir::Value>>
loadRhsStep(mlir::ImplicitLocOpBuilder &b, const KernelConfig &config,
            mlir::Value rhs, mlir::ValueRange panelIndices, mlir::Value step);

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_CPU_RHSDECODER_H
