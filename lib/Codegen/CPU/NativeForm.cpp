//===- NativeForm.cpp - Products that kernels take ------------------------===//
#include "NativeForm.h"
#include "CodedRhs.h"
#include "Products/ZeroTensor.h"
#include "StaticLhs.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace mixp;

bool mixp::multipliesBits(Type lhs, bool lhsUnsigned, Type rhs,
                          bool rhsUnsigned, TargetAttr target) {
  return lhs.isInteger(1) && rhs.isInteger(1) && lhsUnsigned == rhsUnsigned &&
         target.lookup(MmaKind::Popcount);
}

std::optional<ByteProduct> mixp::selectByteProduct(MatmulOp op,
                                                   TargetAttr target) {
  bool isNarrow = op.getRhs().getType().getElementTypeBitWidth() < 8;
  return selectByteProduct(target, countRows(op), op.isLhsUnsigned(),
                           isNarrow ? signOfNarrow(op.getRhsZeroPoint())
                                    : std::optional(op.isRhsUnsigned()));
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
  int64_t rows = countRows(op);
  if (lhs.isInteger(8) && isa<IntegerType>(rhs)) {
    std::optional<MmaKind> kind;
    if (std::optional<ByteProduct> product = selectByteProduct(op, target))
      kind = product->kind;
    else
      kind = selectProduct(target, rows, MmaOperands::I16);
    return kind && (rhs.isInteger(8) || isCode(*kind)) ? kind : std::nullopt;
  }
  std::optional<MmaKind> bf16 = selectBf16Product(target, rows);
  if (lhs.isBF16() && bf16 && (rhs.isBF16() || isCode(*bf16)))
    return bf16;
  std::optional<MmaKind> f32 = selectProduct(target, rows, MmaOperands::F32);
  bool isDecoded = rhs.isF32() || rhs.isBF16() || rhs.isF16() ||
                   rhs.isInteger(8) || (f32 && isCode(*f32));
  return lhs.isF32() && isDecoded ? f32 : std::nullopt;
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
static bool matchPlainGroups(MatmulOp op, TargetAttr target, NativeForm &form) {
  if (!op.getRhs().getType().getElementType().isInteger())
    return false;
  form.groupSize = matchGroups(op);
  MmaOperands operands = operandsOf(form.mma);
  // A flipped rhs needs the sums of lhs, and that for each group.
  if (operands == MmaOperands::I8 && selectByteProduct(op, target)->flipRhs)
    return false;
  int64_t step = wordElements(form.mma) * (form.nibbles ? 2 : 1);
  return operands != MmaOperands::I16 && operands != MmaOperands::Bits &&
         form.groupSize && *form.groupSize % step == 0;
}

/// Whether the groups' sums of integers start at what lhs's zero points make of
/// them.
static bool takesLhsZeroPoints(MatmulOp op, const NativeForm &form) {
  return form.groupSize && operandsOf(form.mma) == MmaOperands::I8 &&
         op.getRhsScale() &&
         StaticLhs(ProductSide::lhsOf(op), /*reduction=*/1)
             .hasGroupZeroPoints(op.getResolvedRhsBlock()[0]);
}

std::optional<NativeForm> mixp::matchNativeForm(MatmulOp op,
                                                TargetAttr target) {
  if (op.getTransposeLhs() || op.getTransposeRhs() || op.getLhsScale() ||
      op.isSparse() || op.hasF64() || !isZeroTensor(op.getOuts()))
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
  form.nibbles = rhs.isInteger(4) && operandsOf(*mma) == MmaOperands::I8 &&
                 !zeroPoint && op.getRhs().getDefiningOp<arith::ConstantOp>();
  bool isCode = *mma != MmaKind::Popcount && !form.nibbles &&
                rhs.getIntOrFloatBitWidth() <= 8 && !rhs.isInteger(8);
  if (isCode && !matchCode(op, target, form))
    return std::nullopt;
  if (!isCode && (zeroPoint || (scale && !matchPlainGroups(op, target, form))))
    return std::nullopt;
  if (op.getLhsZeroPoint() && !takesLhsZeroPoints(op, form))
    return std::nullopt;
  if (operandsOf(*mma) == MmaOperands::I8 && rhs.isInteger(8) &&
      !form.groupSize)
    form.mma = preferTiles(target, countRows(op), *mma, op.isLhsUnsigned(),
                           op.isRhsUnsigned());
  bool isInteger = op.hasIntegerOperands() && !form.groupSize;
  if (isInteger ? !result.isInteger(32) : !result.isF32())
    return std::nullopt;
  return form;
}
