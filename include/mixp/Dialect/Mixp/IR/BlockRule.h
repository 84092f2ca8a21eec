//===- BlockRule.h - Shapes of scale and zero-point tensors --*- C++ -*-===//
#ifndef MIXP_DIALECT_MIXP_IR_BLOCKRULE_H
#define MIXP_DIALECT_MIXP_IR_BLOCKRULE_H

#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Diagnostics.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallVector.h"
#include <optional>

namespace mixp {

/// Resolves the block of every dim of `operand` for scales of shape `scale`
/// (the block rule of the dialect's description). A written `block` is taken
/// as it is, but for 0, which becomes the dim's size (kDynamic where that is
/// only known at run time, 1 where it is 0); an omitted one is inferred. No
/// block is 0, so that it can be divided by. Returns nothing, after
/// saying why through `emitError`, where the rule is broken. `what` names the
/// tensor in the message: "scale", "lhs_scale", ...
std::optional<llvm::SmallVector<int64_t>>
resolveBlock(mlir::ShapedType operand, mlir::ShapedType scale,
             std::optional<llvm::ArrayRef<int64_t>> block, llvm::StringRef what,
             llvm::function_ref<mlir::InFlightDiagnostic()> emitError);

/// The scale tensor's shape that `block` gives for an operand's `shape`.
llvm::SmallVector<int64_t> scaleShape(llvm::ArrayRef<int64_t> shape,
                                      llvm::ArrayRef<int64_t> block);

} // namespace mixp

#endif // MIXP_DIALECT_MIXP_IR_BLOCKRULE_H
