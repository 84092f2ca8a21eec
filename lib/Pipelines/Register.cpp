//===- Register.cpp - Everything mixp adds to a context -------------------===//
#include "mixp/Pipelines/Register.h"
#include "mixp/Codegen/CPU/BufferizePackedOps.h"
#include "mixp/Codegen/CPU/Passes.h"
#include "mixp/Codegen/Fusion/Passes.h"
#include "mixp/Codegen/GPU/BufferizeTransfers.h"
#include "mixp/Codegen/GPU/Passes.h"
#include "mixp/Conversion/Passes.h"
#include "mixp/Dialect/Mixp/IR/MixpDialect.h"
#include "mixp/Dialect/Mixp/Transforms/Passes.h"
#include "mixp/Pipelines/CpuPipeline.h"
#include "mixp/Pipelines/GpuPipeline.h"

void mixp::registerMixp(mlir::DialectRegistry &registry) {
  registry.insert<MixpDialect>();
  registerPackedOpsBufferization(registry);
  registerTransfersBufferization(registry);
}

void mixp::registerMixpPasses() {
  registerMixpConversionPasses();
  registerMixpTransformsPasses();
  registerMixpFusionPasses();
  registerMixpCPUCodegenPasses();
  registerMixpGPUCodegenPasses();
  registerCpuPipelines();
  registerGpuPipelines();
}
