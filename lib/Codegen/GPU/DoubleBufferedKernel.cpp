//===- DoubleBufferedKernel.cpp - Tiles through registers -----------------===//
#include "BlockProduct.h"
#include "Skeletons.h"

using namespace mlir;
using namespace mixp;

static void buildDoubleBuffered(KernelBuilder &b, TensorCoreMatmulOp op,
                                const KernelArguments &arguments,
                                Value shared) {
  BlockProduct block(b, op, arguments, shared);
  auto load = [&](Value step) {
    Value k = block.depthOf(b, step);
    return std::pair(block.lhsCopy().load(b, k), block.rhsCopy().load(b, k));
  };
  auto store = [&](const auto &values, Value stage) {
    block.lhsCopy().store(b, block.lhsStage(b, stage), values.first);
    block.rhsCopy().store(b, block.rhsStage(b, stage), values.second);
  };
  store(load(block.steps().begin), b.constant(0));
  block.buildLoop(
      b, [&](Value step, Value stage, MutableArrayRef<Value> accumulators) {
        // This step's tiles are there, and nobody reads the next stage any
        // more.
        b.barrier();
        // What comes after the last step is loaded, or zeros, but not
        // multiplied.
        auto next = load(b.add(step, 1));
        block.warp().accumulate(b, block.lhsStage(b, stage),
                                block.rhsStage(b, stage), accumulators);
        store(next, block.nextStage(b, stage));
      });
  b.barrier();
  block.finish(b);
}

const Skeleton mixp::kDoubleBuffered = {
    noBoxes, BlockProduct::threads, BlockProduct::sharedBytes,
    /*isPersistent=*/false, buildDoubleBuffered};
