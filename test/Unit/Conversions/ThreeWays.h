//===- ThreeWays.h - Evaluated, compiled and folded -------------*- C++ -*-===//
#ifndef MIXP_TEST_UNIT_CONVERSIONS_THREEWAYS_H
#define MIXP_TEST_UNIT_CONVERSIONS_THREEWAYS_H

#include "mixp/Execution/HostTensor.h"
#include "mixp/Execution/Jit.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OwningOpRef.h"
#include <string>
#include <vector>

/// One function of one op and one result, run in each of the ways that mixp
/// knows: by the evaluator, as compiled code, and folded from constants.
class ThreeWays {
public:
  /// Parses and compiles `module`, whose function is @main.
  explicit ThreeWays(llvm::StringRef module);

  using Arguments = std::vector<std::vector<double>>;
  using Values = std::vector<double>;

  /// The elements of the result, one row-major list of elements per argument.
  /// Empty, with a failure of the test, where something goes wrong.
  Values evaluate(const Arguments &arguments);
  Values execute(const Arguments &arguments);
  Values fold(const Arguments &arguments);

private:
  std::vector<mixp::HostTensor> toHost(const Arguments &arguments);

  mlir::MLIRContext context;
  mlir::OwningOpRef<mlir::ModuleOp> module;
  std::unique_ptr<mixp::JitFunction> compiled;
};

#endif // MIXP_TEST_UNIT_CONVERSIONS_THREEWAYS_H
