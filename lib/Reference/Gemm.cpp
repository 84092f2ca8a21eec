//===- Gemm.cpp - Products of packed matrices -----------------------------===//
#include "Gemm.h"
#include <algorithm>
#include <cmath>
#include <cstring>

using namespace mixp;
using namespace mixp::reference;

Panels::Panels(int64_t count, int64_t depth)
    : count(count), depth(depth),
      data((count + kWidth - 1) / kWidth * kWidth * depth) {}

Panels Panels::magnitudes(const Panels *errors) const {
  Panels result = *this;
  for (size_t i = 0; i < data.size(); ++i)
    result.data[i] = std::fabs(data[i]) + (errors ? errors->data[i] : 0.0);
  return result;
}

double Panels::maxMagnitude() const {
  double result = 0;
  for (double value : data)
    result = std::max(result, std::fabs(value));
  return result;
}

/// Two doubles: a register of every 64-bit machine that mixp runs on.
using Pair [[gnu::vector_size(16)]] = double;

/// Adds the product of a panel of lhs and a panel of rhs, `depth` terms, to the
/// 4 x 4 sums.
static void multiplyPanels(const double *lhs, const double *rhs, int64_t depth,
                           double *sums) {
  Pair acc[4][2];
  std::memcpy(acc, sums, sizeof(acc));
  for (int64_t k = 0; k < depth; ++k, lhs += 4, rhs += 4) {
    Pair b0, b1;
    std::memcpy(&b0, rhs, sizeof(b0));
    std::memcpy(&b1, rhs + 2, sizeof(b1));
    for (int i = 0; i < 4; ++i) {
      acc[i][0] += lhs[i] * b0;
      acc[i][1] += lhs[i] * b1;
    }
  }
  std::memcpy(sums, acc, sizeof(acc));
}

std::vector<double> reference::multiply(const Panels &lhs, const Panels &rhs) {
  constexpr int64_t width = Panels::kWidth, depthBlock = 512;
  int64_t m = lhs.size(), n = rhs.size(), depth = lhs.getDepth();
  std::vector<double> result(m * n);
  // A panel of rhs stays in the first-level cache for all rows.
  for (int64_t k = 0; k < depth; k += depthBlock)
    for (int64_t j = 0; j < n; j += width)
      for (int64_t i = 0; i < m; i += width) {
        double sums[width * width] = {};
        multiplyPanels(lhs.panel(i, k), rhs.panel(j, k),
                       std::min(depthBlock, depth - k), sums);
        for (int64_t p = 0; p < std::min(width, m - i); ++p)
          for (int64_t q = 0; q < std::min(width, n - j); ++q)
            result[(i + p) * n + j + q] += sums[p * width + q];
      }
  return result;
}
