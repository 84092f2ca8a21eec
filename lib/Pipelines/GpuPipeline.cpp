//===- GpuPipeline.cpp - mixp on tensors to GPU kernels -------------------===//
#include "mixp/Pipelines/GpuPipeline.h"
#include "mixp/Codegen/CPU/Passes.h"
#include "mixp/Codegen/GPU/Passes.h"
#include "mixp/Conversion/Passes.h"
#include "mixp/Pipelines/CpuPipeline.h"
#include "mlir/Conversion/Passes.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/Linalg/Passes.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Transforms/Passes.h"

using namespace mlir;
using namespace mixp;

static void addCleanup(OpPassManager &pm) {
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
}

void mixp::buildGpuPreparePipeline(OpPassManager &pm,
                                   const GpuPipelineOptions &options) {
  ResolveGpuTargetPassOptions target;
  target.target = options.target;
  pm.addPass(createResolveGpuTargetPass(target));
  CpuPipelineOptions host;
  host.target = options.host;
  buildCpuPreparePipeline(pm, host);
}

void mixp::buildGpuFormPipeline(OpPassManager &pm,
                                const GpuPipelineOptions &options) {
  pm.addPass(createDecomposeForGpuPass());
  pm.addPass(createSelectGpuSchedulePass());
  pm.addPass(createFormTensorCoreMatmulPass());
  // Products that stay on the host are packed before the rest is lowered.
  CpuPipelineOptions host;
  host.target = options.host;
  buildCpuPackPipeline(pm, host);
  pm.addPass(createFuseGpuEpiloguePass());
  addCleanup(pm);
}

void mixp::buildGpuOutlinePipeline(OpPassManager &pm,
                                   const GpuPipelineOptions &options) {
  pm.addPass(createOutlineLaunchesPass());
  addCleanup(pm);
  pm.addPass(createExplainTransfersPass());
}

void mixp::buildGpuLowerPipeline(OpPassManager &pm,
                                 const GpuPipelineOptions &options) {
  OpPassManager &kernels = pm.nest<gpu::GPUModuleOp>();
  kernels.addPass(createApproximateMathPass());
  kernels.addPass(createSCFToControlFlowPass());
  kernels.addPass(createConvertVectorToLLVMPass());
  kernels.addPass(createConvertMathToLLVMPass());
  kernels.addPass(createArithToLLVMConversionPass());
  // Upstream's pass for branches runs on whole modules only.
  ConvertToLLVMPassOptions branches;
  branches.filterDialects = {"cf"};
  kernels.addPass(createConvertToLLVMPass(branches));
  kernels.addPass(createReconcileUnrealizedCastsPass());
  addCleanup(kernels);
  kernels.addPass(createConvertNVVMToLLVMPass());
}

llvm::ArrayRef<GpuStage> mixp::getGpuStages() {
  static constexpr GpuStage stages[] = {
      {"prepare", "mixp-gpu-prepare-pipeline",
       "resolve the targets and clean up", buildGpuPreparePipeline},
      {"form", "mixp-gpu-form-pipeline",
       "schedule products for tensor cores and fuse what follows them",
       buildGpuFormPipeline},
      {"outline", "mixp-gpu-outline-pipeline",
       "products to kernels and their launches", buildGpuOutlinePipeline},
      {"lower", "mixp-gpu-lower-pipeline",
       "kernels to the LLVM and NVVM dialects", buildGpuLowerPipeline},
  };
  return stages;
}

void mixp::buildGpuPipeline(OpPassManager &pm,
                            const GpuPipelineOptions &options) {
  for (const GpuStage &stage : getGpuStages())
    stage.build(pm, options);
}

void mixp::registerGpuPipelines() {
  PassPipelineRegistration<GpuPipelineOptions>(
      "mixp-gpu-pipeline", "mixp on tensors to kernels and their launches",
      buildGpuPipeline);
  for (const GpuStage &stage : getGpuStages())
    PassPipelineRegistration<GpuPipelineOptions>(
        stage.pipeline, stage.description, stage.build);
}
