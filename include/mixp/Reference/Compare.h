//===- Compare.h - Is a result within its bound? ----------------*- C++ -*-===//
#ifndef MIXP_REFERENCE_COMPARE_H
#define MIXP_REFERENCE_COMPARE_H

#include "mixp/Reference/Tensor.h"
#include <string>

namespace mixp::reference {

/// The first element that is out of bound.
struct Mismatch {
  int64_t index = -1; // row-major; -1 where the shapes differ
  std::string text;   // for a message: place, both values and the bound
};

/// Compares `got` with what the evaluator expects: every element must lie
/// within its bound. NaN equals NaN, -0 equals +0 and an infinity only itself;
/// an infinite bound accepts anything. Bounds of `got` are ignored.
std::optional<Mismatch> compare(const Tensor &got, const Tensor &expected);

} // namespace mixp::reference

#endif // MIXP_REFERENCE_COMPARE_H
