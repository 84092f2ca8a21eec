//===- SubbytePacking.h - External form of sub-byte tensors -----*- C++ -*-===//
#ifndef MIXP_LIB_DIALECT_MIXP_TRANSFORMS_SUBBYTEPACKING_H
#define MIXP_LIB_DIALECT_MIXP_TRANSFORMS_SUBBYTEPACKING_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"

namespace mixp {

/// The external form of a tensor of `width`-bit integers: 1-D bytes, flattened
/// row-major, lowest bits first, no padding but in the last byte.
mlir::RankedTensorType packedType(mlir::RankedTensorType type, unsigned width);

/// Whether the shape of a tensor of `type` follows from the number of bytes of
/// its external form: at most one dim is dynamic, and the others' product is at
/// least the number of elements in a byte.
bool isShapeRecoverable(mlir::RankedTensorType type, unsigned width);

/// `value` as an i8 tensor whose elements are `width`-bit integers with their
/// sign, or zeros, above them. What is there before does not matter.
mlir::Value buildExtend(mlir::OpBuilder &builder, mlir::Location loc,
                        mlir::Value value, unsigned width, bool isUnsigned);

/// The external form of `value`, an i8 tensor whose elements hold `width`-bit
/// integers in their low bits, or an i1 tensor.
mlir::Value buildPack(mlir::OpBuilder &builder, mlir::Location loc,
                      mlir::Value value, unsigned width);

/// The inverse: the i8 (or i1) tensor of `type` from its external form. The
/// elements' other bits are undefined.
mlir::Value buildUnpack(mlir::OpBuilder &builder, mlir::Location loc,
                        mlir::Value packed, mlir::RankedTensorType type,
                        unsigned width);

} // namespace mixp

#endif // MIXP_LIB_DIALECT_MIXP_TRANSFORMS_SUBBYTEPACKING_H
