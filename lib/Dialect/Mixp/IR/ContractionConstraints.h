//===- ContractionConstraints.h - What contractions share -------*- C++ -*-===//
#ifndef MIXP_LIB_DIALECT_MIXP_IR_CONTRACTIONCONSTRAINTS_H
#define MIXP_LIB_DIALECT_MIXP_IR_CONTRACTIONCONSTRAINTS_H

#include "Constraints.h"
#include "mixp/Dialect/Mixp/IR/MixpAttrs.h"

namespace mixp {

/// "the result is i32 exactly if both operands are integers without scales", of
/// a product of integers without scales (`isInteger`) or any other.
llvm::LogicalResult verifyAccumulator(mlir::Operation *op, bool isInteger,
                                      mlir::RankedTensorType outs);

/// "zero points need an integer operand; f32 zero points also need a scale on
/// the same operand", of one operand.
llvm::LogicalResult verifyZeroPointOperand(mlir::Operation *op,
                                           const Blocked &side);

/// "a precision other than full is only on f32 operands".
llvm::LogicalResult verifyPrecision(mlir::Operation *op,
                                    OperandPrecision precision, mlir::Type lhs,
                                    mlir::Type rhs);

/// Whether `value` is there and has float elements.
bool isFloatTensor(mlir::Value value);

} // namespace mixp

#endif // MIXP_LIB_DIALECT_MIXP_IR_CONTRACTIONCONSTRAINTS_H
