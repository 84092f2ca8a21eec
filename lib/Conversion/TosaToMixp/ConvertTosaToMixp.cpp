//===- ConvertTosaToMixp.cpp - TOSA's products and rescales ---------------===//
#include "Patterns.h"
#include "mixp/Conversion/Passes.h"
#include "mixp/Conversion/TosaToMixp/TosaToMixp.h"
#include "mixp/Dialect/Mixp/IR/MixpDialect.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "mlir/IR/Remarks.h"
#include "mlir/Transforms/RegionUtils.h"
#include "mlir/Transforms/WalkPatternRewriteDriver.h"

namespace mixp {
#define GEN_PASS_DEF_CONVERTTOSATOMIXPPASS
#include "mixp/Conversion/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

LogicalResult mixp::keepTosa(Operation *op, PatternRewriter &rewriter,
                             const Twine &reason) {
  remark::missed(
      op->getLoc(),
      remark::RemarkOpts::name("tosa-kept").category("convert-tosa-to-mixp"))
      << reason.str();
  return rewriter.notifyMatchFailure(op, reason);
}

/// Reports a convolution that mixp lacks: it would otherwise look as if mixp
/// had taken it.
static WalkResult refuseTransposedConvolution(tosa::TransposeConv2DOp op) {
  op->emitOpError() << "has no counterpart in mixp, which has no transposed "
                       "convolution; lower it by tosa-to-linalg-named before "
                       "this pass";
  return WalkResult::interrupt();
}

namespace {
struct ConvertTosaToMixp
    : mixp::impl::ConvertTosaToMixpPassBase<ConvertTosaToMixp> {
  void runOnOperation() override {
    if (getOperation()->walk(refuseTransposedConvolution).wasInterrupted())
      return signalPassFailure();
    RewritePatternSet patterns(&getContext());
    populateTosaToMixpPatterns(patterns);
    walkAndApplyPatterns(getOperation(), std::move(patterns));
    // Multipliers, shifts and zero points that have become constants of arith.
    IRRewriter rewriter(&getContext());
    (void)runRegionDCE(rewriter, getOperation()->getRegions());
  }
};
} // namespace

void mixp::populateTosaToMixpPatterns(RewritePatternSet &patterns) {
  populateTosaConvPatterns(patterns);
  populateTosaMatmulPatterns(patterns);
  populateTosaRescalePattern(patterns);
  populateTosaCastPatterns(patterns);
}
