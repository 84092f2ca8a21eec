//===- OpCheck.h - Each op on the operands it saw ---------------*- C++ -*-===//
#ifndef MIXP_EXECUTION_OPCHECK_H
#define MIXP_EXECUTION_OPCHECK_H

#include "mixp/Execution/Signature.h"
#include "mlir/IR/OwningOpRef.h"
#include <memory>
#include <vector>

namespace mixp {

/// A copy of `module` whose function `name` (see findEntry) is inlined and
/// returns what its ops take and give (mixp-expose-ops).
llvm::Expected<mlir::OwningOpRef<mlir::ModuleOp>>
exposeOps(mlir::ModuleOp module, llvm::StringRef name = "");

/// An op whose result was out of bound.
struct OpMismatch {
  /// E.g. "mixp.matmul".
  std::string op;
  /// E.g. "model.mlir:3:8" or "loc(\"name\")"; "an unknown place" if there is
  /// none.
  std::string place;
  /// Which element of which result, both values and the bound.
  std::string text;
};

/// Compares each op of an exposed function with the reference evaluator on the
/// operands that compiled code gave it, so that an error shows at the op that
/// makes it and no bound has to allow for more than one op.
class OpChecker {
public:
  OpChecker(OpChecker &&);
  ~OpChecker();

  /// `function` was exposed by mixp-expose-ops; nothing refers to it
  /// afterwards.
  static llvm::Expected<OpChecker> create(mlir::func::FuncOp function);

  /// Checks one run, given all results of the exposed function. Fails only if
  /// the evaluator does. Ops after the first that is out of bound are not
  /// looked at.
  llvm::Error check(llvm::ArrayRef<HostTensor> results);

  /// The first op of the first run that was out of bound.
  const std::optional<OpMismatch> &getMismatch() const { return mismatch; }

  /// How many ops are checked, and how many are not since they are below
  /// control flow or of types that no array has.
  unsigned getNumChecked() const;
  unsigned getNumUnchecked() const { return unchecked; }

private:
  struct OneOp;
  OpChecker();
  std::vector<std::unique_ptr<OneOp>> ops;
  unsigned unchecked = 0;
  std::optional<OpMismatch> mismatch;
};

} // namespace mixp

#endif // MIXP_EXECUTION_OPCHECK_H
