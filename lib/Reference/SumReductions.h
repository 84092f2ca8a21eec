//===- SumReductions.h - Float sums in any order ----------------*- C++ -*-===//
#ifndef MIXP_LIB_REFERENCE_SUMREDUCTIONS_H
#define MIXP_LIB_REFERENCE_SUMREDUCTIONS_H

#include "ScalarProgram.h"

namespace mixp::reference {

/// A float sum over the reduction dims of a linalg op: compiled code may add
/// the terms in any order, so that its result is only known within a bound.
struct SumReduction {
  unsigned output; // position among the op's outputs
  unsigned term;   // register that is added up
};

/// Finds the outputs of `program` that are `acc + term` or `fma(x, y, acc)`,
/// acc being that output's block argument (register `firstOutput` + its
/// position), and takes the addition out of the program.
llvm::SmallVector<SumReduction> extractSums(ScalarProgram &program,
                                            unsigned firstOutput);

/// A sum of `terms` terms and an initial value in progress.
struct Accumulator {
  double sum = 0;       // without rounding
  double magnitude = 0; // sum of absolute values, error bounds included
  double error = 0;     // sum of the terms' error bounds

  void add(double value, double bound) {
    sum += value;
    magnitude += (value < 0 ? -value : value) + bound;
    error += bound;
  }
};

/// The value and bound of a finished sum of `terms` terms in `format`.
std::pair<double, double> finishSum(const Accumulator &accumulator,
                                    int64_t terms, FloatFormat format);

} // namespace mixp::reference

#endif // MIXP_LIB_REFERENCE_SUMREDUCTIONS_H
