//===- Cholesky.cpp - Factors of positive definite matrices ---------------===//
#include "Cholesky.h"
#include <algorithm>
#include <cmath>

using namespace mixp;

/// Columns that are factored before the rest of the matrix sees them: three
/// rows of a block fit the first cache, and a block's copy the second.
static constexpr size_t kBlock = 32;

/// a[i] -= factor * b[i]
static void subtract(double *a, const double *b, double factor, size_t count) {
  for (size_t i = 0; i < count; ++i)
    a[i] -= factor * b[i];
}

/// a[i][j] less the products of columns [begin, j) of rows i and j.
static double reduced(const SquareMatrix &a, size_t i, size_t j, size_t begin) {
  double value = a.row(i)[j];
  for (size_t p = begin; p < j; ++p)
    value -= a.row(i)[p] * a.row(j)[p];
  return value;
}

/// Factors columns [begin, end), from which all before are subtracted already.
static bool factorColumns(SquareMatrix &a, size_t begin, size_t end) {
  for (size_t j = begin; j < end; ++j) {
    double pivot = reduced(a, j, j, begin);
    if (!(pivot > 0))
      return false;
    a.row(j)[j] = std::sqrt(pivot);
    for (size_t i = j + 1; i < a.size; ++i)
      a.row(i)[j] = reduced(a, i, j, begin) / a.row(j)[j];
  }
  return true;
}

bool mixp::factorCholesky(SquareMatrix &a) {
  std::vector<double> panel(kBlock * a.size);
  for (size_t begin = 0; begin < a.size; begin += kBlock) {
    size_t end = std::min(begin + kBlock, a.size);
    if (!factorColumns(a, begin, end))
      return false;
    // The block's columns as rows, so that updates run along rows.
    for (size_t p = begin; p < end; ++p)
      for (size_t i = end; i < a.size; ++i)
        panel[(p - begin) * a.size + i] = a.row(i)[p];
    for (size_t i = end; i < a.size; ++i)
      for (size_t p = begin; p < end; ++p)
        subtract(a.row(i) + end, &panel[(p - begin) * a.size + end],
                 a.row(i)[p], i + 1 - end);
  }
  return true;
}

SquareMatrix mixp::invertToUpperFactor(const SquareMatrix &matrix) {
  size_t n = matrix.size;
  // With rows and columns in reverse, the lower factor is an upper R in the
  // right order: matrix = R R^T, and U = R^-1.
  SquareMatrix lower(n);
  for (size_t i = 0; i < n; ++i)
    for (size_t j = 0; j <= i; ++j)
      lower.row(i)[j] = matrix.row(n - 1 - i)[n - 1 - j];
  if (!factorCholesky(lower))
    return SquareMatrix(0);
  SquareMatrix inverse(n);
  for (size_t i = n; i-- > 0;) {
    const double *r = lower.row(n - 1 - i);
    double *row = inverse.row(i);
    row[i] = 1;
    for (size_t j = i + 1; j < n; ++j)
      subtract(row + j, inverse.row(j) + j, r[n - 1 - j], n - j);
    for (size_t j = i; j < n; ++j)
      row[j] /= r[n - 1 - i];
  }
  return inverse;
}
