//===- Gemm.h - Products of packed matrices ---------------------*- C++ -*-===//
#ifndef MIXP_LIB_REFERENCE_GEMM_H
#define MIXP_LIB_REFERENCE_GEMM_H

#include <cstdint>
#include <vector>

namespace mixp::reference {

/// One operand of a product in panels: `width` rows of lhs (or columns of rhs)
/// side by side, so that the inner loop reads memory in order. Partial panels
/// are filled up with zeros.
class Panels {
public:
  static constexpr int64_t kWidth = 4;

  /// For `count` rows (columns) of length `depth`, all zero.
  Panels(int64_t count, int64_t depth);

  double &at(int64_t i, int64_t k) {
    return data[(i / kWidth * depth + k) * kWidth + i % kWidth];
  }
  double at(int64_t i, int64_t k) const {
    return const_cast<Panels *>(this)->at(i, k);
  }
  /// Element (0, k) of the panel that holds row i, a multiple of kWidth.
  const double *panel(int64_t i, int64_t k) const {
    return data.data() + (i * depth + k * kWidth);
  }
  template <typename F> Panels map(F f) const {
    Panels result = *this;
    for (double &value : result.data)
      value = f(value);
    return result;
  }
  /// Absolute values plus those of `errors`.
  Panels magnitudes(const Panels *errors) const;

  int64_t size() const { return count; }
  int64_t getDepth() const { return depth; }
  double maxMagnitude() const;

private:
  int64_t count, depth;
  std::vector<double> data;
};

/// lhs (M x K) times rhs (K x N) in double, row-major. Sums of integers below
/// 2^53 are exact.
std::vector<double> multiply(const Panels &lhs, const Panels &rhs);

} // namespace mixp::reference

#endif // MIXP_LIB_REFERENCE_GEMM_H
