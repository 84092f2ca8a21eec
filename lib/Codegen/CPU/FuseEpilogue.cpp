//===- FuseEpilogue.cpp - Elementwise consumers into the tile -------------===//
#include "Epilogue/FuseConsumer.h"
#include "mixp/Codegen/CPU/Passes.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

namespace mixp {
#define GEN_PASS_DEF_FUSEEPILOGUEPASS
#include "mixp/Codegen/CPU/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

namespace {
/// linalg.generic(packed_matmul) -> packed_matmul with a longer epilogue
struct FuseIntoPacked : FuseConsumer<PackedMatmulOp> {
  using FuseConsumer::FuseConsumer;

  bool canExtend(PackedMatmulOp product) const override {
    return !product.getCombineRows();
  }
  PackedMatmulOp recreate(PatternRewriter &rewriter, Location loc,
                          PackedMatmulOp product, ValueRange operands,
                          ArrayAttr maps, Value outs) const override {
    return PackedMatmulOp::create(rewriter, loc, product, operands, maps, outs,
                                  /*combineRows=*/false);
  }
};

struct FuseEpilogue : mixp::impl::FuseEpiloguePassBase<FuseEpilogue> {
  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    patterns.add<FuseIntoPacked>(&getContext());
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      signalPassFailure();
  }
};
} // namespace
