//===- WeightMultistageKernel.cpp - Weights by cp.async -------------------===//
#include "Skeletons.h"
#include "WeightBlock.h"
#include "mlir/Dialect/LLVMIR/NVVMDialect.h"

using namespace mlir;
using namespace mixp;

/// As in the kernels of equal types: a group for each step, empty after the
/// last, so that waiting for the same number of groups means the same step.
static void copyStep(KernelBuilder &b, WeightBlock &block, Value step,
                     Value stage) {
  b.ifThen(b.lessThan(step, block.steps().end),
           [&] { block.copyAsync(b, step, stage); });
  NVVM::CpAsyncCommitGroupOp::create(b);
}

static void buildWeightMultistage(KernelBuilder &b, TensorCoreMatmulOp op,
                                  const KernelArguments &arguments,
                                  Value shared) {
  int64_t ahead = op.getSchedule().getStages() - 1;
  WeightBlock block(b, op, arguments, shared);
  for (int64_t i = 0; i < ahead; ++i)
    copyStep(b, block, b.add(block.steps().begin, i), b.constant(i));
  block.buildLoop(
      b, [&](Value step, Value stage, MutableArrayRef<Value> accumulators) {
        NVVM::CpAsyncWaitGroupOp::create(b, ahead - 1);
        // This step is there for all threads, and all have read the stage
        // before it, which is overwritten next.
        b.barrier();
        Value isFirst = b.equal(stage, 0);
        Value last = b.select(isFirst, b.constant(ahead), b.add(stage, -1));
        copyStep(b, block, b.add(step, ahead), last);
        block.accumulate(b, stage, accumulators);
      });
  NVVM::CpAsyncWaitGroupOp::create(b, 0);
  b.barrier();
  block.finish(b);
}

const Skeleton mixp::kWeightMultistage = {
    noBoxes, WeightBlock::threads, WeightBlock::sharedBytes,
    /*isPersistent=*/false, buildWeightMultistage};
