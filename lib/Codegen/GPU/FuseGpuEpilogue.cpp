//===- FuseGpuEpilogue.cpp - Elementwise consumers into products ----------===//
#include "Epilogue/FuseConsumer.h"
#include "mixp/Codegen/GPU/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"
#include "mlir/Transforms/RegionUtils.h"

namespace mixp {
#define GEN_PASS_DEF_FUSEGPUEPILOGUEPASS
#include "mixp/Codegen/GPU/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

/// Whether whole bytes of `type` fit the 16-byte vectors of an epilogue.
static bool isStorable(Type type) {
  return type.isIntOrFloat() &&
         llvm::is_contained({8u, 16u, 32u}, type.getIntOrFloatBitWidth());
}

namespace {
/// linalg.generic(tensor_core_matmul) -> tensor_core_matmul with a longer
/// epilogue
struct FuseIntoTensorCore : FuseConsumer<TensorCoreMatmulOp> {
  using FuseConsumer::FuseConsumer;

  /// A vector of the result reads neighbours of a row, or one element.
  bool canIndex(AffineMap map) const override {
    AffineExpr n = getAffineDimExpr(map.getNumDims() - 1, map.getContext());
    for (unsigned i = 0; i + 1 < map.getNumResults(); ++i)
      if (map.getResult(i) == n)
        return false;
    return true;
  }

  LogicalResult matchAndRewrite(linalg::GenericOp op,
                                PatternRewriter &rewriter) const override {
    for (Value operand : op->getOperands()) {
      auto type = dyn_cast<RankedTensorType>(operand.getType());
      if (!type || !isStorable(type.getElementType()) || type.getRank() > 3)
        return rewriter.notifyMatchFailure(op, "type that kernels cannot load");
    }
    // A kernel has nothing but its operands.
    llvm::SetVector<Value> captured;
    getUsedValuesDefinedAbove(op.getRegion(), captured);
    for (Value value : captured)
      if (!value.getDefiningOp<arith::ConstantOp>())
        return rewriter.notifyMatchFailure(op, "reads a run-time scalar");
    return FuseConsumer::matchAndRewrite(op, rewriter);
  }

  TensorCoreMatmulOp recreate(PatternRewriter &rewriter, Location loc,
                              TensorCoreMatmulOp product, ValueRange operands,
                              ArrayAttr maps, Value outs) const override {
    return TensorCoreMatmulOp::create(
        rewriter, loc, outs.getType(), product.getLhs(), product.getRhs(),
        product.getRhsScale(), product.getRhsZeroPoint(), operands, outs, maps,
        product.getSchedule(), product.getRhsCodeAttr(), product.getGroupAttr(),
        product.getTransposeLhs(), product.getTransposeRhs(),
        product.getRepackLhs(), product.getRepackRhs());
  }
};

struct FuseGpuEpilogue : mixp::impl::FuseGpuEpiloguePassBase<FuseGpuEpilogue> {
  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    patterns.add<FuseIntoTensorCore>(&getContext());
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      signalPassFailure();
  }
};
} // namespace
