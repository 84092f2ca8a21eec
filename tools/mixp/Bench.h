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
  std::string target = "host";
  /// See JitOptions. With several models each has a folder of its own below,
  /// named by its number.
  std::string dumpFolder, perfFolder;
  bool json = false;
};

/// Prints the time per sample of each model at each batch size.
llvm::Error benchModels(const BenchOptions &options);

/// Prints a matrix product's speed beside what the machine can do. Sets
/// `checkFailure` to a message if the result is wrong.
llvm::Error benchProduct(const BenchOptions &options,
                         std::string &checkFailure);

} // namespace mixp::tool

#endif // MIXP_TOOLS_BENCH_H
