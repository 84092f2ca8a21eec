//===- RunReference.h - Running and checking by the evaluator ---*- C++ -*-===//
#ifndef MIXP_TOOLS_RUNREFERENCE_H
#define MIXP_TOOLS_RUNREFERENCE_H

#include "RunData.h"

namespace mixp::tool {

/// Runs a function by the reference evaluator.
Runner createReferenceRunner(mlir::func::FuncOp function);

/// Compares the results of compiled code with the evaluator's, run by run.
class Checker {
public:
  Checker(mlir::func::FuncOp function, const Signature &signature)
      : function(function), signature(signature) {}

  /// Fails only if the evaluator does; a result that is out of bound is a
  /// failure of the check, see getFailure.
  llvm::Error check(llvm::ArrayRef<const HostTensor *> inputs,
                    llvm::ArrayRef<HostTensor> results);

  /// The first element that was out of bound; empty if there was none.
  const std::string &getFailure() const { return failure; }
  /// E.g. "checked 21 elements of 2 outputs: bit-exact", or how far off the
  /// results were and how far they might have been.
  std::string summarize() const;

private:
  mlir::func::FuncOp function;
  const Signature &signature;
  int64_t elements = 0;
  bool exact = true;
  /// Over all elements: the widest bound, and how far a result was off.
  double largestBound = 0, largestError = 0;
  std::string failure;
};

} // namespace mixp::tool

#endif // MIXP_TOOLS_RUNREFERENCE_H
