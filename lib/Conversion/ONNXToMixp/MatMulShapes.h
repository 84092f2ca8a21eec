//===- MatMulShapes.h - MatMul as a product of rank 2 or 3 ------*- C++ -*-===//
//-*-===//
#ifndef MIXP_LIB_CONVERSION_ONNXTOMIXP_MATMULSHAPES_H
#define MIXP_LIB_CONVERSION_ONNXTOMIXP_MATMULSHAPES_H

#include "NodeContext.h"

namespace mixp::importer {

/// What the operands of ONNX's MatMul are reshaped to, so that one product of
/// rank 2 or 3 computes it, and what that product is reshaped to.
struct MatMulShapes {
  /// Operands of rank 2 or more: a vector is a row on the left, a column on the
  /// right.
  Shape lhsMatrix, rhsMatrix;
  Shape lhs, rhs;
  /// With a row and a column for vectors, and without.
  Shape resultMatrix, result;

  /// The product of `lhs` and `rhs`.
  Shape getProduct() const {
    Shape shape = lhs;
    shape.back() = rhs.back();
    return shape;
  }
};

/// Fails for operands that MatMul does not take, and for batches that would
/// have to be copied. The operands are inputs #0 and #`rhsIndex`.
mlir::FailureOr<MatMulShapes>
getMatMulShapes(NodeContext &context, llvm::ArrayRef<Dim> lhs,
                llvm::ArrayRef<Dim> rhs, ElementKind result, size_t rhsIndex);

/// Fails unless both operands have the same K.
mlir::LogicalResult checkInner(NodeContext &context, Dim lhs, Dim rhs);

} // namespace mixp::importer

#endif // MIXP_LIB_CONVERSION_ONNXTOMIXP_MATMULSHAPES_H
