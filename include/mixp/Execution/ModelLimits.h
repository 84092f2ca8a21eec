//===- ModelLimits.h - What a model may ask for -----------------*- C++ -*-===//
#ifndef MIXP_EXECUTION_MODELLIMITS_H
#define MIXP_EXECUTION_MODELLIMITS_H

#include "mlir/IR/BuiltinOps.h"

namespace mixp {

/// Bytes of the largest tensor that a model may have, and of all its constants
/// together (with splats written out, as compiling does).
inline constexpr int64_t kMaxTensorBytes = int64_t(1) << 36;
inline constexpr int64_t kMaxConstantBytes = int64_t(1) << 33;
/// Elements of the largest vector: each is unrolled into registers.
inline constexpr int64_t kMaxVectorElements = int64_t(1) << 16;

/// Checks what the verifier lets pass but no tool can do anything with, before
/// anything is allocated: types and constants beyond the limits above,
/// dense_resource constants without their bytes, recursion, calls of functions
/// without a body, and functions that replace one of the C library. Says what
/// is wrong at the op.
mlir::LogicalResult verifyModelLimits(mlir::ModuleOp module);

} // namespace mixp

#endif // MIXP_EXECUTION_MODELLIMITS_H
