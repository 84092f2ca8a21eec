//===- Bench.h - mixp bench -------------------------------------*- C++ -*-===//
#ifndef MIXP_TOOLS_BENCH_H
#define MIXP_TOOLS_BENCH_H

#include "RunData.h"

namespace mixp::tool {

struct BenchOptions {
  std::vector<std::string> words;
  /// Of a model.
  InputOptions data;
  std::string function;
  int64_t batch = 1;
  /// Of a product: LHS,RHS,RESULT, the epilogue's steps, and sizes.
  std::string types, rhs = "constant", epilogue;
  int64_t m = 0, n = 0, k = 0, threads = 1;
  std::string target = "host";
  bool json = false;
};

/// Prints a model's time per sample.
llvm::Error benchModel(const BenchOptions &options);

/// Prints a matrix product's speed beside what the machine can do. Sets
/// `checkFailure` to a message if the result is wrong.
llvm::Error benchProduct(const BenchOptions &options,
                         std::string &checkFailure);

} // namespace mixp::tool

#endif // MIXP_TOOLS_BENCH_H
