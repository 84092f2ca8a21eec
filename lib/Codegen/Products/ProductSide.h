//===- ProductSide.h - One side of a product --------------------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_PRODUCTS_PRODUCTSIDE_H
#define MIXP_LIB_CODEGEN_PRODUCTS_PRODUCTSIDE_H

#include "Products/ElementwiseBuilder.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"

namespace mixp {

/// One side of a product while it is taken apart: its values, scales and zero
/// points, and the rewrites that bring them nearer to what a kernel takes.
struct ProductSide {
  mlir::Value value, scale, zeroPoint;
  /// Resolved; empty without scale and zero point.
  llvm::SmallVector<int64_t> block;
  bool isUnsigned, isConstantAlongK, isLhs;
  /// Whether `value` is stored as K x M (lhs) or N x K (rhs). Tables are not.
  bool isTransposed = false;

  static ProductSide lhsOf(MatmulOp op);
  static ProductSide rhsOf(MatmulOp op);

  mlir::RankedTensorType type() const {
    return llvm::cast<mlir::RankedTensorType>(value.getType());
  }
  mlir::Type element() const { return type().getElementType(); }
  bool isConstant() const;
  /// A float of at most 8 bits, which is a bf16 without loss.
  bool isNarrowFloat() const {
    return llvm::isa<mlir::FloatType>(element()) &&
           element().getIntOrFloatBitWidth() <= 8;
  }

  /// Exchanges the last two dims of value, scale and zero point; constants stay
  /// constants.
  void transpose(mlir::OpBuilder &b, mlir::Location loc);

  /// The same of scale and zero point only, for a value that stays as it is.
  void transposeTables(mlir::OpBuilder &b, mlir::Location loc);

  /// The dim of the stored value that is reduced.
  int64_t storedReduction() const {
    return isLhs != isTransposed ? type().getRank() - 1 : type().getRank() - 2;
  }

  /// Integers of less than a byte -> i8; constants stay constants.
  void widenSubByte(mlir::OpBuilder &b, mlir::Location loc);

  /// A scale of any type -> f32; constants stay constants.
  void widenScale(mlir::OpBuilder &b, mlir::Location loc);

  /// Floats of at most 8 bits -> bf16, without loss; constants stay constants.
  void decodeToBF16(mlir::OpBuilder &b, mlir::Location loc);

  /// Dequantizes or widens to f32; false, and no change, where mixp.dequantize
  /// cannot.
  bool toF32(mlir::OpBuilder &b, mlir::Location loc);

  /// A scale or zero-point tensor of this side as an operand of an op over the
  /// result's dims; nothing where it varies along K or where a block is neither
  /// a single element nor the whole dim.
  std::optional<MappedOperand> mapToResult(mlir::OpBuilder &b,
                                           mlir::Value table) const;

private:
  static void convertFloat(mlir::OpBuilder &b, mlir::Location loc,
                           mlir::Value &tensor, mlir::FloatType to);
};

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_PRODUCTS_PRODUCTSIDE_H
