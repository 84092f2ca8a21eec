//===- BufferizedOps.h - Ops that passes on memrefs take --------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_CPU_BUFFERIZEDOPS_H
#define MIXP_LIB_CODEGEN_CPU_BUFFERIZEDOPS_H

#include "mlir/IR/Operation.h"

namespace mixp {

/// Appends the ops below `root` that are of one of the types; an error at the
/// first of them that is still on tensors.
template <typename... OpTys>
llvm::LogicalResult
collectBufferized(mlir::Operation *root,
                  llvm::SmallVectorImpl<mlir::Operation *> &ops) {
  mlir::WalkResult result = root->walk([&](mlir::Operation *op) {
    if (!llvm::isa<OpTys...>(op))
      return mlir::WalkResult::advance();
    ops.push_back(op);
    // On memrefs they write into operands.
    if (op->getNumResults() == 0)
      return mlir::WalkResult::advance();
    op->emitOpError() << "is still on tensors: bufferize first";
    return mlir::WalkResult::interrupt();
  });
  return llvm::failure(result.wasInterrupted());
}

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_CPU_BUFFERIZEDOPS_H
