//===- NativeForm.cpp - Products that kernels take ------------------------===//
#include "NativeForm.h"
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
static std::optional<MmaKind> matchInstruction(Type lhs, Type rhs,
                                               TargetAttr target) {
  if (lhs.isInteger(8) && (rhs.isInteger(8) || rhs.isInteger(4))) {
    for (MmaKind kind : {MmaKind::Vpdpbusd, MmaKind::Vpmaddwd})
      if (target.lookup(kind))
        return kind;
    return std::nullopt;
  }
  if (lhs.isBF16() && rhs.isBF16() && prefersBf16Dot(target))
    return MmaKind::Vdpbf16ps;
  bool isDecoded = rhs.isF32() || rhs.isBF16() || rhs.isF16() ||
                   rhs.isInteger(8) || rhs.isInteger(4);
  if (lhs.isF32() && isDecoded && target.lookup(MmaKind::Fma))
    return MmaKind::Fma;
  return std::nullopt;
}

std::optional<NativeForm> mixp::matchNativeForm(MatmulOp op,
                                                TargetAttr target) {
  if (op.getTransposeLhs() || op.getTransposeRhs() || op.getLhsScale() ||
      op.getLhsZeroPoint() || op.getRhsZeroPoint() || op.isSparse() ||
      op.hasF64() || !isZeroTensor(op.getOuts()))
    return std::nullopt;
  Type lhs = op.getLhs().getType().getElementType();
  Type rhs = op.getRhs().getType().getElementType();
  Type result = op.getOuts().getType().getElementType();
  std::optional<MmaKind> mma = matchInstruction(lhs, rhs, target);
  if (!mma)
    return std::nullopt;
  // Sub-byte tensors exist only as constants by now.
  bool isNarrow = rhs.isInteger(4);
  if (isNarrow && !op.getRhs().getDefiningOp<arith::ConstantOp>())
    return std::nullopt;
  NativeForm form{*mma, std::nullopt, isNarrow && *mma != MmaKind::Vpmaddwd};
  if (Value scale = op.getRhsScale()) {
    if (!rhs.isInteger() || !getElementTypeOrSelf(scale).isF32())
      return std::nullopt;
    form.groupSize = matchGroups(op);
    // Two unsigned sides need the sums of lhs, and that for each group.
    if (*mma == MmaKind::Vpdpbusd && !form.nibbles && op.isLhsUnsigned() &&
        op.isRhsUnsigned())
      return std::nullopt;
    if (*mma == MmaKind::Vpmaddwd)
      return std::nullopt;
    int64_t step = wordElements(*mma) * (form.nibbles ? 2 : 1);
    if (!form.groupSize || *form.groupSize % step != 0)
      return std::nullopt;
  }
  bool isInteger = lhs.isInteger() && !form.groupSize;
  if (isInteger ? !result.isInteger(32) : !result.isF32())
    return std::nullopt;
  return form;
}
