//===- MixpDialect.h - The mixp dialect ----------------------*- C++ -*-===//
#ifndef MIXP_DIALECT_MIXP_IR_MIXPDIALECT_H
#define MIXP_DIALECT_MIXP_IR_MIXPDIALECT_H

#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/Dialect.h"

#include "mixp/Dialect/Mixp/IR/MixpDialect.h.inc"

namespace mixp {

/// Discardable attribute of a module: the `#mixp.target` it is compiled for.
inline constexpr llvm::StringLiteral kTargetAttrName = "mixp.target";

/// Discardable argument and result attribute of a model's entry function: the
/// name (a string) that the model's file gave the input or output.
inline constexpr llvm::StringLiteral kNameAttrName = "mixp.name";

} // namespace mixp

#endif // MIXP_DIALECT_MIXP_IR_MIXPDIALECT_H
