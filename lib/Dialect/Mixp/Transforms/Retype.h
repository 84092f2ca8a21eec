//===- Retype.h - Other types for the same bits -----------------*- C++ -*-===//
#ifndef MIXP_LIB_DIALECT_MIXP_TRANSFORMS_RETYPE_H
#define MIXP_LIB_DIALECT_MIXP_TRANSFORMS_RETYPE_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Operation.h"

namespace mixp {

/// Whether `op` only moves elements around, so that their type may be replaced
/// by another that holds the same bits: function, control flow and tensor ops,
/// constants, and linalg ops as far as their bodies do.
bool onlyMovesElements(mlir::Operation *op);

/// Whether `predicate` holds for the type of an operand, a result or an
/// argument of a region of `op`.
bool touchesType(mlir::Operation *op,
                 llvm::function_ref<bool(mlir::Type)> predicate);

/// Replaces the types of all results, block arguments, functions and constants
/// below `root` by what `convert` makes of them. The data of constants are
/// taken over as they are: both element types must take as many bytes.
void retype(mlir::Operation *root,
            llvm::function_ref<mlir::Type(mlir::Type)> convert);

/// Signless integers of the same width as the number, or the elements, of
/// `type`; a shape stays.
mlir::Type toSignlessIntegers(mlir::Type type);

/// Marks (kUnsignedAttrName) the arguments and results of `function` that are
/// tensors of less than a byte for whose type `isUnsigned` holds: what extends
/// them to bytes at the boundary puts zeros above.
void markUnsignedSubbyte(mlir::func::FuncOp function,
                         llvm::function_ref<bool(mlir::Type)> isUnsigned);

/// Removes a bitcast whose types have become the same.
template <typename BitcastT> void eraseIfVoid(BitcastT op) {
  if (op->getResult(0).getType() != op->getOperand(0).getType())
    return;
  op->getResult(0).replaceAllUsesWith(op->getOperand(0));
  op->erase();
}

} // namespace mixp

#endif // MIXP_LIB_DIALECT_MIXP_TRANSFORMS_RETYPE_H
