//===- ConstantData.h - Reading and writing constant tensors ----*- C++ -*-===//
#ifndef MIXP_DIALECT_MIXP_TRANSFORMS_CONSTANTDATA_H
#define MIXP_DIALECT_MIXP_TRANSFORMS_CONSTANTDATA_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"
#include "llvm/ADT/ArrayRef.h"
#include <optional>
#include <vector>

namespace mixp {

/// The elements, row-major, of an attribute that holds an f32 tensor, in any of
/// MLIR's forms; nothing for any other attribute.
std::optional<std::vector<float>> readF32Elements(mlir::Attribute attribute);

/// The elements, row-major, of a value that is a constant f32 tensor, kept in
/// any of MLIR's forms; nothing for any other value.
std::optional<std::vector<float>> readF32Constant(mlir::Value value);

/// The elements of a value that is a constant tensor of integers or floats, in
/// MLIR's raw layout (see createConstant); a splat is spread out. Nothing for
/// any other value.
std::optional<std::vector<char>> readConstantBytes(mlir::Value value);

/// Whether readConstantBytes reads `value`.
bool isReadableConstant(mlir::Value value);

/// An attribute of `type` from its elements in MLIR's raw layout: row-major, in
/// the host's byte order, a sub-byte element in the low bits of a byte of its
/// own with the other bits 0. Above 64 KiB the data is a resource called
/// `name`, which is neither hashed nor uniqued nor copied with the IR.
mlir::TypedAttr createElements(mlir::RankedTensorType type,
                               llvm::ArrayRef<char> data, llvm::StringRef name);

/// A constant of what createElements makes.
mlir::Value createConstant(mlir::OpBuilder &builder, mlir::Location loc,
                           mlir::RankedTensorType type,
                           llvm::ArrayRef<char> data, llvm::StringRef name);

/// Bytes of all constant tensors of the IR under `root` in their external form:
/// weights, their scales and zero points, biases, tables. Elements of less than
/// 8 bits count packed.
int64_t countWeightBytes(mlir::Operation *root);

} // namespace mixp

#endif // MIXP_DIALECT_MIXP_TRANSFORMS_CONSTANTDATA_H
