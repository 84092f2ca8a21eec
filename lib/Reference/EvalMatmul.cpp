//===- EvalMatmul.cpp - mixp.matmul ---------------------------------------===//
#include "Contraction.h"
#include "Integers.h"
#include "MatmulFloatRule.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::reference;

static constexpr double infinity = std::numeric_limits<double>::infinity();

namespace {

/// Sums over K of one batch, row-major M x N. `error` bounds what the operands'
/// bounds make of `sum` (empty: nothing).
struct Products {
  std::vector<double> sum, error;
};

/// Evaluates one mixp.matmul by the rule of docs/Numerics.md that its types and
/// scales select.
class MatmulRunner {
public:
  MatmulRunner(MatmulOp op, Evaluation &evaluation)
      : op(op), evaluation(evaluation) {}
  LogicalResult run();

private:
  LogicalResult checkSizes();
  void runInteger(int64_t batch);
  Products integerProducts(int64_t batch);
  Number integerElement(const Products &products, int64_t i, Number outs);
  Number scaledElement(const Products &products, int64_t i, Number outs,
                       Number scale);

  /// To f64 where the result is one, else to f32. A product of two f32 is exact
  /// in double, and a sum's rounding there changes nothing: 53 >= 2 * 24 + 2.
  double fl(double x) const {
    return resultType.format == FloatFormat::F64 ? x : static_cast<float>(x);
  }
  int64_t m() const { return lhs->parallel(); }
  int64_t n() const { return rhs->parallel(); }

  MatmulOp op;
  Evaluation &evaluation;
  std::optional<MatmulOperand> lhs, rhs;
  Tensor result; // holds outs until its element is replaced
  NumberType resultType;
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

//===----------------------------------------------------------------------===//
// Integer operands: sums modulo 2^32
//===----------------------------------------------------------------------===//

Products MatmulRunner::integerProducts(int64_t batch) {
  Contraction contraction(*lhs, *rhs, batch);
  MatmulOperand::Packed a = lhs->pack(batch, /*scaled=*/false);
  MatmulOperand::Packed b = rhs->pack(batch, /*scaled=*/false);
  double largest = a.values.maxMagnitude() * b.values.maxMagnitude();
  bool inexact = a.errors || b.errors;
  if (a.errors || b.errors) {
    double ea = a.errors ? a.errors->maxMagnitude() : 0;
    double eb = b.errors ? b.errors->maxMagnitude() : 0;
    largest = (a.values.maxMagnitude() + ea) * (b.values.maxMagnitude() + eb);
  }
  Products products;
  // Doubles hold the sums exactly, unless huge zero points make them larger.
  if (largest * static_cast<double>(lhs->depth()) >= 0x1p53) {
    products.sum = contraction.sumModulo32(a.values, b.values);
    if (inexact)
      products.error.assign(products.sum.size(), 0x1p32);
    return products;
  }
  products.sum = contraction.sum(a.values, b.values);
  if (!inexact)
    return products;
  products.error =
      contraction.sum(a.values.magnitudes(a.errors ? &*a.errors : nullptr),
                      b.values.magnitudes(b.errors ? &*b.errors : nullptr));
  std::vector<double> own = contraction.sum(a.values.magnitudes(nullptr),
                                            b.values.magnitudes(nullptr));
  for (auto [error, magnitude] : llvm::zip_equal(products.error, own))
    error -= magnitude;
  return products;
}

/// Whether an integer within `bound` of `value` may leave i32.
static bool mayWrap(double value, double bound) {
  return value - bound < -0x1p31 || value + bound >= 0x1p31;
}

Number MatmulRunner::integerElement(const Products &products, int64_t i,
                                    Number outs) {
  double error = products.error.empty() ? 0.0 : products.error[i];
  double exact = products.sum[i] + outs.value, bound = error + outs.bound;
  if (bound != 0 && mayWrap(exact, bound))
    bound = 0x1p32;
  return {wrap32(exact), bound};
}

/// fl(outs + fl(fl(acc) * scale)), rounded once more if the result is narrower;
/// a double holds what fl rounds, and is it for an f64 result.
Number MatmulRunner::scaledElement(const Products &products, int64_t i,
                                   Number outs, Number scale) {
  Number acc{wrap32(products.sum[i]), 0};
  if (!products.error.empty())
    acc.bound = products.error[i];
  bool unknown = acc.bound != 0 && mayWrap(products.sum[i], acc.bound);
  Number value = applyMonotone(
      [&](double sum, double s, double o) { return fl(o + fl(fl(sum) * s)); },
      acc, scale, outs);
  if (unknown || std::isinf(scale.bound) || std::isinf(outs.bound))
    value.bound = infinity;
  return roundNumber(value, resultType.format);
}

void MatmulRunner::runInteger(int64_t batch) {
  Products products = integerProducts(batch);
  auto multiplyScales = [&](double x, double y) { return fl(x * y); };
  for (int64_t i = 0; i < m(); ++i)
    for (int64_t j = 0; j < n(); ++j) {
      int64_t at = (batch * m() + i) * n() + j;
      Number outs{result.values[at], result.bounds[at]}, value;
      if (!resultType.isFloat)
        value = integerElement(products, i * n() + j, outs);
      else
        value =
            scaledElement(products, i * n() + j, outs,
                          applyMonotone(multiplyScales, lhs->scaleOf(batch, i),
                                        rhs->scaleOf(batch, j)));
      result.values[at] = value.value;
      result.bounds[at] = value.bound;
    }
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
  resultType = *numberType(result.elementType);
  if (failed(checkSizes()))
    return failure();
  result.bounds.resize(result.values.size());
  // An i32 result is exact even where zero points vary along K.
  bool isInteger = !resultType.isFloat || op.isExact();
  // Without a term, outs stays as it is in every rule.
  int64_t batches = lhs->depth() == 0 ? 0 : lhs->batches();
  MatmulFloatRule floatRule(op, *lhs, *rhs);
  for (int64_t batch = 0; batch < batches; ++batch)
    isInteger ? runInteger(batch) : floatRule.run(batch, result);
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
