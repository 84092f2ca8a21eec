//===- MatmulFloatRule.h - Products within a bound --------------*- C++ -*-===//
#ifndef MIXP_LIB_REFERENCE_MATMULFLOATRULE_H
#define MIXP_LIB_REFERENCE_MATMULFLOATRULE_H

#include "Contraction.h"
#include "ProductTraits.h"

namespace mixp::reference {

/// The float rule of docs/Numerics.md, section 6.3: the real value of a product
/// and how far a lowering may be from it.
class MatmulFloatRule {
public:
  MatmulFloatRule(const ProductTraits &traits, const MatmulOperand &lhs,
                  const MatmulOperand &rhs);

  /// Replaces the outs that `result` holds of one batch. Its bounds have as
  /// many elements as its values.
  void run(int64_t batch, Tensor &result) const;

private:
  struct Products {
    MatmulOperand::Packed lhs, rhs;
    Contraction contraction;
    // Sums over K, row-major M x N; `low` is what `sum` lacks where `fl` rounds
    // to f64, else empty. `magnitude` sums the products' absolute values with
    // the operands' bounds added, `ownMagnitude` without (empty: no bounds).
    std::vector<double> sum, low, magnitude, ownMagnitude;
  };
  Products multiplyBatch(int64_t batch) const;
  Number element(const Products &products, int64_t i, int64_t j,
                 Number outs) const;
  Number infinite(const Products &products, int64_t i, int64_t j, Number outs,
                  double value, bool open) const;

  const MatmulOperand &lhs, &rhs;
  // What `fl` rounds to, and the result's format.
  FloatFormat computed, format;
  // Coefficients of the bound: of |outs| plus the sum of magnitudes, of that
  // sum, and the smallest normal number times the number of terms.
  double relative, ofProducts, underflow;
  // Intermediate results beyond it may overflow.
  double largest;
  // Whether subnormal operands may count as zero.
  bool flushes;
};

} // namespace mixp::reference

#endif // MIXP_LIB_REFERENCE_MATMULFLOATRULE_H
