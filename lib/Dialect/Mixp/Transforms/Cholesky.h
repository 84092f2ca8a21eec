//===- Cholesky.h - Factors of positive definite matrices -------*- C++ -*-===//
#ifndef MIXP_LIB_DIALECT_MIXP_TRANSFORMS_CHOLESKY_H
#define MIXP_LIB_DIALECT_MIXP_TRANSFORMS_CHOLESKY_H

#include <cstddef>
#include <vector>

namespace mixp {

/// A square matrix, row-major.
struct SquareMatrix {
  size_t size;
  std::vector<double> elements;

  explicit SquareMatrix(size_t size) : size(size), elements(size * size, 0) {}
  double *row(size_t i) { return &elements[i * size]; }
  const double *row(size_t i) const { return &elements[i * size]; }
};

/// Replaces the lower triangle of a symmetric matrix (the upper one is not
/// read) by its Cholesky factor L, with L L^T the matrix, in blocks of columns.
/// False where the matrix is not positive definite.
bool factorCholesky(SquareMatrix &matrix);

/// The upper triangular U with U^T U the inverse of `matrix`, which must be
/// symmetric; nothing where it is not positive definite: then the result is
/// empty.
SquareMatrix invertToUpperFactor(const SquareMatrix &matrix);

} // namespace mixp

#endif // MIXP_LIB_DIALECT_MIXP_TRANSFORMS_CHOLESKY_H
