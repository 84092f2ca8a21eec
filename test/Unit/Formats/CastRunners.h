//===- CastRunners.h - Casts by the evaluator and the folder ----*- C++ -*-===//
#ifndef MIXP_TEST_UNIT_FORMATS_CASTRUNNERS_H
#define MIXP_TEST_UNIT_FORMATS_CASTRUNNERS_H

#include "SecondDerivation.h"

namespace mixp::formats {

/// One mixp.cast.
struct Cast {
  Format from, to;
  Mode mode;
  bool saturate;

  /// The op in IR on %x of `size` elements, its type and its result's.
  std::string text(size_t size) const;
  std::string inputType(size_t size) const;
  std::string resultType(size_t size) const;
};

/// The seed of stochastic casts: with bits in both words.
inline constexpr uint64_t kSeed = 0x123456789abcdef5;

/// The results of lib/Reference's evaluator.
std::vector<Real> evaluateCast(const Cast &cast, const std::vector<Real> &xs);

/// The results of the op's folder; `known` says which elements it folded.
struct Folded {
  std::vector<Real> values;
  std::vector<bool> known;
};
Folded foldCast(const Cast &cast, const std::vector<Real> &xs);

} // namespace mixp::formats

#endif // MIXP_TEST_UNIT_FORMATS_CASTRUNNERS_H
