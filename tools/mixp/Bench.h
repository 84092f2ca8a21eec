//===- Bench.h - mixp bench -------------------------------------*- C++ -*-===//
#ifndef MIXP_TOOLS_BENCH_H
#define MIXP_TOOLS_BENCH_H

#include "RunData.h"

namespace mixp::tool {

struct BenchOptions {
  std::vector<std::string> words;
  /// Of models.
  InputOptions data;
  std::string function;
  /// At least one. Of a product exactly one.
  std::vector<int64_t> batches;
  /// Of a product: LHS,RHS,RESULT, the epilogue's steps, and sizes.
  std::string types, rhs = "constant", epilogue;
  int64_t m = 0, n = 0, k = 0, threads = 1;
  /// Of a product: libraries to compare with, e.g. "onednn,openblas".
  std::string against;
  /// The suite's cases with names that `match` matches, and a folder to write
  /// to.
  bool suite = false, list = false;
  std::string match, output;
  /// Least time of each work; 0: the default.
  int64_t milliseconds = 0;
  std::string target = "host";
  /// See JitOptions. With several models each has a folder of its own below,
  /// named by its number.
  std::string dumpFolder, perfFolder;
  bool json = false;
};

/// Prints the time per sample of each model at each batch size.
llvm::Error benchModels(const BenchOptions &options);

} // namespace mixp::tool

#endif // MIXP_TOOLS_BENCH_H
