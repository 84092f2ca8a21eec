//===- GpuCode.h - Kernels to PTX and cubin ---------------------*- C++ -*-===//
#ifndef MIXP_EXECUTION_GPUCODE_H
#define MIXP_EXECUTION_GPUCODE_H

#include "mixp/Dialect/Mixp/IR/MixpAttrs.h"
#include "mixp/Execution/StageDump.h"
#include "mixp/Pipelines/CpuPipeline.h"
#include "mixp/Pipelines/GpuPipeline.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/IR/BuiltinOps.h"

namespace mixp {

/// Lowers `module` in place by mixp-gpu-pipeline. The input and what each stage
/// makes of it go to `dump`. Says what is wrong through the context's
/// diagnostics.
mlir::LogicalResult lowerForGpu(mlir::ModuleOp module,
                                const GpuPipelineOptions &options,
                                StageDump &dump);

/// Gives what mixp-gpu-pipeline left on the host buffers. GpuProgram reads the
/// module in this form.
mlir::LogicalResult bufferizeHostPart(mlir::ModuleOp module,
                                      const CpuPipelineOptions &options,
                                      StageDump &dump);

/// Lowers that to the LLVM dialect: launches become calls, and kernels are
/// dropped.
mlir::LogicalResult lowerHostPart(mlir::ModuleOp module,
                                  const CpuPipelineOptions &options,
                                  StageDump &dump);

/// The kernels of a lowered module, null where it has none.
mlir::gpu::GPUModuleOp findKernels(mlir::ModuleOp module);

/// The PTX of lowered kernels. Where each instruction was written in the model
/// is in its .loc directives.
llvm::Expected<std::string> emitPtx(mlir::gpu::GPUModuleOp kernels,
                                    GpuTargetAttr target);

/// The path of ptxas: that of MIXP_PTXAS, on the PATH, or in CUDA_HOME; empty
/// where there is none.
std::string findPtxas();

/// Assembles PTX for the chip by the ptxas at this path; `log` gets what it
/// says of registers and spills.
llvm::Expected<std::string> assemblePtx(llvm::StringRef ptxas,
                                        llvm::StringRef ptx,
                                        llvm::StringRef chip, std::string &log);

} // namespace mixp

#endif // MIXP_EXECUTION_GPUCODE_H
