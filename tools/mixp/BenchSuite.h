//===- BenchSuite.h - Many products, and what is asked of them --*- C++ -*-===//
#ifndef MIXP_TOOLS_BENCHSUITE_H
#define MIXP_TOOLS_BENCHSUITE_H

#include "BenchMeasure.h"

namespace mixp::tool {

/// One product of the suite.
struct SuiteCase {
  std::string name, types, epilogue;
  int64_t m = 0, n = 0, k = 0, threads = 1;
  /// Another process keeps one core busy.
  bool busy = false;
  /// The best figure known, and the peak of the machine that it is from; 0:
  /// none.
  double reference = 0, referencePeak = 0;
  /// Where it is in the table of those figures.
  std::string row, column;
  /// Name of a case to compare with.
  std::string baseline;
};

/// All cases, those of the table first.
std::vector<SuiteCase> getSuiteCases();

struct SuiteResult {
  SuiteCase bench;
  std::optional<BenchRecord> record;
  /// Why there is no record.
  std::string notRun;

  /// Our part of this machine's peak over the best known part of that of
  /// another; with the least times of all turns if `best`.
  double getRatio(bool best = false) const;
};

/// What is asked of the suite as a whole.
struct SuiteLimit {
  std::string what;
  double asked = 0;
  /// Over all cases that it is asked of and that ran.
  double least = 0;
  std::string leastCase;
  int64_t count = 0;

  bool holds() const { return count > 0 && least >= asked; }
};

/// A case's GOP/s, and its part of the peak, over those of its baseline, in
/// turns where they ran so; 0 if one of the two did not run.
double getGopsOverBaseline(const SuiteResult &result,
                           llvm::ArrayRef<SuiteResult> all);
double getPeakOverBaseline(const SuiteResult &result,
                           llvm::ArrayRef<SuiteResult> all);
std::vector<SuiteLimit> evaluateLimits(llvm::ArrayRef<SuiteResult> results);

/// What is asked of a case, e.g. "each cell 0.97".
std::vector<std::string> getLimits(const SuiteCase &bench);

/// "61 of 68 cells at least 1.00, ..."
std::string summarizeSuite(llvm::ArrayRef<SuiteResult> results);
llvm::json::Array toJson(llvm::ArrayRef<SuiteResult> results);
/// Tables of all results and limits.
void writeMarkdown(llvm::ArrayRef<SuiteResult> results, llvm::raw_ostream &os);

/// Measures the cases whose names `match` matches, prints and writes what was
/// found.
llvm::Error benchSuite(const BenchOptions &options, std::string &checkFailure);

} // namespace mixp::tool

#endif // MIXP_TOOLS_BENCHSUITE_H
