//===- ConvertLinalgToMixp.cpp - Contractions and convolutions ------------===//
#include "ContractionBody.h"
#include "ContractionLayout.h"
#include "ContractionProduct.h"
#include "ConvolutionLayout.h"
#include "ConvolutionProduct.h"
#include "mixp/Conversion/LinalgToMixp/LinalgToMixp.h"
#include "mixp/Conversion/Passes.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Remarks.h"
#include "mlir/Transforms/RegionUtils.h"
#include "mlir/Transforms/WalkPatternRewriteDriver.h"

namespace mixp {
#define GEN_PASS_DEF_CONVERTLINALGTOMIXPPASS
#include "mixp/Conversion/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

/// The operands to try: narrow ones first, then those that the op itself has,
/// for the case that mixp.matmul does not take two such narrow types.
static SmallVector<ContractionBody, 3>
chooseSources(const ContractionBody &body) {
  SmallVector<ContractionBody, 3> choices(3, body);
  choices[1].lhs.source = choices[2].lhs.source = body.lhs.operand;
  choices[2].rhs.source = body.rhs.operand;
  return choices;
}

namespace {

/// linalg.{matmul, batch_matmul, contract, quantized_matmul, generic, ...}
///   -> mixp.matmul
/// linalg.{conv_2d_nhwc_hwcf, depthwise_conv_2d_nchw_chw_q, generic, ...}
///   -> mixp.conv
struct ConvertContraction : OpInterfaceRewritePattern<linalg::LinalgOp> {
  using OpInterfaceRewritePattern::OpInterfaceRewritePattern;

  LogicalResult matchAndRewrite(linalg::LinalgOp op,
                                PatternRewriter &rewriter) const override {
    std::string reason;
    if (succeeded(convert(op, rewriter, reason)))
      return success();
    // Whoever writes element-wise ops does not expect a product.
    if (op.getNumReductionLoops() > 0)
      remark::missed(op.getLoc(), remark::RemarkOpts::name("linalg-kept")
                                      .category("convert-linalg-to-mixp"))
          << reason;
    return rewriter.notifyMatchFailure(op, reason);
  }

private:
  static LogicalResult convert(linalg::LinalgOp op, PatternRewriter &rewriter,
                               std::string &reason) {
    if (!op.hasPureTensorSemantics() || op.getNumDpsInits() != 1) {
      reason = "expected one result that is a tensor";
      return failure();
    }
    FailureOr<ContractionBody> body = matchContractionBody(op, reason);
    if (failed(body))
      return failure();
    ContractionMaps maps{op.getMatchingIndexingMap(body->lhs.input),
                         op.getMatchingIndexingMap(body->rhs.input),
                         op.getMatchingIndexingMap(op.getDpsInitOperand(0))};
    if (readsWindows(maps))
      return convertWindows(op, *body, maps, rewriter, reason);
    FailureOr<ContractionLayout> layout = matchContractionLayout(maps, reason);
    if (failed(layout))
      return failure();
    if (layout->swapSides)
      std::swap(body->lhs, body->rhs);
    for (const ContractionBody &choice : chooseSources(*body)) {
      std::string obstacle;
      if (succeeded(verifyProduct(op, choice, *layout, obstacle))) {
        rewriter.replaceOp(op, buildProduct(rewriter, op, choice, *layout));
        return success();
      }
      if (reason.empty())
        reason = obstacle;
    }
    return failure();
  }

  static LogicalResult convertWindows(linalg::LinalgOp op, ContractionBody body,
                                      const ContractionMaps &maps,
                                      PatternRewriter &rewriter,
                                      std::string &reason) {
    FailureOr<ConvolutionLayout> layout = matchConvolutionLayout(maps, reason);
    if (failed(layout))
      return failure();
    if (layout->swapSides)
      std::swap(body.lhs, body.rhs);
    for (const ContractionBody &choice : chooseSources(body)) {
      std::string obstacle;
      if (succeeded(buildConvolution(rewriter, op, choice, *layout, obstacle)))
        return success();
      if (reason.empty())
        reason = obstacle;
    }
    return failure();
  }
};

struct ConvertLinalgToMixp
    : mixp::impl::ConvertLinalgToMixpPassBase<ConvertLinalgToMixp> {
  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    populateLinalgToMixpPatterns(patterns);
    walkAndApplyPatterns(getOperation(), std::move(patterns));
    // What has been folded into operands is left without users.
    IRRewriter rewriter(&getContext());
    (void)runRegionDCE(rewriter, getOperation()->getRegions());
  }
};

} // namespace

void mixp::populateLinalgToMixpPatterns(RewritePatternSet &patterns) {
  patterns.add<ConvertContraction>(patterns.getContext());
}
