//===- WeightDoubleBufferedKernel.cpp - Weights through registers ---------===//
#include "Skeletons.h"
#include "WeightBlock.h"

using namespace mlir;
using namespace mixp;

static void buildWeightDoubleBuffered(KernelBuilder &b, TensorCoreMatmulOp op,
                                      const KernelArguments &arguments,
                                      Value shared) {
  WeightBlock block(b, op, arguments, shared);
  block.store(b, b.constant(0), block.load(b, block.steps().begin));
  block.buildLoop(
      b, [&](Value step, Value stage, MutableArrayRef<Value> accumulators) {
        // This step's tiles are there, and nobody reads the next stage any
        // more.
        b.barrier();
        WeightBlock::Loaded next = block.load(b, b.add(step, 1));
        block.accumulate(b, stage, accumulators);
        block.store(b, block.nextStage(b, stage), next);
      });
  b.barrier();
  block.finish(b);
}

const Skeleton mixp::kWeightDoubleBuffered = {
    noBoxes, WeightBlock::threads, WeightBlock::sharedBytes,
    /*isPersistent=*/false, buildWeightDoubleBuffered};
