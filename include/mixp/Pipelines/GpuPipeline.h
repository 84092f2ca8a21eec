//===- GpuPipeline.h - mixp on tensors to GPU kernels -----------*- C++ -*-===//
#ifndef MIXP_PIPELINES_GPUPIPELINE_H
#define MIXP_PIPELINES_GPUPIPELINE_H

#include "mlir/Pass/PassOptions.h"
#include "llvm/ADT/ArrayRef.h"
#include <string>

namespace mlir {
class OpPassManager;
} // namespace mlir

namespace mixp {

struct GpuPipelineOptions : mlir::PassPipelineOptions<GpuPipelineOptions> {
  Option<std::string> target{
      *this, "target",
      llvm::cl::desc("GPU to compile for where the module has no "
                     "`mixp.gpu_target`: a name that `mixp targets` lists, or "
                     "the path of a description"),
      llvm::cl::init("sm_80")};
  Option<std::string> host{
      *this, "host",
      llvm::cl::desc("target of what stays on the host, as the option target "
                     "of mixp-cpu-pipeline"),
      llvm::cl::init("host")};
};

/// mixp, linalg, tensor, arith, math and scf on tensors -> mixp.launch ops
/// between ops for the host, and the kernels that they launch, in the LLVM and
/// NVVM dialects, in the GPU module `@kernels`.
void buildGpuPipeline(mlir::OpPassManager &pm,
                      const GpuPipelineOptions &options);

/// The stages of buildGpuPipeline, in this order, each also registered on its
/// own as `mixp-gpu-<stage>-pipeline` so that a failure bisects by name.
void buildGpuPreparePipeline(mlir::OpPassManager &pm,
                             const GpuPipelineOptions &options);
void buildGpuFormPipeline(mlir::OpPassManager &pm,
                          const GpuPipelineOptions &options);
void buildGpuOutlinePipeline(mlir::OpPassManager &pm,
                             const GpuPipelineOptions &options);
void buildGpuLowerPipeline(mlir::OpPassManager &pm,
                           const GpuPipelineOptions &options);

/// One stage, and the pipeline that it is by itself.
struct GpuStage {
  llvm::StringLiteral name, pipeline, description;
  void (*build)(mlir::OpPassManager &, const GpuPipelineOptions &);
};

/// The stages in their order.
llvm::ArrayRef<GpuStage> getGpuStages();

/// Registers `mixp-gpu-pipeline` and its stages.
void registerGpuPipelines();

} // namespace mixp

#endif // MIXP_PIPELINES_GPUPIPELINE_H
