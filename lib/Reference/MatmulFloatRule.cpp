//===- MatmulFloatRule.cpp - Products within a bound ----------------------===//
#include "MatmulFloatRule.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::reference;

static constexpr double infinity = std::numeric_limits<double>::infinity();

/// How many products of rounded terms make one of f32 operands, and what they
/// miss of it.
static std::pair<double, double> termsOf(OperandPrecision precision) {
  switch (precision) {
  case OperandPrecision::Full:
    break;
  case OperandPrecision::TF32:
    return {1, 0x1p-10};
  case OperandPrecision::BF16x3:
    return {3, 0x1p-15};
  case OperandPrecision::BF16x6:
    return {6, 0x1p-24};
  }
  return {1, 0};
}

/// The row of the module's GPU for products of such operands with the fewest
/// bits that a lowering may use; null without a GPU or such a row.
static TensorCoreAttr findAccumulator(const ProductTraits &op) {
  TensorCoreAttr found;
  if (!op.gpu)
    return found;
  Type lhs = op.lhs, rhs = op.rhs;
  bool mayBeHalf = op.fastAccumulate && op.outs.isF16();
  for (TensorCoreAttr row : op.gpu.getTensorCores()) {
    bool isTf32 = isa<FloatTF32Type>(row.getLhs()) && lhs.isF32();
    bool isOurs = isTf32 || (row.getLhs() == lhs && row.getRhs() == rhs);
    if (!isOurs ||
        !(row.getAcc().isF32() || (mayBeHalf && row.getAcc().isF16())))
      continue;
    if (!found || row.getEffectiveBits() < found.getEffectiveBits())
      found = row;
  }
  return found;
}

/// The relative error of a sum of n terms in an accumulator of so many bits.
/// One of less than 20 bits is added to an f32 sum after 128 terms, if
/// `promotes` says so.
static double sumError(double n, int64_t bits, bool promotes) {
  double u = std::ldexp(1.0, -static_cast<int>(bits));
  if (bits >= 20 || !promotes)
    return gamma(n, u);
  return gamma(std::min(n, 132.0), u) + gamma(n / 128 + 1, 0x1p-24);
}

MatmulFloatRule::MatmulFloatRule(const ProductTraits &op,
                                 const MatmulOperand &lhs,
                                 const MatmulOperand &rhs)
    : lhs(lhs), rhs(rhs) {
  computed = op.hasF64 ? FloatFormat::F64 : FloatFormat::F32;
  NumberType type = *numberType(op.outs);
  format = type.isFloat ? type.format : computed;
  bool isFull = op.precision == OperandPrecision::Full;
  auto [products, missing] = termsOf(op.precision);
  TensorCoreAttr accumulator = findAccumulator(op);
  double k = static_cast<double>(lhs.k()), n = products * k + 4;
  if (lhs.hasFloatZeroPoint() && rhs.hasFloatZeroPoint())
    n += 1;
  relative =
      computed == FloatFormat::F64
          ? gamma(n, unitRoundoff(computed))
          : sumError(n, accumulator ? accumulator.getEffectiveBits() : 24,
                     !op.fastAccumulate);
  // Products of rounded terms add up to at most this much more.
  if (!isFull)
    relative *= 33.0 / 32;
  // What this evaluator's own arithmetic adds: sums in double, or, of sums in
  // twice the precision, two roundings of each operand and one of the result.
  relative += computed == FloatFormat::F64
                  ? 5 * 0x1p-53 + n * relative * 0x1p-52
                  : n * 0x1p-51;
  ofProducts = missing;
  underflow = smallestNormal(computed) * products * k;
  bool isHalf = accumulator && accumulator.getAcc().isF16();
  FloatFormat summed = isHalf ? FloatFormat::F16 : computed;
  largest = powerOfTwo(formatInfo(summed).maxExponent);
  if (isHalf)
    underflow = smallestNormal(summed) * products * k;
  // vdpbf16ps takes subnormal operands for zero, and no target is known here:
  // it always may. The terms of f32 operands are bf16 as well.
  flushes = op.lhs.isBF16() || op.rhs.isBF16() || !isFull;
}

MatmulFloatRule::Products MatmulFloatRule::multiplyBatch(int64_t batch) const {
  Products products{lhs.pack(batch, /*scaled=*/true),
                    rhs.pack(batch, /*scaled=*/true),
                    Contraction(lhs, rhs, batch),
                    {},
                    {},
                    {},
                    {}};
  const MatmulOperand::Packed &a = products.lhs, &b = products.rhs;
  const Contraction &contraction = products.contraction;
  if (computed == FloatFormat::F64) {
    auto [high, low] = contraction.sumAccurately(a.values, b.values);
    products.sum = std::move(high);
    products.low = std::move(low);
  } else {
    products.sum = contraction.sum(a.values, b.values);
  }
  products.magnitude =
      contraction.sum(a.values.magnitudes(a.errors ? &*a.errors : nullptr),
                      b.values.magnitudes(b.errors ? &*b.errors : nullptr));
  if (a.errors || b.errors)
    products.ownMagnitude = contraction.sum(a.values.magnitudes(nullptr),
                                            b.values.magnitudes(nullptr));
  return products;
}

/// An element that is not finite: determined, but where finite terms may
/// overflow on their own, so that another order gives NaN.
Number MatmulFloatRule::infinite(const Products &products, int64_t i, int64_t j,
                                 Number outs, double value, bool open) const {
  const MatmulOperand::Packed &a = products.lhs, &b = products.rhs;
  // An infinity times what may count as zero.
  bool mayBeNaN =
      flushes && (a.extremes[i].hasSubnormal || b.extremes[j].hasSubnormal);
  if (open || mayBeNaN || a.errors || b.errors || outs.bound != 0)
    return {value, infinity};
  double finite = 0;
  products.contraction.forEachTerm(a.values, b.values, i, j,
                                   [&](double x, double y) {
                                     double term = std::fabs(x * y);
                                     if (std::isfinite(term))
                                       finite += term;
                                   });
  return {value, std::isnan(value) || finite <= largest ? 0.0 : infinity};
}

Number MatmulFloatRule::element(const Products &products, int64_t i, int64_t j,
                                Number outs) const {
  const MatmulOperand::Packed::Extremes &a = products.lhs.extremes[i],
                                        &b = products.rhs.extremes[j];
  int64_t term = i * rhs.parallel() + j;
  double exact = outs.value + products.sum[term];
  if (!products.low.empty() && std::isfinite(exact))
    exact += additionError(outs.value, products.sum[term], exact) +
             products.low[term];
  // Scales, operands or sums of which docs/Numerics.md says nothing.
  double unscaled = lhs.depth() * a.element * b.element;
  bool scaled = lhs.isScaled() || rhs.isScaled();
  bool open = a.hasWildScale || b.hasWildScale || a.scale * b.scale > largest ||
              a.product > largest || b.product > largest ||
              (scaled && unscaled > largest);
  if (!std::isfinite(exact))
    return infinite(products, i, j, outs, exact, open);
  double magnitude = products.magnitude[term];
  double total = std::fabs(outs.value) + outs.bound + magnitude;
  double error = outs.bound;
  if (!products.ownMagnitude.empty())
    error += std::max(magnitude - products.ownMagnitude[term], 0.0);
  double operands = flushes ? a.element + b.element : 0.0;
  error += relative * total + ofProducts * magnitude +
           underflow * (1 + a.scale * b.scale * (1 + operands));
  Number value{exact, error};
  if (format != computed)
    value = roundNumber(value, format);
  else if (format == FloatFormat::F32)
    value = {static_cast<float>(exact),
             error + deviation(static_cast<float>(exact), exact)};
  if (open || !(total + error <= largest))
    value.bound = infinity;
  return value;
}

void MatmulFloatRule::run(int64_t batch, Tensor &result) const {
  Products products = multiplyBatch(batch);
  for (int64_t i = 0; i < lhs.parallel(); ++i)
    for (int64_t j = 0; j < rhs.parallel(); ++j) {
      int64_t at = (batch * lhs.parallel() + i) * rhs.parallel() + j;
      Number value =
          element(products, i, j, {result.values[at], result.bounds[at]});
      result.values[at] = value.value;
      result.bounds[at] = value.bound;
    }
}
