//===- MultistageKernel.cpp - cp.async into a ring of stages --------------===//
#include "BlockProduct.h"
#include "Skeletons.h"
#include "mlir/Dialect/LLVMIR/NVVMDialect.h"

using namespace mlir;
using namespace mixp;

/// Copies the tiles of a step into a stage, as one group. After the last step
/// there is nothing to copy, but the group is there, so that waiting for the
/// same number of groups means the same step everywhere.
static void copyStep(KernelBuilder &b, BlockProduct &block, Value step,
                     Value stage) {
  b.ifThen(b.lessThan(step, block.steps().end), [&] {
    Value k = block.depthOf(b, step);
    block.lhsCopy().copyAsync(b, block.lhsStage(b, stage), k);
    block.rhsCopy().copyAsync(b, block.rhsStage(b, stage), k);
  });
  NVVM::CpAsyncCommitGroupOp::create(b);
}

static void buildMultistage(KernelBuilder &b, TensorCoreMatmulOp op,
                            const KernelArguments &arguments, Value shared) {
  int64_t ahead = op.getSchedule().getStages() - 1;
  BlockProduct block(b, op, arguments, shared);
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
        block.warp().accumulate(b, block.lhsStage(b, stage),
                                block.rhsStage(b, stage), accumulators);
      });
  NVVM::CpAsyncWaitGroupOp::create(b, 0);
  b.barrier();
  block.finish(b);
}

const Skeleton mixp::kMultistage = {noBoxes, BlockProduct::threads,
                                    BlockProduct::sharedBytes,
                                    /*isPersistent=*/false, buildMultistage};
