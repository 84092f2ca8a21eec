//===- BenchLibrary.h - A library to compare with ---------------*- C++ -*-===//
// What mixp and the modules that it loads to call another library agree on. A
// module has one function, kBenchLibraryEntry, of the type BenchLibraryEntry.
// No LLVM here: a module is built with exceptions.
#ifndef MIXP_TOOLS_BENCHLIBRARY_H
#define MIXP_TOOLS_BENCHLIBRARY_H

#include <cstdint>
#include <string>
#include <vector>

namespace mixp::tool {

/// A product of row-major matrices.
struct LibraryProblem {
  /// Element types as in MLIR, e.g. "ui8".
  std::string lhs, rhs, result;
  int64_t m = 0, n = 0, k = 0, threads = 1;
  bool constantRhs = true;
  /// One of the result's type for each column, or null.
  const void *bias = nullptr;
  bool relu = false;
  /// Factors before the result is rounded: one, or one for each column.
  std::vector<float> scales;
  const void *lhsData = nullptr;
  /// Right sides to be used in turn.
  std::vector<const void *> rhsData;
};

/// A product that is ready to run. Right sides are laid out as the library
/// likes them best before.
class LibraryProduct {
public:
  virtual ~LibraryProduct() = default;
  /// Multiplies by one of the right sides.
  virtual void run(int64_t rhs) = 0;
  /// Row-major, of the result's type; of the last run.
  virtual const void *getResult() const = 0;
  /// The code that ran, as the library calls it.
  virtual std::string describe() const = 0;
};

/// The caller owns the product. Null where the library has not the operation:
/// `reason` says so.
using BenchLibraryEntry = LibraryProduct *(*)(const LibraryProblem &problem,
                                              std::string &reason);
inline constexpr const char *kBenchLibraryEntry = "mixpCreateLibraryProduct";

} // namespace mixp::tool

#endif // MIXP_TOOLS_BENCHLIBRARY_H
