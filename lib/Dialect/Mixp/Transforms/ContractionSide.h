//===- ContractionSide.h - Operands of products and convolutions *- C++ -*-===//
#ifndef MIXP_LIB_DIALECT_MIXP_TRANSFORMS_CONTRACTIONSIDE_H
#define MIXP_LIB_DIALECT_MIXP_TRANSFORMS_CONTRACTIONSIDE_H

#include "mixp/Dialect/Mixp/IR/MixpOps.h"

namespace mixp {

/// An operand of a contraction in its new form; scale and zero point may be
/// null.
struct QuantizedOperand {
  mlir::Value value, scale, zeroPoint;
  llvm::SmallVector<int64_t> block;

  bool hasTable() const { return scale || zeroPoint; }
};

/// One operand of a mixp.matmul or a mixp.conv: what both have in common. The
/// input of a convolution is its lhs and the filter its rhs.
struct ContractionSide {
  mlir::Operation *op;
  bool isLhs;

  mlir::TypedValue<mlir::RankedTensorType> operand() const;
  /// The operand's name in messages: "lhs", "rhs", "input", "filter".
  llvm::StringRef name() const;
  /// The block of scales that do not vary along K: one for each row, column,
  /// output channel, or element of a convolution's batch.
  llvm::SmallVector<int64_t> blockOverK() const;
  /// The block of scales for groups of about `size` along K; blockOverK where
  /// the op has no such scales for the operand. `isExact`, if given, is set to
  /// whether the groups have that size.
  llvm::SmallVector<int64_t> blockOfGroups(int64_t size,
                                           bool *isExact = nullptr) const;
  /// The block of one scale for all rows: of each group of `size` along K of a
  /// mixp.matmul, or of the whole operand where `size` is 0.
  llvm::SmallVector<int64_t> blockOfRanges(int64_t size) const;
  /// Whether scales of the operand may vary along K.
  bool takesGroups() const;
  /// A number for which dims the op sums over: equal for two sides of one value
  /// whose scales are laid out alike.
  int64_t layoutKey() const;
  /// Puts an operand in the place of this one; tables that are null change
  /// nothing.
  void assign(const QuantizedOperand &operand);
};

/// Whether `op` is a mixp.matmul or mixp.conv of two f32 operands without
/// scales and zero points, both stored whole.
bool isPlainContraction(mlir::Operation *op);

/// The number of products in each sum of a contraction; dynamic where it is.
int64_t countTerms(mlir::Operation *op);

/// Whether docs/Numerics.md gives the contraction a bound of 0.
bool isExactContraction(mlir::Operation *op);

/// A copy of the contraction `op` in front of it, with these operands.
mlir::Operation *rebuildContraction(mlir::Operation *op,
                                    const QuantizedOperand &lhs,
                                    const QuantizedOperand &rhs);

} // namespace mixp

#endif // MIXP_LIB_DIALECT_MIXP_TRANSFORMS_CONTRACTIONSIDE_H
