//===- HalfZeroPoints.h - Exact sums with zero points of 1/2 ----*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_PRODUCTS_HALFZEROPOINTS_H
#define MIXP_LIB_CODEGEN_PRODUCTS_HALFZEROPOINTS_H

#include "Products/ProductSide.h"

namespace mixp {

/// Whether f32 zero points are constant multiples of 1/2, so that products of
/// what is twice as large are integers, and i32 holds the sum of `k` of them:
///   4 sum (a - za)(b - zb) = sum (2 a - 2 za)(2 b - 2 zb)
/// Scales must be constant along K. False without any f32 zero point.
bool sumsExactlyInHalves(const ProductSide &lhs, const ProductSide &rhs,
                         int64_t k);

/// Whether `zeroPoint` has f32 elements; a null one has not.
bool isRealZeroPoint(mlir::Value zeroPoint);

/// A constant f32 zero point times two, as i32.
mlir::Value doubleZeroPoint(mlir::OpBuilder &b, mlir::Location loc,
                            mlir::Value zeroPoint);

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_PRODUCTS_HALFZEROPOINTS_H
