//===- NativeForm.cpp - Products that kernels take ------------------------===//
#include "NativeForm.h"
#include "CodedRhs.h"
#include "KernelConfig.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace mixp;

bool mixp::isZeroTensor(Value value) {
  if (auto fill = value.getDefiningOp<linalg::FillOp>())
    return matchPattern(fill.value(), m_AnyZeroFloat()) ||
           matchPattern(fill.value(), m_Zero());
  return matchPattern(value, m_AnyZeroFloat()) || matchPattern(value, m_Zero());
}

bool mixp::prefersBf16Dot(TargetAttr target) {
  MmaAttr bf16 = target.lookup(MmaKind::Vdpbf16ps);
  MmaAttr fma = target.lookup(MmaKind::Fma);
  return bf16 && (!fma || bf16.getOpsPerClock() > fma.getOpsPerClock());
}

bool mixp::multipliesBits(Type lhs, bool lhsUnsigned, Type rhs,
                          bool rhsUnsigned, TargetAttr target) {
  return lhs.isInteger(1) && rhs.isInteger(1) && lhsUnsigned == rhsUnsigned &&
         target.lookup(MmaKind::Popcount);
}

MmaKind mixp::integerInstruction(TargetAttr target) {
  return target.lookup(MmaKind::Vpdpbusd) ? MmaKind::Vpdpbusd
                                          : MmaKind::Vpmaddwd;
}

/// The group size of a constant rhs with one scale for each group of K and each
/// column, or nothing.
static std::optional<int64_t> matchGroups(MatmulOp op) {
  if (op.isBatched() || !op.getRhs().getDefiningOp<arith::ConstantOp>() ||
      !op.getRhsScale().getDefiningOp<arith::ConstantOp>())
    return std::nullopt;
  SmallVector<int64_t> block = op.getResolvedRhsBlock();
  // The i32 sum of a group must not wrap: 2^15 terms of at most 2^15.
  if (block.size() != 2 || block[1] != 1 || block[0] > 1 << 15)
    return std::nullopt;
  return block[0];
}

/// The instruction for the operands' types, without regard to scales.
static std::optional<MmaKind> matchInstruction(MatmulOp op, TargetAttr target) {
  Type lhs = op.getLhs().getType().getElementType();
  Type rhs = op.getRhs().getType().getElementType();
  auto isCode = [&](MmaKind kind) {
    return WeightCode::get(rhs, kind).has_value();
  };
  if (multipliesBits(lhs, op.isLhsUnsigned(), rhs, op.isRhsUnsigned(), target))
    return MmaKind::Popcount;
  if (lhs.isInteger(8) && isa<IntegerType>(rhs)) {
    for (MmaKind kind : {MmaKind::Vpdpbusd, MmaKind::Vpmaddwd})
      if (target.lookup(kind) && (rhs.isInteger(8) || isCode(kind)))
        return kind;
    return std::nullopt;
  }
  if (lhs.isBF16() && (rhs.isBF16() || isCode(MmaKind::Vdpbf16ps)) &&
      prefersBf16Dot(target))
    return MmaKind::Vdpbf16ps;
  bool isDecoded = rhs.isF32() || rhs.isBF16() || rhs.isF16() ||
                   rhs.isInteger(8) || isCode(MmaKind::Fma);
  if (lhs.isF32() && isDecoded && target.lookup(MmaKind::Fma))
    return MmaKind::Fma;
  return std::nullopt;
}

/// The form's part that has to do with codes; false where no kernel decodes the
/// rhs.
static bool matchCode(MatmulOp op, TargetAttr target, NativeForm &form) {
  CodedRhs rhs(ProductSide::rhsOf(op), /*reduction=*/0);
  // What does not vary along K is applied after the product.
  if (rhs.scale && !rhs.isApplied())
    return false;
  form.code = rhs.match(form.mma, target);
  if (!form.code)
    return false;
  if (rhs.isApplied())
    form.groupSize = rhs.groupElements(*form.code);
  return true;
}

/// The form's part that has to do with groups of elements that are not codes.
static bool matchPlainGroups(MatmulOp op, NativeForm &form) {
  if (!op.getRhs().getType().getElementType().isInteger())
    return false;
  form.groupSize = matchGroups(op);
  // Two unsigned sides need the sums of lhs, and that for each group.
  if (form.mma == MmaKind::Vpdpbusd && !form.nibbles && op.isLhsUnsigned() &&
      op.isRhsUnsigned())
    return false;
  int64_t step = wordElements(form.mma) * (form.nibbles ? 2 : 1);
  return form.mma != MmaKind::Vpmaddwd && form.mma != MmaKind::Popcount &&
         form.groupSize && *form.groupSize % step == 0;
}

std::optional<NativeForm> mixp::matchNativeForm(MatmulOp op,
                                                TargetAttr target) {
  if (op.getTransposeLhs() || op.getTransposeRhs() || op.getLhsScale() ||
      op.getLhsZeroPoint() || op.isSparse() || op.hasF64() ||
      !isZeroTensor(op.getOuts()))
    return std::nullopt;
  Type rhs = op.getRhs().getType().getElementType();
  Type result = op.getOuts().getType().getElementType();
  std::optional<MmaKind> mma = matchInstruction(op, target);
  if (!mma)
    return std::nullopt;
  NativeForm form{*mma, std::nullopt, false};
  Value scale = op.getRhsScale(), zeroPoint = op.getRhsZeroPoint();
  if (scale && !getElementTypeOrSelf(scale).isF32())
    return std::nullopt;
  // Scales constant along K belong into the epilogue, not into groups.
  if (scale && op.hasIntegerOperands() && op.isExact())
    return std::nullopt;
  form.nibbles = rhs.isInteger(4) && *mma == MmaKind::Vpdpbusd && !zeroPoint &&
                 op.getRhs().getDefiningOp<arith::ConstantOp>();
  bool isCode = *mma != MmaKind::Popcount && !form.nibbles &&
                rhs.getIntOrFloatBitWidth() <= 8 && !rhs.isInteger(8);
  if (isCode && !matchCode(op, target, form))
    return std::nullopt;
  if (!isCode && (zeroPoint || (scale && !matchPlainGroups(op, form))))
    return std::nullopt;
  bool isInteger = op.hasIntegerOperands() && !form.groupSize;
  if (isInteger ? !result.isInteger(32) : !result.isF32())
    return std::nullopt;
  return form;
}
