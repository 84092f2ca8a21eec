//===- BenchedModel.h - A model to measure ----------------------*- C++ -*-===//
#ifndef MIXP_TOOLS_BENCHEDMODEL_H
#define MIXP_TOOLS_BENCHEDMODEL_H

#include "Bench.h"
#include "mixp/Execution/Jit.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OwningOpRef.h"

namespace mixp::tool {

/// The calls that make one repetition, with the arrays that they read.
struct BenchCalls {
  ConvertedInputs inputs;
  std::vector<HostTensor> samples;
  std::vector<PreparedArguments> calls;
};

/// A model that is compiled once and measured at several batch sizes.
class BenchedModel {
public:
  /// Reads a model and checks the inputs that it will get, which takes little
  /// time beside `compile`.
  static llvm::Expected<BenchedModel> load(llvm::StringRef path,
                                           const BenchOptions &options);
  /// `number` is that of the model among all, for the folder of its stages.
  llvm::Error compile(const BenchOptions &options, size_t number);

  /// Makes the calls that take `batch` samples: one, or one for each sample
  /// where the model takes a single sample.
  llvm::Expected<BenchCalls> prepare(const BenchOptions &options,
                                     int64_t batch) const;
  /// Runs a repetition.
  llvm::Error run(const BenchCalls &calls) const {
    for (const PreparedArguments &call : calls.calls)
      if (llvm::Error error = jit->callPrepared(call))
        return error;
    return llvm::Error::success();
  }

  const std::string &getPath() const { return path; }

private:
  BenchedModel() = default;
  llvm::Error fail(llvm::Error error) const;

  std::string path;
  std::unique_ptr<mlir::MLIRContext> context;
  /// Null once compiled.
  mlir::OwningOpRef<mlir::ModuleOp> module;
  Signature signature;
  std::unique_ptr<JitFunction> jit;
};

} // namespace mixp::tool

#endif // MIXP_TOOLS_BENCHEDMODEL_H
