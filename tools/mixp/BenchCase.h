//===- BenchCase.h - A matrix product to measure ----------------*- C++ -*-===//
#ifndef MIXP_TOOLS_BENCHCASE_H
#define MIXP_TOOLS_BENCHCASE_H

#include "Bench.h"
#include "mixp/Dialect/Mixp/IR/MixpAttrs.h"
#include "mlir/IR/OwningOpRef.h"

namespace mixp::tool {

/// A product's types and sizes, from the command line.
struct BenchCase {
  /// As in MLIR, e.g. "ui8".
  std::string lhs, rhs, result;
  /// The left side is quantized to i8 inside the call, each row by a scale of
  /// its own.
  bool quantizesRows = false;
  /// K of one scale of the right side; 0: no scales.
  int64_t group = 0;
  std::string scaleType = "f32";
  /// About one in 64 of the accumulators' range fits a requantized result.
  static constexpr float kRequantizeScale = 0x1p-9f;
  int64_t batch = 1, m = 0, n = 0, k = 0;
  bool bias = false, relu = false, requantize = false;

  /// Type of the product before the epilogue.
  std::string getAccumulator() const;
  /// The operands of the product itself are integers.
  bool hasIntegerOperands() const;
  bool isInteger() const { return getAccumulator() == "i32"; }
  double getOperations() const {
    return 2.0 * static_cast<double>(batch * m) * static_cast<double>(n * k);
  }
  /// Bytes of the right side and of its scales.
  double getWeightBytes() const;
  /// K of one scale as a number of rows of scales.
  int64_t getGroupCount() const { return (k + group - 1) / group; }
};

llvm::Expected<BenchCase> parseBenchCase(const BenchOptions &options);

/// A module whose `main` takes the left side, the right side and, if there are
/// any, scales and bias.
mlir::OwningOpRef<mlir::ModuleOp> buildBenchModule(mlir::MLIRContext &context,
                                                   const BenchCase &product);

/// The instruction of the kernel that `target` has for the product in `module`;
/// none where there is no kernel.
std::optional<MmaKind> findInstruction(mlir::ModuleOp module,
                                       llvm::StringRef target);

/// Replaces all arguments but the first by constants, as a model's weights are.
void bindConstants(mlir::func::FuncOp function,
                   llvm::ArrayRef<const HostTensor *> arguments);

} // namespace mixp::tool

#endif // MIXP_TOOLS_BENCHCASE_H
