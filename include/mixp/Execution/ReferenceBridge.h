//===- ReferenceBridge.h - Host arrays and the evaluator --------*- C++ -*-===//
#ifndef MIXP_EXECUTION_REFERENCEBRIDGE_H
#define MIXP_EXECUTION_REFERENCEBRIDGE_H

#include "mixp/Execution/Signature.h"
#include "mixp/Reference/Tensor.h"

namespace mixp {

/// The same values, exact, in the evaluator's form.
reference::Tensor toReference(const HostTensor &tensor, mlir::Type elementType);

/// The evaluator's values without their bounds.
llvm::Expected<HostTensor> fromReference(const reference::Tensor &tensor);

/// Evaluates a function on arrays of the kinds that getHostKind gives for its
/// inputs. Problems of the function are diagnostics; the error then says only
/// that the evaluation failed.
llvm::Expected<llvm::SmallVector<reference::Tensor>>
evaluateReference(mlir::func::FuncOp function,
                  llvm::ArrayRef<const HostTensor *> arguments);

} // namespace mixp

#endif // MIXP_EXECUTION_REFERENCEBRIDGE_H
