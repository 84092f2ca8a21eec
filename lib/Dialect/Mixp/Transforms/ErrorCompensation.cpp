//===- ErrorCompensation.cpp - Rounding that errors cancel in -------------===//
#include "ErrorCompensation.h"
#include <algorithm>

using namespace mixp;

SquareMatrix mixp::factorGram(SquareMatrix gram, double damping) {
  double sum = 0;
  for (size_t k = 0; k < gram.size; ++k)
    sum += gram.row(k)[k];
  double mean = gram.size && sum > 0 ? sum / double(gram.size) : 1;
  for (size_t k = 0; k < gram.size; ++k)
    if (!(gram.row(k)[k] > 0))
      gram.row(k)[k] = mean;
  constexpr int tries = 6;
  for (int i = 0; i < tries; ++i) {
    double added = std::max(damping, 1e-8) * mean;
    for (size_t k = 0; k < gram.size; ++k)
      gram.row(k)[k] += added;
    SquareMatrix factor = invertToUpperFactor(gram);
    if (factor.size == gram.size)
      return factor;
    damping = std::max(damping, 1e-8) * 10;
  }
  return SquareMatrix(0);
}

/// Rows that one pass over the factor serves: the factor is many times as large
/// as they are.
static constexpr size_t kRows = 16;

void mixp::compensateRows(
    llvm::MutableArrayRef<double> weights, const SquareMatrix &factor,
    llvm::function_ref<double(size_t, size_t, double)> round) {
  size_t depth = factor.size, count = depth ? weights.size() / depth : 0;
  for (size_t begin = 0; begin < count; begin += kRows) {
    size_t end = std::min(begin + kRows, count);
    for (size_t k = 0; k < depth; ++k) {
      const double *spread = factor.row(k);
      for (size_t i = begin; i < end; ++i) {
        double *row = &weights[i * depth];
        double number = round(i, k, row[k]);
        double error = (row[k] - number) / spread[k];
        row[k] = number;
        for (size_t j = k + 1; j < depth; ++j)
          row[j] -= error * spread[j];
      }
    }
  }
}
