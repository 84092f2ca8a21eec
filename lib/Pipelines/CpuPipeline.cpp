//===- CpuPipeline.cpp - mixp on tensors to LLVM, for CPUs ----------------===//
#include "mixp/Pipelines/CpuPipeline.h"
#include "mixp/Codegen/CPU/Passes.h"
#include "mixp/Codegen/Fusion/Passes.h"
#include "mixp/Conversion/Passes.h"
#include "mixp/Dialect/Mixp/Transforms/Passes.h"
#include "mlir/Conversion/Passes.h"
#include "mlir/Dialect/Bufferization/Pipelines/Passes.h"
#include "mlir/Dialect/Bufferization/Transforms/OneShotAnalysis.h"
#include "mlir/Dialect/Bufferization/Transforms/Passes.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/Passes.h"
#include "mlir/Dialect/MemRef/Transforms/Passes.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Transforms/Passes.h"

using namespace mlir;
using namespace mixp;

static void addCleanup(OpPassManager &pm) {
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
}

void mixp::buildCpuPreparePipeline(OpPassManager &pm,
                                   const CpuPipelineOptions &options) {
  ResolveTargetPassOptions target;
  target.target = options.target;
  pm.addPass(createResolveTargetPass(target));
  pm.addPass(createStripObservationsPass());
  // Upstream's ops refuse unsigned types; signs live on in mixp's flags.
  pm.addPass(createStripSignednessPass());
  // While dequantize ops still stand between stored values and products.
  pm.addPass(createAbsorbDequantizePass());
  pm.addPass(createConvertElementwiseToLinalgPass());
  // Sizes are checked while ops still say what they expect. Dims of values
  // become dims of arguments, and most checks fold.
  pm.addPass(createGenerateShapeChecksPass());
  // What it reads is inside of its table by construction.
  pm.addPass(createGatherOneHotPass());
  pm.addPass(createDecomposeConvPass());
  pm.addPass(memref::createResolveRankedShapeTypeResultDimsPass());
  addCleanup(pm);
  // Equal sizes are one value by now.
  pm.addPass(createCanonicalizerPass());
}

void mixp::buildCpuPackPipeline(OpPassManager &pm,
                                const CpuPipelineOptions &options) {
  pm.addPass(createFuseRowQuantizationPass());
  pm.addPass(createLegalizeForTargetPass());
  // Precisions that are left gain from it.
  pm.addPass(createSplitPrecisionPass());
  pm.addPass(createDecomposeMatmulPass());
  SelectSchedulePassOptions schedule;
  schedule.threads = options.threads;
  pm.addPass(createSelectSchedulePass(schedule));
  pm.addPass(createPackMatmulPass());
  addCleanup(pm);
  // Whatever has no packed form.
  pm.addPass(createConvertMixpToLinalgPass());
  pm.addPass(createSmallFloatsToIntegersPass());
  // Weights are packed by now; what is left of i4 are run-time values.
  pm.addPass(createPackSubbytePass());
  addCleanup(pm);
  // Elementwise ops become one before they move into the epilogue.
  pm.addPass(createFuseElementwisePass());
  pm.addPass(createComputeBeforeGatherPass());
  pm.addPass(createFuseSiblingsPass());
  pm.addPass(createFuseIntoReductionsPass());
  pm.addPass(createSinkReshapesPass());
  pm.addPass(createFuseEpiloguePass());
  pm.addPass(createFuseRowReductionPass());
  addCleanup(pm);
}

void mixp::buildCpuBufferizePipeline(OpPassManager &pm,
                                     const CpuPipelineOptions &options) {
  pm.addPass(createDecomposeConcatPass());
  pm.addPass(bufferization::createEmptyTensorEliminationPass());
  pm.addPass(bufferization::createEmptyTensorToAllocTensorPass());
  bufferization::OneShotBufferizePassOptions bufferize;
  bufferize.bufferizeFunctionBoundaries = true;
  bufferize.allowReturnAllocsFromLoops = true;
  bufferize.functionBoundaryTypeConversion =
      bufferization::LayoutMapOption::IdentityLayoutMap;
  pm.addPass(bufferization::createOneShotBufferizePass(bufferize));
  addCleanup(pm);
  bufferization::buildBufferDeallocationPipeline(pm);
  // Free an intermediate after its last use: the next one takes its memory,
  // which is in the cache.
  pm.nest<func::FuncOp>().addPass(
      bufferization::createOptimizeAllocationLivenessPass());
  // A function that returns its argument has a bufferization.clone.
  pm.addPass(createConvertBufferizationToMemRefPass());
  addCleanup(pm);
}

void mixp::buildCpuVectorizePipeline(OpPassManager &pm,
                                     const CpuPipelineOptions &options) {
  pm.addPass(createMergeWindowDimsPass());
  if (options.threads != 1) {
    pm.addPass(createParallelizeProductsPass({options.threads}));
    pm.addPass(createParallelizeLoopsPass({options.threads}));
  }
  if (options.outlineKernels)
    pm.addPass(createOutlineKernelsPass());
  pm.addPass(createLowerQuantizeRowsPass());
  pm.addPass(createLowerPackRhsPass());
  pm.addPass(createLowerPackedMatmulPass());
  OpPassManager &functions = pm.nest<func::FuncOp>();
  if (options.threads != 1)
    functions.addPass(createKernelStackBuffersPass());
  functions.addPass(createExpandCopyPass());
  functions.addPass(createReassociateSumsPass());
  functions.addPass(createConvertLinalgToLoopsPass());
  functions.addPass(createHoistLoadsPass());
  functions.addPass(createApproximateMathPass());
  functions.addPass(createExpandBf16Pass());
  addCleanup(pm);
}

void mixp::buildCpuLowerPipeline(OpPassManager &pm,
                                 const CpuPipelineOptions &options) {
  pm.addPass(createExpandOpenShapePass());
  pm.addPass(memref::createExpandStridedMetadataPass());
  pm.addPass(createLowerAffinePass());
  pm.addPass(createSCFToControlFlowPass());
  addCleanup(pm);
  pm.addPass(createLowerAssertsPass());
  pm.addPass(createConvertVectorToLLVMPass());
  pm.addPass(createConvertMathToLLVMPass());
  pm.addPass(createConvertMathToLibmPass());
  pm.addPass(createFinalizeMemRefToLLVMConversionPass());
  pm.addPass(createArithToLLVMConversionPass());
  pm.addPass(createConvertIndexToLLVMPass());
  pm.addPass(createConvertFuncToLLVMPass());
  pm.addPass(createConvertControlFlowToLLVMPass());
  pm.addPass(createReconcileUnrealizedCastsPass());
  pm.addPass(createKernelNoAliasPass());
  pm.addPass(createKeepKernelLoopsPass());
  pm.addPass(createBf16ToI16Pass());
  addCleanup(pm);
}

llvm::ArrayRef<CpuStage> mixp::getCpuStages() {
  static constexpr CpuStage stages[] = {
      {"prepare", "mixp-cpu-prepare-pipeline",
       "resolve the target and clean up", buildCpuPreparePipeline},
      {"pack", "mixp-cpu-pack-pipeline",
       "schedule, pack and fuse matrix products", buildCpuPackPipeline},
      {"bufferize", "mixp-cpu-bufferize-pipeline", "tensors to buffers",
       buildCpuBufferizePipeline},
      {"vectorize", "mixp-cpu-vectorize-pipeline",
       "packed products to vector code", buildCpuVectorizePipeline},
      {"lower", "mixp-cpu-lower-pipeline",
       "loops and vectors to the LLVM dialect", buildCpuLowerPipeline},
  };
  return stages;
}

void mixp::buildCpuPipeline(OpPassManager &pm,
                            const CpuPipelineOptions &options) {
  for (const CpuStage &stage : getCpuStages())
    stage.build(pm, options);
}

void mixp::registerCpuPipelines() {
  PassPipelineRegistration<CpuPipelineOptions>(
      "mixp-cpu-pipeline", "mixp on tensors to the LLVM dialect, for CPUs",
      buildCpuPipeline);
  for (const CpuStage &stage : getCpuStages())
    PassPipelineRegistration<CpuPipelineOptions>(
        stage.pipeline, stage.description, stage.build);
}
