//===- EvalMatmul.cpp - mixp.matmul ---------------------------------------===//
#include "Integers.h"
#include "MatmulOperand.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::reference;

static constexpr double infinity = std::numeric_limits<double>::infinity();

namespace {

/// Sums over K of one batch, row-major M x N. `magnitude` sums the products'
/// absolute values with the operands' bounds added; `error` bounds what the
/// operands' bounds make of `sum` (empty: nothing).
struct Products {
  std::vector<double> sum, magnitude, error;
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
  void runFloat(int64_t batch);
  Products integerProducts(int64_t batch);
  Number integerElement(const Products &products, int64_t i, Number outs);
  Number scaledElement(const Products &products, int64_t i, Number outs,
                       Number scale);

  /// Coefficients of the bound: relative to the sum of magnitudes; the smallest
  /// normal number times K; whether subnormal operands may be flushed.
  struct FloatRule {
    double gamma, underflow;
    bool flushes;
  };
  struct FloatProducts {
    MatmulOperand::Packed lhs, rhs;
    // Sums over K, as in Products; `ownMagnitude` leaves the operands' bounds
    // out (empty: they are exact).
    std::vector<double> sum, magnitude, ownMagnitude;
  };
  FloatRule floatRule();
  Number floatElement(const FloatRule &rule, const FloatProducts &products,
                      int64_t i, int64_t j, Number outs);

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
  if (failed(expect("K of rhs", lhs->depth(), rhs->depth())) ||
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
    products.sum = multiplyModulo32(a.values, b.values);
    if (inexact)
      products.error.assign(products.sum.size(), 0x1p32);
    return products;
  }
  products.sum = multiply(a.values, b.values);
  if (!inexact)
    return products;
  products.magnitude =
      multiply(a.values.magnitudes(a.errors ? &*a.errors : nullptr),
               b.values.magnitudes(b.errors ? &*b.errors : nullptr));
  products.error = products.magnitude;
  std::vector<double> own =
      multiply(a.values.magnitudes(nullptr), b.values.magnitudes(nullptr));
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

/// fl(outs + fl(fl(acc) * scale)), rounded once more if the result is narrower.
Number MatmulRunner::scaledElement(const Products &products, int64_t i,
                                   Number outs, Number scale) {
  Number acc{wrap32(products.sum[i]), 0};
  if (!products.error.empty())
    acc.bound = products.error[i];
  bool unknown = acc.bound != 0 && mayWrap(products.sum[i], acc.bound);
  Number value = applyMonotone(
      [](double sum, double s, double o) {
        float product = static_cast<float>(sum) * static_cast<float>(s);
        return static_cast<double>(static_cast<float>(o) + product);
      },
      acc, scale, outs);
  if (unknown || std::isinf(scale.bound) || std::isinf(outs.bound))
    value.bound = infinity;
  return roundNumber(value, resultType.format);
}

void MatmulRunner::runInteger(int64_t batch) {
  Products products = integerProducts(batch);
  auto multiplyScales = [](double x, double y) {
    return static_cast<double>(static_cast<float>(x) * static_cast<float>(y));
  };
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

//===----------------------------------------------------------------------===//
// Float rule: real arithmetic within a bound
//===----------------------------------------------------------------------===//

/// Intermediate results beyond it may overflow.
static constexpr double kLargest = 0x1p127;

/// Whether finite terms of a sum that is infinite may overflow on their own, so
/// that another order gives NaN.
static bool mayOverflow(const Panels &lhs, const Panels &rhs, int64_t i,
                        int64_t j) {
  double finite = 0;
  for (int64_t k = 0; k < lhs.getDepth(); ++k) {
    double term = std::fabs(lhs.at(i, k) * rhs.at(j, k));
    if (std::isfinite(term))
      finite += term;
  }
  return finite > kLargest;
}

/// Whether scales or dequantized operands are such that docs/Numerics.md says
/// nothing of the result.
static bool isOpen(const MatmulOperand::Packed::Extremes &a,
                   const MatmulOperand::Packed::Extremes &b) {
  return a.hasWildScale || b.hasWildScale || a.scale * b.scale > kLargest ||
         a.product > kLargest || b.product > kLargest;
}

/// The coefficients of the float rule's bound.
MatmulRunner::FloatRule MatmulRunner::floatRule() {
  // vdpbf16ps takes subnormal operands for zero; no target is known here, so
  // that it always may.
  bool flushes = op.getLhs().getType().getElementType().isBF16() ||
                 op.getRhs().getType().getElementType().isBF16();
  double depth = static_cast<double>(lhs->depth());
  double n = depth + 4;
  if (lhs->hasFloatZeroPoint() && rhs->hasFloatZeroPoint())
    n += 1;
  // What this evaluator's own sums in double add.
  double own = n * 0x1p-51;
  return {gamma(n, unitRoundoff(FloatFormat::F32)) + own,
          smallestNormal(FloatFormat::F32) * depth, flushes};
}

Number MatmulRunner::floatElement(const FloatRule &rule,
                                  const FloatProducts &products, int64_t i,
                                  int64_t j, Number outs) {
  const MatmulOperand::Packed &a = products.lhs, &b = products.rhs;
  int64_t term = i * n() + j;
  double exact = outs.value + products.sum[term];
  bool open = isOpen(a.extremes[i], b.extremes[j]);
  if (!std::isfinite(exact)) {
    bool certain =
        !open && !a.errors && !b.errors && outs.bound == 0 &&
        (std::isnan(exact) || !mayOverflow(a.values, b.values, i, j));
    return {exact, certain ? 0.0 : infinity};
  }
  double total = std::fabs(outs.value) + outs.bound + products.magnitude[term];
  double error = outs.bound;
  if (!products.ownMagnitude.empty())
    error +=
        std::max(products.magnitude[term] - products.ownMagnitude[term], 0.0);
  double operands =
      rule.flushes ? a.extremes[i].element + b.extremes[j].element : 0.0;
  error += rule.gamma * total +
           rule.underflow *
               (1 + a.extremes[i].scale * b.extremes[j].scale * (1 + operands));
  Number value{exact, error};
  if (resultType.format == FloatFormat::F32)
    value = {static_cast<float>(exact),
             error + deviation(static_cast<float>(exact), exact)};
  else
    value = roundNumber(value, resultType.format);
  if (open || total + error > kLargest)
    value.bound = infinity;
  return value;
}

void MatmulRunner::runFloat(int64_t batch) {
  FloatProducts products{lhs->pack(batch, /*scaled=*/true),
                         rhs->pack(batch, /*scaled=*/true),
                         {},
                         {},
                         {}};
  const MatmulOperand::Packed &a = products.lhs, &b = products.rhs;
  products.sum = multiply(a.values, b.values);
  products.magnitude =
      multiply(a.values.magnitudes(a.errors ? &*a.errors : nullptr),
               b.values.magnitudes(b.errors ? &*b.errors : nullptr));
  if (a.errors || b.errors)
    products.ownMagnitude =
        multiply(a.values.magnitudes(nullptr), b.values.magnitudes(nullptr));
  FloatRule rule = floatRule();
  for (int64_t i = 0; i < m(); ++i)
    for (int64_t j = 0; j < n(); ++j) {
      int64_t at = (batch * m() + i) * n() + j;
      Number value = floatElement(rule, products, i, j,
                                  {result.values[at], result.bounds[at]});
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
  for (int64_t batch = 0; batch < batches; ++batch)
    isInteger ? runInteger(batch) : runFloat(batch);
  result.dropZeroBounds();
  evaluation.set(op.getResult(), std::move(result));
  return success();
}

Outcome reference::evaluateMatmul(Operation *op, Evaluation &evaluation) {
  if (auto matmul = dyn_cast<MatmulOp>(op))
    return MatmulRunner(matmul, evaluation).run();
  return std::nullopt;
}
