//===- ConvertLinalgToMixp.cpp - Contractions to mixp.matmul --------------===//
#include "ContractionBody.h"
#include "ContractionDims.h"
#include "mixp/Conversion/LinalgToMixp/LinalgToMixp.h"
#include "mixp/Conversion/Passes.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Remarks.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Transforms/RegionUtils.h"
#include "mlir/Transforms/WalkPatternRewriteDriver.h"
#include "llvm/Support/Threading.h"

namespace mixp {
#define GEN_PASS_DEF_CONVERTLINALGTOMIXPPASS
#include "mixp/Conversion/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

/// The product of the factors as they are, zero points aside, in no block yet.
static MatmulOp createDetached(OpBuilder &builder, linalg::LinalgOp op,
                               const ContractionBody &body,
                               const ContractionLayout &layout) {
  OperationState state(op.getLoc(), MatmulOp::getOperationName());
  MatmulOp::build(builder, state, body.lhs.source.value, body.rhs.source.value,
                  op.getDpsInits()[0]);
  auto product = cast<MatmulOp>(Operation::create(state));
  product.setTransposeLhs(layout.transposeLhs);
  product.setTransposeRhs(layout.transposeRhs);
  product.setLhsUnsigned(body.lhs.source.reading == Reading::Unsigned);
  product.setRhsUnsigned(body.rhs.source.reading == Reading::Unsigned);
  return product;
}

/// Verifies `product` with the verifier's message as the reason.
static LogicalResult verifyQuietly(MatmulOp product, std::string &reason) {
  // Other threads' diagnostics are not this op's.
  uint64_t thread = llvm::get_threadid();
  ScopedDiagnosticHandler handler(product.getContext(),
                                  [&](Diagnostic &diagnostic) {
                                    if (llvm::get_threadid() != thread)
                                      return failure();
                                    reason = diagnostic.str();
                                    return success();
                                  });
  return verify(product);
}

/// The scalar as the one zero point of an operand: a tensor of i32.
static Value buildZeroPoint(OpBuilder &builder, Location loc,
                            ReadValue zeroPoint, int64_t rank) {
  Value scalar = zeroPoint.value;
  if (!scalar)
    return {};
  Type i32 = builder.getI32Type();
  if (scalar.getType() != i32)
    scalar = zeroPoint.reading == Reading::Unsigned
                 ? builder.createOrFold<arith::ExtUIOp>(loc, i32, scalar)
                 : builder.createOrFold<arith::ExtSIOp>(loc, i32, scalar);
  auto type = RankedTensorType::get(SmallVector<int64_t>(rank, 1), i32);
  return builder.createOrFold<tensor::FromElementsOp>(loc, type, scalar);
}

/// Subtracts the factors' zero points in `product`.
static void addZeroPoints(OpBuilder &builder, MatmulOp product,
                          const ContractionBody &body) {
  int64_t rank = product.getOuts().getType().getRank();
  SmallVector<int64_t> wholeOperand(rank, 0);
  Location loc = product.getLoc();
  if (Value lhs = buildZeroPoint(builder, loc, body.lhs.zeroPoint, rank)) {
    product.getLhsZeroPointMutable().assign(lhs);
    product.setLhsBlock(wholeOperand);
  }
  if (Value rhs = buildZeroPoint(builder, loc, body.rhs.zeroPoint, rank)) {
    product.getRhsZeroPointMutable().assign(rhs);
    product.setRhsBlock(wholeOperand);
  }
}

namespace {

/// linalg.{matmul, batch_matmul, contract, quantized_matmul, generic, ...}
///   -> mixp.matmul
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
    FailureOr<ContractionLayout> layout = matchContractionLayout(
        {op.getMatchingIndexingMap(body->lhs.input),
         op.getMatchingIndexingMap(body->rhs.input),
         op.getMatchingIndexingMap(op.getDpsInitOperand(0))},
        reason);
    if (failed(layout))
      return failure();
    if (layout->swapSides)
      std::swap(body->lhs, body->rhs);
    MatmulOp product = createDetached(rewriter, op, *body, *layout);
    if (failed(verifyQuietly(product, reason))) {
      product->destroy();
      return failure();
    }
    addZeroPoints(rewriter, product, *body);
    rewriter.insert(product);
    rewriter.replaceOp(op, product);
    return success();
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
