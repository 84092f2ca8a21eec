//===- EvalMatmul.cpp - mixp.matmul ---------------------------------------===//
#include "ProductRule.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::reference;

static constexpr double infinity = std::numeric_limits<double>::infinity();

namespace {

/// Evaluates one mixp.matmul by the rule of docs/Numerics.md that its types and
/// scales select.
class MatmulRunner {
public:
  MatmulRunner(MatmulOp op, Evaluation &evaluation)
      : op(op), evaluation(evaluation) {}
  LogicalResult run();

private:
  LogicalResult checkSizes();

  int64_t m() const { return lhs->parallel(); }
  int64_t n() const { return rhs->parallel(); }

  MatmulOp op;
  Evaluation &evaluation;
  std::optional<MatmulOperand> lhs, rhs;
  Tensor result; // holds outs until its element is replaced
};

} // namespace

LogicalResult MatmulRunner::checkSizes() {
  auto expect = [&](StringRef what, int64_t expected,
                    int64_t got) -> LogicalResult {
    if (expected == got)
      return success();
    return op.emitOpError() << "expected " << what << " to be " << expected
                            << " but got " << got;
  };
  ArrayRef<int64_t> outs = result.shape;
  int64_t batches = op.isBatched() ? outs[0] : 1;
  if (op.isSparse() && lhs->k() % 4 != 0)
    return op.emitOpError() << "expected a K that is a multiple of 4 beside a "
                               "sparse operand but got "
                            << lhs->k();
  if (failed(expect("K of rhs", lhs->k(), rhs->k())) ||
      failed(expect("M of outs", m(), outs[outs.size() - 2])) ||
      failed(expect("N of outs", n(), outs[outs.size() - 1])) ||
      failed(expect("the batch of lhs", batches, lhs->batches())) ||
      failed(expect("the batch of rhs", batches, rhs->batches())))
    return failure();
  return success();
}

LogicalResult MatmulRunner::run() {
  FailureOr<MatmulOperand> left =
      MatmulOperand::build(op, MatmulOperand::Side::Lhs, evaluation);
  FailureOr<MatmulOperand> right =
      MatmulOperand::build(op, MatmulOperand::Side::Rhs, evaluation);
  if (failed(left) || failed(right))
    return failure();
  lhs = std::move(*left);
  rhs = std::move(*right);
  result = evaluation.take(op.getOuts());
  if (failed(checkSizes()))
    return failure();
  evaluateProducts(ProductTraits::of(op, op.getLhs(), op.getRhs()), *lhs, *rhs,
                   lhs->batches(), result);
  // Who knows which elements met.
  if (!lhs->hasExactPositions() || !rhs->hasExactPositions())
    llvm::fill(result.bounds, infinity);
  result.dropZeroBounds();
  evaluation.set(op.getResult(), std::move(result));
  return success();
}

Outcome reference::evaluateMatmul(Operation *op, Evaluation &evaluation) {
  if (auto matmul = dyn_cast<MatmulOp>(op))
    return MatmulRunner(matmul, evaluation).run();
  return std::nullopt;
}
