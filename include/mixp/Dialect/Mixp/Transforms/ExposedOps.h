//===- ExposedOps.h - Ops whose values a function returns -------*- C++ -*-===//
#ifndef MIXP_DIALECT_MIXP_TRANSFORMS_EXPOSEDOPS_H
#define MIXP_DIALECT_MIXP_TRANSFORMS_EXPOSEDOPS_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Operation.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"

namespace mixp {

/// Discardable attribute (unit) of a result that mixp-expose-ops appended.
inline constexpr llvm::StringLiteral kExposedResultAttrName = "mixp.exposed";

/// Whether the op computes what can be checked apart from its surroundings: a
/// mixp op, a linalg op but for fills, or an elementwise op on tensors.
bool isCheckableOp(mlir::Operation *op);

/// The values that the op reads, each once: operands and values that its
/// regions use from outside. Constants, and inits whose elements it never
/// reads, are left out.
llvm::SmallVector<mlir::Value> getReadValues(mlir::Operation *op);

/// Whether `value` is an empty tensor that only gives `op` a place for its
/// result.
bool isUnreadInit(mlir::Operation *op, mlir::Value value);

/// Maps each value that mixp-expose-ops made `function` return to the number of
/// the result. Values that are returned in another form (a scalar as a tensor,
/// elements widened) are mapped themselves.
llvm::DenseMap<mlir::Value, unsigned>
getExposedValues(mlir::func::FuncOp function);

} // namespace mixp

#endif // MIXP_DIALECT_MIXP_TRANSFORMS_EXPOSEDOPS_H
