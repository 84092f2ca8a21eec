//===- BenchCase.h - A matrix product to measure ----------------*- C++ -*-===//
#ifndef MIXP_TOOLS_BENCHCASE_H
#define MIXP_TOOLS_BENCHCASE_H

#include "Bench.h"
#include "mlir/IR/OwningOpRef.h"

namespace mixp::tool {

/// A product's types and sizes, from the command line.
struct BenchCase {
  /// As in MLIR, e.g. "ui8".
  std::string lhs, rhs, result;
  /// K of one scale of the right side; 0: no scales.
  int64_t group = 0;
  int64_t batch = 1, m = 0, n = 0, k = 0;
  bool bias = false, relu = false, requantize = false;

  /// Type of the product before the epilogue.
  std::string getAccumulator() const;
  bool hasIntegerOperands() const;
  bool isInteger() const { return getAccumulator() == "i32"; }
};

llvm::Expected<BenchCase> parseBenchCase(const BenchOptions &options);

/// A module whose `main` takes the left side, the right side and, if there are
/// any, scales and bias.
mlir::OwningOpRef<mlir::ModuleOp> buildBenchModule(mlir::MLIRContext &context,
                                                   const BenchCase &product);

/// Replaces all arguments but the first by constants, as a model's weights are.
void bindConstants(mlir::func::FuncOp function,
                   llvm::ArrayRef<HostTensor> arguments);

} // namespace mixp::tool

#endif // MIXP_TOOLS_BENCHCASE_H
