//===- ExpandOpenShape.cpp - memref.expand_shape of open sizes ------------===//
#include "mixp/Codegen/CPU/Passes.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Transforms/WalkPatternRewriteDriver.h"

namespace mixp {
#define GEN_PASS_DEF_EXPANDOPENSHAPEPASS
#include "mixp/Codegen/CPU/Passes.h.inc"
} // namespace mixp

using namespace mlir;

namespace {
/// memref.expand_shape with two open sizes of one dim ->
/// memref.reinterpret_cast
struct ReinterpretExpandShape : OpRewritePattern<memref::ExpandShapeOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(memref::ExpandShapeOp op,
                                PatternRewriter &rewriter) const override {
    MemRefType type = op.getResultType();
    auto isOpen = [&](int64_t dim) { return type.isDynamicDim(dim); };
    SmallVector<ReassociationIndices> groups = op.getReassociationIndices();
    if (llvm::none_of(groups, [&](const ReassociationIndices &group) {
          return llvm::count_if(group, isOpen) > 1;
        }))
      return rewriter.notifyMatchFailure(
          op, "each open size follows from that of the source");
    Location loc = op.getLoc();
    auto parts =
        memref::ExtractStridedMetadataOp::create(rewriter, loc, op.getSrc());
    AffineExpr product =
        rewriter.getAffineSymbolExpr(0) * rewriter.getAffineSymbolExpr(1);
    SmallVector<OpFoldResult> sizes = op.getMixedOutputShape();
    SmallVector<OpFoldResult> strides(sizes.size());
    for (auto [group, innermost] :
         llvm::zip_equal(groups, parts.getConstifiedMixedStrides())) {
      OpFoldResult stride = innermost;
      for (int64_t dim : llvm::reverse(group)) {
        strides[dim] = stride;
        stride = affine::makeComposedFoldedAffineApply(rewriter, loc, product,
                                                       {stride, sizes[dim]});
      }
    }
    rewriter.replaceOpWithNewOp<memref::ReinterpretCastOp>(
        op, type, parts.getBaseBuffer(), parts.getConstifiedMixedOffset(),
        sizes, strides);
    return success();
  }
};

struct ExpandOpenShape : mixp::impl::ExpandOpenShapePassBase<ExpandOpenShape> {
  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    patterns.add<ReinterpretExpandShape>(&getContext());
    walkAndApplyPatterns(getOperation(), std::move(patterns));
  }
};
} // namespace
