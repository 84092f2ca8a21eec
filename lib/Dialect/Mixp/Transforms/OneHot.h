//===- OneHot.h - Tensors that are 1 in one place of a row ------*- C++ -*-===//
#ifndef MIXP_LIB_DIALECT_MIXP_TRANSFORMS_ONEHOT_H
#define MIXP_LIB_DIALECT_MIXP_TRANSFORMS_ONEHOT_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"

namespace mixp {

/// A tensor whose rows, which are its last dim, are 1 in the place that an
/// integer names, and 0 elsewhere; all of it where the integer names no place.
struct OneHot {
  /// The integer, in the body of an elementwise op, and that op's loops for the
  /// dims of the tensor. It does not depend on the last one.
  mlir::Value number;
  mlir::linalg::GenericOp op;
  mlir::AffineMap loops;
  /// The integer that names the first place.
  int64_t first;
  /// Length of the rows.
  int64_t places;
};

/// What elementwise ops compute as `x == [first, first + 1, ...]` of integers,
/// given as 1 and 0 in f32; nothing for any other value.
std::optional<OneHot> matchOneHot(mlir::Value tensor);

/// The place of each row's 1, `places` for a row without: a tensor of i32, or
/// of i64 where the integers are, of `sizes`, the tensor's without the last.
mlir::Value emitPlaces(mlir::OpBuilder &builder, mlir::Location loc,
                       const OneHot &oneHot,
                       llvm::ArrayRef<mlir::OpFoldResult> sizes);

} // namespace mixp

#endif // MIXP_LIB_DIALECT_MIXP_TRANSFORMS_ONEHOT_H
