//===- Harness.h - Evaluates functions given as text ------------*- C++ -*-===//
#ifndef MIXP_TEST_UNIT_REFERENCE_HARNESS_H
#define MIXP_TEST_UNIT_REFERENCE_HARNESS_H

#include "mixp/Reference/Tensor.h"
#include "mlir/IR/MLIRContext.h"
#include <string>

namespace mixp::reference {

/// What came of evaluating a function: its results, or the first diagnostic.
struct Outcome {
  llvm::SmallVector<Tensor> results;
  std::string error;

  /// The only element of result `i`.
  double scalar(unsigned i = 0) const { return results[i].values[0]; }
};

/// Parses `module` and evaluates its function @main.
class Harness {
public:
  Harness();
  Outcome run(llvm::StringRef module, llvm::ArrayRef<Tensor> arguments = {});

  /// A tensor of `type`, say "f32" or "ui8", with the values.
  Tensor tensor(llvm::ArrayRef<int64_t> shape, llvm::StringRef type,
                std::vector<double> values);

private:
  mlir::MLIRContext context;
};

} // namespace mixp::reference

#endif // MIXP_TEST_UNIT_REFERENCE_HARNESS_H
