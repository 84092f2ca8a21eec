//===- Contraction.h - Sums over K of dense and sparse sides ----*- C++ -*-===//
#ifndef MIXP_LIB_REFERENCE_CONTRACTION_H
#define MIXP_LIB_REFERENCE_CONTRACTION_H

#include "Gemm.h"
#include "MatmulOperand.h"

namespace mixp::reference {

/// The sums over K of one batch of a product, each row-major M x N, of packed
/// operands: their values, or magnitudes of the same layout.
class Contraction {
public:
  Contraction(const MatmulOperand &lhs, const MatmulOperand &rhs,
              int64_t batch);

  /// In double: sums of integers below 2^53 are exact.
  std::vector<double> sum(const Panels &lhs, const Panels &rhs) const;

  /// Of integers of any size, modulo 2^32, as signed numbers.
  std::vector<double> sumModulo32(const Panels &lhs, const Panels &rhs) const;

  /// In twice the precision of a double: `high + low` is off by at most about
  /// (2^-53 K)^2 of the sum of magnitudes (Ogita, Rump and Oishi, Accurate sum
  /// and dot product, SIAM J. Sci. Comput. 26, 2005: Dot2). Where a sum in
  /// double is not finite, `high` is that sum and `low` is 0.
  struct Accurate {
    std::vector<double> high, low;
  };
  Accurate sumAccurately(const Panels &lhs, const Panels &rhs) const;

  /// Calls `visit(a, b)` for each term of element (i, j).
  template <typename F>
  void forEachTerm(const Panels &lhs, const Panels &rhs, int64_t i, int64_t j,
                   F visit) const {
    const std::vector<int64_t> &places =
        lhsPlaces.empty() ? rhsPlaces : lhsPlaces;
    int64_t terms = std::min(lhs.getDepth(), rhs.getDepth());
    int64_t row = (lhsPlaces.empty() ? j : i) * terms;
    for (int64_t k = 0; k < terms; ++k) {
      int64_t place = places.empty() ? k : places[row + k];
      visit(lhs.at(i, rhsPlaces.empty() ? k : place),
            rhs.at(j, lhsPlaces.empty() ? k : place));
    }
  }

private:
  // Along K, of the stored elements of a sparse side; else empty.
  std::vector<int64_t> lhsPlaces, rhsPlaces;
};

/// The rounding error of `sum` = fl(a + b).
inline double additionError(double a, double b, double sum) {
  double part = sum - a;
  return (a - (sum - part)) + (b - part);
}

} // namespace mixp::reference

#endif // MIXP_LIB_REFERENCE_CONTRACTION_H
