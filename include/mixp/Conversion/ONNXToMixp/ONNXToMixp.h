//===- ONNXToMixp.h - ONNX models as mixp modules ---------------*- C++ -*-===//
#ifndef MIXP_CONVERSION_ONNXTOMIXP_ONNXTOMIXP_H
#define MIXP_CONVERSION_ONNXTOMIXP_ONNXTOMIXP_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"

namespace mixp {

/// Oldest and newest version of ONNX's default operator set that is read.
inline constexpr int64_t kMinOnnxOpset = 1;
inline constexpr int64_t kMaxOnnxOpset = 25;

/// Reads the ONNX file `path` into a module with one function
///
/// ```mlir
/// func.func @main(%x: tensor<?x784xf32> {mixp.name = "image"})
///     -> (tensor<?x10xf32> {mixp.name = "scores"})
/// ```
///
/// of mixp.matmul, linalg and tensor ops. A symbolic leading dim (the batch)
/// becomes `?`; all `?` of one model's arguments are the same size. Constants
/// over 64 KiB are dense resources. The module has been verified.
///
/// On failure exactly one error is emitted to `context`; it begins with `path`
/// and names the node or tensor and what to do about it. Any bytes are
/// accepted: nothing is allocated for a size that a file merely claims.
mlir::FailureOr<mlir::OwningOpRef<mlir::ModuleOp>>
importOnnx(mlir::MLIRContext &context, llvm::StringRef path);

} // namespace mixp

#endif // MIXP_CONVERSION_ONNXTOMIXP_ONNXTOMIXP_H
