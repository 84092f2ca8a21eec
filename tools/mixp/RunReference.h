//===- RunReference.h - Running and checking by the evaluator ---*- C++ -*-===//
#ifndef MIXP_TOOLS_RUNREFERENCE_H
#define MIXP_TOOLS_RUNREFERENCE_H

#include "RunData.h"
#include "mixp/Execution/Jit.h"
#include "mixp/Execution/OpCheck.h"

namespace mixp::tool {

/// Runs a function by the reference evaluator.
Runner createReferenceRunner(mlir::func::FuncOp function);

/// Compares the results of compiled code with the evaluator's, run by run:
/// first each op's on the operands that it saw, then the outputs.
class Checker {
public:
  Checker(mlir::func::FuncOp function, const Signature &signature)
      : function(function), signature(signature) {}

  /// Compiles the function once more, so that it returns what each op takes
  /// and gives.
  llvm::Error checkOps(mlir::ModuleOp module, JitOptions options);

  /// Fails only if the evaluator does; a result that is out of bound is a
  /// failure of the check, see getFailure.
  llvm::Error check(llvm::ArrayRef<const HostTensor *> inputs,
                    llvm::ArrayRef<HostTensor> results);

  /// The first op that was out of bound, or else the first element of an
  /// output; empty if there was none.
  std::string getFailure() const;
  /// E.g. "checked 21 elements of 2 outputs: bit-exact", or how far off the
  /// results were and how far they might have been; and which ops were
  /// checked.
  std::string summarize() const;

private:
  mlir::func::FuncOp function;
  const Signature &signature;
  int64_t elements = 0;
  bool exact = true;
  /// Over all elements: the widest bound, and how far a result was off.
  double largestBound = 0, largestError = 0;
  std::string failure;
  std::unique_ptr<JitFunction> exposed;
  std::optional<OpChecker> ops;
};

} // namespace mixp::tool

#endif // MIXP_TOOLS_RUNREFERENCE_H
