//===- ConvertLinalgToMixp.cpp - Contractions to mixp.matmul --------------===//
#include "ContractionBody.h"
#include "ContractionLayout.h"
#include "MatrixForm.h"
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

/// The product, zero points aside, in no block yet.
static MatmulOp createDetached(Location loc, Value lhs, Value rhs, Value outs,
                               const ContractionBody &body,
                               const ContractionLayout &layout) {
  OpBuilder builder(loc.getContext());
  OperationState state(loc, MatmulOp::getOperationName());
  MatmulOp::build(builder, state, lhs, rhs, outs);
  auto product = cast<MatmulOp>(Operation::create(state));
  product.setTransposeLhs(layout.transposeLhs);
  product.setTransposeRhs(layout.transposeRhs);
  product.setLhsUnsigned(body.lhs.source.reading == Reading::Unsigned);
  product.setRhsUnsigned(body.rhs.source.reading == Reading::Unsigned);
  return product;
}

/// Whether mixp.matmul takes the product; if not, its verifier says why.
static LogicalResult verifyProduct(linalg::LinalgOp op,
                                   const ContractionBody &body,
                                   const ContractionLayout &layout,
                                   std::string &reason) {
  // Nothing may be built in the function before this is known: arguments of a
  // block of its own stand for the operands.
  Block operands;
  auto add = [&](Value tensor, const DimGroups &groups) -> Value {
    auto type = cast<RankedTensorType>(tensor.getType());
    return operands.addArgument(getMatrixType(type, groups), op.getLoc());
  };
  MatmulOp product =
      createDetached(op.getLoc(), add(body.lhs.source.value, layout.lhs),
                     add(body.rhs.source.value, layout.rhs),
                     add(op.getDpsInits()[0], layout.outs), body, layout);
  // Other threads' diagnostics are not this op's.
  uint64_t thread = llvm::get_threadid();
  ScopedDiagnosticHandler handler(product.getContext(),
                                  [&](Diagnostic &diagnostic) {
                                    if (llvm::get_threadid() != thread)
                                      return failure();
                                    reason = diagnostic.str();
                                    return success();
                                  });
  LogicalResult result = verify(product);
  product->destroy();
  return result;
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

static Value buildProduct(PatternRewriter &rewriter, linalg::LinalgOp op,
                          const ContractionBody &body,
                          const ContractionLayout &layout) {
  Location loc = op.getLoc();
  Value outs = op.getDpsInits()[0];
  MatmulOp product = createDetached(
      loc, toMatrix(rewriter, loc, body.lhs.source.value, layout.lhs),
      toMatrix(rewriter, loc, body.rhs.source.value, layout.rhs),
      toMatrix(rewriter, loc, outs, layout.outs), body, layout);
  addZeroPoints(rewriter, product, body);
  rewriter.insert(product);
  return fromMatrix(rewriter, loc, product.getResult(), outs, layout.outs);
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
    if (failed(verifyProduct(op, *body, *layout, reason)))
      return failure();
    rewriter.replaceOp(op, buildProduct(rewriter, op, *body, *layout));
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
