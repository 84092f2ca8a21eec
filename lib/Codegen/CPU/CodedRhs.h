//===- CodedRhs.h - Which weights kernels keep as codes ---------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_CPU_CODEDRHS_H
#define MIXP_LIB_CODEGEN_CPU_CODEDRHS_H

#include "Products/ProductSide.h"
#include "WeightCode.h"

namespace mixp {

/// The signedness as bytes of integers of less: either while they are what is
/// stored, with their zero points off they are signed.
inline std::optional<bool> signOfNarrow(mlir::Value appliedZeroPoint) {
  return appliedZeroPoint ? std::optional(false) : std::nullopt;
}

/// The right side of a product as far as it matters for what a kernel decodes.
struct CodedRhs {
  mlir::Value value, scale, zeroPoint;
  bool isUnsigned;
  /// Elements along K and along N that share a scale and zero point, and there
  /// are.
  int64_t group, across, k, n;

  /// `reduction` is the dim of K as the value is stored.
  CodedRhs(const ProductSide &side, int64_t reduction);

  /// The code in which kernels of `mma` keep the values, or nothing: not a
  /// constant matrix, or of a type that they do not decode.
  std::optional<WeightCode> matchValues(MmaKind mma) const;

  /// The same where the kernel also applies scales and zero points group by
  /// group: constants, one for each column, of groups of whole steps.
  std::optional<WeightCode> matchGroups(MmaKind mma, TargetAttr target) const;

  /// Whether scales and zero points are applied in the kernel, since they vary
  /// along K, or since an operand is not what the kernel multiplies before its
  /// zero point is off.
  bool isApplied() const { return zeroPoint || (scale && group < k); }

  /// matchGroups where the kernel has to apply scales and zero points, else
  /// matchValues, with scales that can be indexed after the product.
  std::optional<WeightCode> match(MmaKind mma, TargetAttr target) const;

  /// Elements of a group of whole steps.
  int64_t groupElements(const WeightCode &code) const;

  /// The instruction of `target` that multiplies it and integers of 8 bits, or
  /// nothing.
  std::optional<MmaKind> selectInteger(TargetAttr target, int64_t rows,
                                       bool lhsUnsigned) const;

private:
  bool hasFittingZeroPoints(const WeightCode &code, MmaKind mma) const;
};

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_CPU_CODEDRHS_H
