//===- MixpDialect.h - The mixp dialect ----------------------*- C++ -*-===//
#ifndef MIXP_DIALECT_MIXP_IR_MIXPDIALECT_H
#define MIXP_DIALECT_MIXP_IR_MIXPDIALECT_H

#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/Dialect.h"

#include "mixp/Dialect/Mixp/IR/MixpDialect.h.inc"

namespace mixp {

/// Discardable attribute of a module: the `#mixp.target` it is compiled for.
inline constexpr llvm::StringLiteral kTargetAttrName = "mixp.target";
inline constexpr llvm::StringLiteral kGpuTargetAttrName = "mixp.gpu_target";

/// Discardable argument and result attribute of a model's entry function: the
/// name (a string) that the model's file gave the input or output.
inline constexpr llvm::StringLiteral kNameAttrName = "mixp.name";
/// On arguments and results of functions whose signless elements are unsigned,
/// as mixp-strip-signedness leaves it for mixp-pack-subbyte.
inline constexpr llvm::StringLiteral kUnsignedAttrName = "mixp.unsigned";

} // namespace mixp

#endif // MIXP_DIALECT_MIXP_IR_MIXPDIALECT_H
