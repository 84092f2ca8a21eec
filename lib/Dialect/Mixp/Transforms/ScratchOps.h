//===- ScratchOps.h - Ops that may not be needed ----------------*- C++ -*-===//
#ifndef MIXP_LIB_DIALECT_MIXP_TRANSFORMS_SCRATCHOPS_H
#define MIXP_LIB_DIALECT_MIXP_TRANSFORMS_SCRATCHOPS_H

#include "mlir/IR/Builders.h"

namespace mixp {

/// Listens to a builder and, unless told to keep them, erases the ops that it
/// made. They are used by each other only.
class ScratchOps : public mlir::OpBuilder::Listener {
public:
  explicit ScratchOps(mlir::OpBuilder &builder) : builder(builder) {
    builder.setListener(this);
  }
  ~ScratchOps() override {
    builder.setListener(nullptr);
    for (mlir::Operation *op : llvm::reverse(ops))
      op->erase();
  }
  ScratchOps(const ScratchOps &) = delete;
  ScratchOps &operator=(const ScratchOps &) = delete;

  void notifyOperationInserted(mlir::Operation *op,
                               mlir::OpBuilder::InsertPoint) override {
    // Ops in a body go with the op that has it.
    if (op->getBlock() == builder.getInsertionBlock())
      ops.push_back(op);
  }
  void keep() { ops.clear(); }

private:
  mlir::OpBuilder &builder;
  llvm::SmallVector<mlir::Operation *> ops;
};

} // namespace mixp

#endif // MIXP_LIB_DIALECT_MIXP_TRANSFORMS_SCRATCHOPS_H
