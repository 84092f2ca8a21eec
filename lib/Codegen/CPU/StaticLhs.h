//===- StaticLhs.h - Constant tables of an lhs beside groups ----*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_CPU_STATICLHS_H
#define MIXP_LIB_CODEGEN_CPU_STATICLHS_H

#include "Products/ProductSide.h"

namespace mixp {

/// The scales and zero points of the lhs of a product of rank 2 that are
/// constants, the same for all rows: one for each group along K, or one. A
/// kernel that scales the sums over groups of rhs has room for both:
///
///   sum over groups of sl[g] * sr[g, n] * (sum (a - zl[g]) * b)
///     = sum over groups of (sl[g] * sr[g, n]) * (-zl[g] * sum b + sum a * b)
struct StaticLhs {
  mlir::Value scale, zeroPoint;
  /// Elements along K of a group of the tables; dynamic or at least K: all.
  int64_t group;

  /// `reduction` is the dim of K as the side's tables are stored.
  StaticLhs(const ProductSide &side, int64_t reduction);

  /// Whether rhs's scales, of groups of `rhsGroup`, can take over the scales:
  /// constants that vary along K in the same groups.
  bool hasGroupScales(int64_t rhsGroup) const;
  /// Whether the groups' sums can start at what the zero points make of them:
  /// integers in the range of bytes, so that i32 holds the sums.
  bool hasGroupZeroPoints(int64_t rhsGroup) const;

  /// Integer zero points: one, or one for each group.
  llvm::SmallVector<int32_t> readZeroPoints() const;
  /// `rhsScale`, a constant G x N, times the scales: fl(sl * sr).
  mlir::Value multiplyInto(mlir::OpBuilder &b, mlir::Location loc,
                           mlir::Value rhsScale) const;

private:
  /// Whether `table` is a constant with one element for each group of
  /// `rhsGroup`, or just one.
  bool fits(mlir::Value table, int64_t rhsGroup) const;

  int64_t parallel;
};

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_CPU_STATICLHS_H
