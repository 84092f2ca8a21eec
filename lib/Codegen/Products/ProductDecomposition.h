//===- ProductDecomposition.h - A product taken apart -----------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_PRODUCTS_PRODUCTDECOMPOSITION_H
#define MIXP_LIB_CODEGEN_PRODUCTS_PRODUCTDECOMPOSITION_H

#include "Products/ProductSide.h"

namespace mixp {

/// Replaces a mixp.matmul by a product without scales and zero points and
/// elementwise ops that apply them, as docs/Numerics.md says, for the kernels
/// of one family of targets.
class ProductDecomposition {
protected:
  explicit ProductDecomposition(MatmulOp op)
      : op(op), b(op), loc(op.getLoc()),
        rank(op.getOuts().getType().getRank()) {}
  ~ProductDecomposition() = default;

  /// The product of the sides' values into zeros, with their transposes; with
  /// `keepRhsTables` also with rhs's scales and zero points.
  mlir::Value createProduct(const ProductSide &lhs, const ProductSide &rhs,
                            mlir::Type accumulator, bool keepRhsTables);

  /// product -> outs + correct(product) * (lhsScale * rhsScale), each step
  /// rounded as docs/Numerics.md says, narrowed to the result's type; replaces
  /// the op.
  void finish(mlir::Value product, std::optional<MappedOperand> lhsScale,
              std::optional<MappedOperand> rhsScale,
              llvm::ArrayRef<MappedOperand> corrections,
              llvm::function_ref<mlir::Value(mlir::OpBuilder &, mlir::Location,
                                             mlir::Value, mlir::ValueRange)>
                  correct);
  /// The same without corrections; false, and no product, where a scale cannot
  /// be indexed.
  bool finishScaled(const ProductSide &lhs, const ProductSide &rhs,
                    mlir::Type accumulator);

  /// Integer sides, constant along K: the product of the stored values, and
  ///   sum (a - za)(b - zb)
  ///     = sum a b - za sum b - zb sum a + K za zb   (modulo 2^32)
  /// With zero points that are multiples of 1/2, a and za or b and zb are twice
  /// as large, and the sum is halved again as an f32. False where a kernel
  /// cannot index scales or zero points.
  bool decomposeExact(ProductSide &lhs, ProductSide &rhs);

  MatmulOp op;
  mlir::OpBuilder b;
  mlir::Location loc;
  int64_t rank;

private:
  bool addCorrection(const ProductSide &side, const ProductSide &other,
                     llvm::SmallVectorImpl<MappedOperand> &corrections);
  mlir::AffineMap resultMap(llvm::ArrayRef<int64_t> dims);
};

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_PRODUCTS_PRODUCTDECOMPOSITION_H
