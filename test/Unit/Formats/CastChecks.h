//===- CastChecks.h - Casts against the second derivation -------*- C++ -*-===//
#ifndef MIXP_TEST_UNIT_FORMATS_CASTCHECKS_H
#define MIXP_TEST_UNIT_FORMATS_CASTCHECKS_H

#include "CastRunners.h"

namespace mixp::formats {

/// Every type that is cast to.
std::vector<Format> allTargets();

/// Casts `xs` to `to` in every mode, with and without `saturate`, by the
/// evaluator and, the first `foldable` of them, by the folder, and expects what
/// the second derivation gives.
void checkCasts(const Format &from, const Format &to,
                const std::vector<Real> &xs, size_t foldable = SIZE_MAX);

} // namespace mixp::formats

#endif // MIXP_TEST_UNIT_FORMATS_CASTCHECKS_H
