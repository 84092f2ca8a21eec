//===- ElementwiseCost.h - What fusing elementwise ops costs ----*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_CPU_ELEMENTWISECOST_H
#define MIXP_LIB_CODEGEN_CPU_ELEMENTWISECOST_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"

namespace mixp {

/// Whether computing an element of the op again costs no more than reading it
/// from memory: a few additions and the like, but no division or function.
bool isCheap(mlir::linalg::GenericOp op);

/// Whether the op's loops read an element of `operand` more than once.
bool isRepeated(mlir::linalg::GenericOp op, mlir::OpOperand *operand);

/// Whether a value is a matrix product, or what reshapes and a few elementwise
/// ops make of one: its kernel may compute them. What needs a reduction,
/// perhaps of the product, has to wait for all of it.
bool followsProduct(mlir::Value value);

/// The operands that have an element for each point of the loops.
int64_t countLargeInputs(mlir::linalg::GenericOp op);

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_CPU_ELEMENTWISECOST_H
