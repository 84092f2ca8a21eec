//===- Signature.h - What a function takes and gives ------------*- C++ -*-===//
#ifndef MIXP_EXECUTION_SIGNATURE_H
#define MIXP_EXECUTION_SIGNATURE_H

#include "mixp/Execution/HostTensor.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/BuiltinTypes.h"

namespace mixp {

/// One argument or result of a function. The name is its attribute `mixp.name`,
/// or `arg0`, `result0`, ... where there is none.
struct Port {
  std::string name;
  mlir::RankedTensorType type;
};

struct Signature {
  std::string function;
  llvm::SmallVector<Port> inputs;
  llvm::SmallVector<Port> results;
};

/// Finds the function to run: `name`, or where that is empty `main`, or else
/// the module's only public function.
llvm::Expected<mlir::func::FuncOp> findEntry(mlir::ModuleOp module,
                                             llvm::StringRef name = "");

/// Reads a function's signature. Fails if a type is not a ranked tensor of
/// elements that a HostTensor can hold.
llvm::Expected<Signature> readSignature(mlir::func::FuncOp function);

/// The kind that holds elements of `type` one by one: i3 is held as int8, ui3
/// as uint8. Signless integers count as signed, but for i1, which is held as
/// bool; ui1 is held as uint8.
std::optional<ElementKind> getHostKind(mlir::Type type);

} // namespace mixp

#endif // MIXP_EXECUTION_SIGNATURE_H
