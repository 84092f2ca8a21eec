//===- ErrorCompensation.h - Rounding that errors cancel in -----*- C++ -*-===//
#ifndef MIXP_LIB_DIALECT_MIXP_TRANSFORMS_ERRORCOMPENSATION_H
#define MIXP_LIB_DIALECT_MIXP_TRANSFORMS_ERRORCOMPENSATION_H

#include "Cholesky.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace mixp {

/// The factor of the damped inverse of `gram`, a symmetric K x K matrix: what
/// compensateRows spreads errors by. Inputs that never occur (0 on the
/// diagonal) have no part in it. The damping grows where rounding has made the
/// matrix indefinite; an empty matrix where it stays so.
SquareMatrix factorGram(SquareMatrix gram, double damping);

/// Rounds each of the rows of `weights` (count x K, row-major) from its first
/// element to the last, spreading every error over the elements after it.
/// `round(row, k, weight)` gives the number that is taken for a weight.
void compensateRows(llvm::MutableArrayRef<double> weights,
                    const SquareMatrix &factor,
                    llvm::function_ref<double(size_t, size_t, double)> round);

} // namespace mixp

#endif // MIXP_LIB_DIALECT_MIXP_TRANSFORMS_ERRORCOMPENSATION_H
