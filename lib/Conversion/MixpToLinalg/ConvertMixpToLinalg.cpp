//===- ConvertMixpToLinalg.cpp - The generic path of every op -------------===//
#include "Patterns.h"
#include "mixp/Conversion/MixpToLinalg/MixpToLinalg.h"
#include "mixp/Conversion/Passes.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/TypeUtilities.h"
#include "mlir/Transforms/DialectConversion.h"

namespace mixp {
#define GEN_PASS_DEF_CONVERTMIXPTOLINALGPASS
#include "mixp/Conversion/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

/// The first type of an operand or result of `op` with unsigned elements.
static Type findUnsigned(Operation *op) {
  auto isUnsigned = [](Type type) {
    return getElementTypeOrSelf(type).isUnsignedInteger();
  };
  for (TypeRange types :
       {TypeRange(op->getOperandTypes()), TypeRange(op->getResultTypes())})
    for (Type type : types)
      if (isUnsigned(type))
        return type;
  return {};
}

LogicalResult mixp::requireSignless(Operation *op, RewriterBase &rewriter) {
  if (Type type = findUnsigned(op))
    return rewriter.notifyMatchFailure(op, [&](Diagnostic &diag) {
      diag << "expected signless types but got " << type
           << "; run mixp-strip-signedness first";
    });
  return success();
}

void mixp::populateMixpToLinalgPatterns(RewritePatternSet &patterns) {
  populateCastPattern(patterns);
  populateQuantizePattern(patterns);
  populateDequantizePattern(patterns);
  populateRequantizePattern(patterns);
  populateChooseScalesPattern(patterns);
  populateConvPattern(patterns);
  populateFakeQuantizePatterns(patterns);
  populateMatmulPattern(patterns);
  populateSparseEncodePattern(patterns);
  populateWindowsPattern(patterns);
}

namespace {
struct ConvertMixpToLinalg
    : mixp::impl::ConvertMixpToLinalgPassBase<ConvertMixpToLinalg> {
  void runOnOperation() override {
    WalkResult signless = getOperation()->walk([](Operation *op) {
      if (isa<ObserveOp>(op)) {
        op->emitOpError() << "has no lowering; run mixp-export-observations or "
                             "mixp-strip-observations first";
        return WalkResult::interrupt();
      }
      auto conv = dyn_cast<ConvOp>(op);
      if (conv &&
          (conv.isPadded() || conv.getLayout() != ConvLayout::NhwcFhwc)) {
        op->emitOpError() << "expected channels last and no padding; run "
                             "mixp-decompose-conv first";
        return WalkResult::interrupt();
      }
      Type type = isa_and_present<MixpDialect>(op->getDialect())
                      ? findUnsigned(op)
                      : Type();
      if (!type)
        return WalkResult::advance();
      op->emitOpError() << "expected signless types but got " << type
                        << "; run mixp-strip-signedness first";
      return WalkResult::interrupt();
    });
    if (signless.wasInterrupted())
      return signalPassFailure();
    RewritePatternSet patterns(&getContext());
    populateMixpToLinalgPatterns(patterns);
    ConversionTarget target(getContext());
    target.addIllegalDialect<MixpDialect>();
    // What code generation has packed is on its way to loops.
    target.addLegalOp<LaunchOp, PackRhsOp, PackedMatmulOp, QuantizeRowsOp,
                      TensorCoreMatmulOp, ToDeviceOp, ToHostOp, YieldOp>();
    // A kernel reads these where they are.
    target.addDynamicallyLegalOp<WindowsOp>([](WindowsOp op) {
      return llvm::all_of(op->getUsers(), llvm::IsaPred<PackedMatmulOp>);
    });
    target.markUnknownOpDynamicallyLegal([](Operation *) { return true; });
    if (failed(applyPartialConversion(getOperation(), target,
                                      std::move(patterns))))
      signalPassFailure();
  }
};
} // namespace
