//===- ProductRule.cpp - Products by the rule that holds ------------------===//
#include "ProductRule.h"
#include "Integers.h"
#include "MatmulFloatRule.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::reference;

static constexpr double infinity = std::numeric_limits<double>::infinity();

IntegerRule::IntegerRule(const ProductTraits &traits, const MatmulOperand &lhs,
                         const MatmulOperand &rhs)
    : lhs(lhs), rhs(rhs), resultType(*numberType(traits.outs)) {}

IntegerRule::Products IntegerRule::multiply(int64_t batch) const {
  Contraction contraction(lhs, rhs, batch);
  MatmulOperand::Packed a = lhs.pack(batch, /*scaled=*/false);
  MatmulOperand::Packed b = rhs.pack(batch, /*scaled=*/false);
  double largest = a.values.maxMagnitude() * b.values.maxMagnitude();
  bool inexact = a.errors || b.errors;
  if (a.errors || b.errors) {
    double ea = a.errors ? a.errors->maxMagnitude() : 0;
    double eb = b.errors ? b.errors->maxMagnitude() : 0;
    largest = (a.values.maxMagnitude() + ea) * (b.values.maxMagnitude() + eb);
  }
  Products products;
  // Doubles hold the sums exactly, unless huge zero points make them larger.
  if (largest * static_cast<double>(lhs.depth()) >= 0x1p53) {
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

Number IntegerRule::integerElement(const Products &products, int64_t i,
                                   Number outs) const {
  double error = products.error.empty() ? 0.0 : products.error[i];
  double exact = products.sum[i] + outs.value, bound = error + outs.bound;
  if (bound != 0 && mayWrap(exact, bound))
    bound = 0x1p32;
  return {wrap32(exact), bound};
}

/// fl(outs + fl(fl(acc) * scale)), rounded once more if the result is narrower;
/// a double holds what fl rounds, and is it for an f64 result.
Number IntegerRule::scaledElement(const Products &products, int64_t i,
                                  Number outs, Number scale) const {
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

void IntegerRule::run(int64_t batch, Tensor &result) const {
  Products products = multiply(batch);
  int64_t m = lhs.parallel(), n = rhs.parallel();
  auto multiplyScales = [&](double x, double y) { return fl(x * y); };
  for (int64_t i = 0; i < m; ++i)
    for (int64_t j = 0; j < n; ++j) {
      int64_t at = (batch * m + i) * n + j;
      Number outs{result.values[at], result.bounds[at]}, value;
      if (!resultType.isFloat)
        value = integerElement(products, i * n + j, outs);
      else
        value =
            scaledElement(products, i * n + j, outs,
                          applyMonotone(multiplyScales, lhs.scaleOf(batch, i),
                                        rhs.scaleOf(batch, j)));
      result.values[at] = value.value;
      result.bounds[at] = value.bound;
    }
}

void reference::evaluateProducts(const ProductTraits &traits,
                                 const MatmulOperand &lhs,
                                 const MatmulOperand &rhs, int64_t batches,
                                 Tensor &result) {
  result.bounds.resize(result.values.size());
  // Without a term, outs stays as it is in every rule.
  if (lhs.depth() == 0)
    return;
  // An i32 result is exact even where zero points vary along K.
  bool isInteger = traits.outs.isInteger() || traits.isExact;
  MatmulFloatRule floatRule(traits, lhs, rhs);
  IntegerRule integerRule(traits, lhs, rhs);
  for (int64_t batch = 0; batch < batches; ++batch)
    isInteger ? integerRule.run(batch, result) : floatRule.run(batch, result);
}
