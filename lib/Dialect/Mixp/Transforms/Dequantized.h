//===- Dequantized.h - Real values as stored ones and scales ----*- C++ -*-===//
#ifndef MIXP_LIB_DIALECT_MIXP_TRANSFORMS_DEQUANTIZED_H
#define MIXP_LIB_DIALECT_MIXP_TRANSFORMS_DEQUANTIZED_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"

namespace mixp {

/// A tensor of real values, told by what mixp.dequantize would make it of.
struct Dequantized {
  mlir::TypedValue<mlir::RankedTensorType> values;
  /// Null where there is none; both of one shape.
  mlir::TypedValue<mlir::RankedTensorType> scale, zeroPoint;
  /// Block of each dim, 0 for a whole one; empty without scale and zero point.
  llvm::SmallVector<int64_t> block;
  /// Stored as unsigned integers, by type or flag.
  bool isUnsigned;
  /// The format that dequantizing rounds to in the end.
  mlir::FloatType type;

  bool hasTable() const { return scale || zeroPoint; }
  /// Needs an op's `*_unsigned` attribute, since the type does not say it.
  bool isSignlessUnsigned() const {
    return isUnsigned && values.getType().getElementType().isSignlessInteger();
  }
};

/// Looks for the stored values behind `value`: through tensor.cast,
/// collapse_shape, expand_shape, extract_slice, concat and linalg.transpose up
/// to mixp.dequantize, or a mixp.cast of integers. The same moves are built
/// with `b` for stored values, scales and zero points. `blocked` is set where
/// there is a dequantize whose blocks do not map through them; the result is
/// nothing then, or where there is no dequantize. Ops that were built for it
/// may remain: the caller erases them.
std::optional<Dequantized> findDequantized(mlir::OpBuilder &b,
                                           mlir::Value value, bool &blocked);

} // namespace mixp

#endif // MIXP_LIB_DIALECT_MIXP_TRANSFORMS_DEQUANTIZED_H
