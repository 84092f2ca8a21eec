//===- BenchProduct.h - A product that is ready to be measured --*- C++ -*-===//
#ifndef MIXP_TOOLS_BENCHPRODUCT_H
#define MIXP_TOOLS_BENCHPRODUCT_H

#include "BenchCase.h"
#include "BenchMeasure.h"
#include "mixp/Execution/Jit.h"
#include "mlir/IR/MLIRContext.h"

namespace mixp::tool {

/// A product's data and its compiled code. Where the left side has few rows
/// there are several right sides, together much larger than the last-level
/// cache, that calls use in turn: a model's weights come from memory too.
class BenchProduct {
public:
  static llvm::Expected<std::unique_ptr<BenchProduct>>
  create(const BenchCase &product, const MeasureOptions &options);

  /// Multiplies by the next right side.
  void run();

  /// Compares some rows of a result with the evaluator's: a message if they are
  /// wrong.
  llvm::Expected<std::string> check(const HostTensor &result) const;
  /// Multiplies by the first right side.
  llvm::Expected<HostTensor> compute() const;

  const BenchCase &getCase() const { return product; }
  /// Of its kernel, if it has one.
  std::optional<MmaKind> getInstruction() const { return instruction; }
  int64_t getWeightCopies() const {
    return static_cast<int64_t>(arguments.size());
  }
  /// The arguments of a call: left side, right side, scales and bias.
  llvm::ArrayRef<const HostTensor *> getArguments(int64_t copy) const {
    return arguments[copy];
  }

private:
  explicit BenchProduct(const BenchCase &product) : product(product) {}
  llvm::Error makeData();
  llvm::Error compile(const MeasureOptions &options);

  BenchCase product;
  std::optional<MmaKind> instruction;
  std::vector<std::unique_ptr<HostTensor>> data;
  /// For each right side.
  std::vector<llvm::SmallVector<const HostTensor *>> arguments;
  /// Signatures of functions are of types in these.
  std::vector<std::unique_ptr<mlir::MLIRContext>> contexts;
  /// One, or one for each right side where those are constants.
  std::vector<std::unique_ptr<JitFunction>> functions;
  std::vector<PreparedArguments> calls;
  size_t next = 0;
};

} // namespace mixp::tool

#endif // MIXP_TOOLS_BENCHPRODUCT_H
