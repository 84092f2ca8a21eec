//===- ProductRule.h - Products by the rule that holds ----------*- C++ -*-===//
#ifndef MIXP_LIB_REFERENCE_PRODUCTRULE_H
#define MIXP_LIB_REFERENCE_PRODUCTRULE_H

#include "Contraction.h"
#include "ProductTraits.h"

namespace mixp::reference {

/// Products of integers: sums modulo 2^32, exact up to the roundings of scales
/// (docs/Numerics.md, sections 6.1 and 6.2).
class IntegerRule {
public:
  IntegerRule(const ProductTraits &traits, const MatmulOperand &lhs,
              const MatmulOperand &rhs);

  /// Replaces the outs that `result` holds of one batch. Its bounds have as
  /// many elements as its values.
  void run(int64_t batch, Tensor &result) const;

private:
  /// Sums over K of one batch, row-major M x N. `error` bounds what the
  /// operands' bounds make of `sum` (empty: nothing).
  struct Products {
    std::vector<double> sum, error;
  };
  Products multiply(int64_t batch) const;
  Number integerElement(const Products &products, int64_t i, Number outs) const;
  Number scaledElement(const Products &products, int64_t i, Number outs,
                       Number scale) const;

  /// To f64 where the result is one, else to f32. A product of two f32 is exact
  /// in double, and a sum's rounding there changes nothing: 53 >= 2 * 24 + 2.
  double fl(double x) const {
    return resultType.format == FloatFormat::F64 ? x : static_cast<float>(x);
  }

  const MatmulOperand &lhs, &rhs;
  NumberType resultType;
};

/// The products of batches [0, `batches`) of two operands, added to what
/// `result` holds, by the rule that `traits` select.
void evaluateProducts(const ProductTraits &traits, const MatmulOperand &lhs,
                      const MatmulOperand &rhs, int64_t batches,
                      Tensor &result);

} // namespace mixp::reference

#endif // MIXP_LIB_REFERENCE_PRODUCTRULE_H
