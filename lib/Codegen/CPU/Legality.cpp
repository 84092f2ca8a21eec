//===- Legality.cpp - Which products a target's kernels take --------------===//
#include "Legality.h"
#include "CodedRhs.h"
#include "NativeForm.h"
#include "Products/HalfZeroPoints.h"
#include "Products/ProductSide.h"
#include "StaticLhs.h"
#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace mixp;

namespace {

/// One side of the product that is looked at.
struct Side : ProductSide {
  /// Dims of the stored values.
  int64_t reduction, parallel;

  Type scaleElement() const {
    return cast<RankedTensorType>(scale.getType()).getElementType();
  }
  bool isInteger() const { return isa<IntegerType>(element()); }
  bool isBits(unsigned width) const { return element().isInteger(width); }
  bool isSubByte() const {
    return isInteger() && element().getIntOrFloatBitWidth() < 8;
  }
  bool isSmallFloat() const {
    return !isInteger() && element().getIntOrFloatBitWidth() <= 8;
  }
  bool hasConstantScale() const {
    return scale && scale.getDefiningOp<arith::ConstantOp>();
  }
  /// Nothing where `table` can be read in the epilogue of a product constant
  /// along K, else why it cannot.
  std::optional<RemarkCode> checkTable(Value table) const;
};

/// Looks at one product.
class Classification {
public:
  Classification(MatmulOp op, TargetAttr target)
      : target(target), rank(op.getOuts().getType().getRank()),
        rows(countRows(op)),
        lhs{ProductSide::lhsOf(op), op.getLhsReductionDim(),
            op.getLhsParallelDim()},
        rhs{ProductSide::rhsOf(op), op.getRhsReductionDim(),
            op.getRhsParallelDim()} {}

  Legality classify(MatmulOp op);

private:
  Legality classifyExact();
  Legality classifyFloat();
  std::optional<MmaKind> selectGrouped();
  std::optional<RemarkCode> checkScaledRhs(Legality &legality);
  Legality withInstruction(Legality legality, MmaKind mma);
  void widenIntegers(Legality &legality, bool keepsRhs);
  bool isBits() const {
    return multipliesBits(lhs.element(), lhs.isUnsigned, rhs.element(),
                          rhs.isUnsigned, target);
  }
  CodedRhs coded() const { return CodedRhs(rhs, rhs.reduction); }

  TargetAttr target;
  int64_t rank, rows;
  Side lhs, rhs;
};

} // namespace

std::optional<RemarkCode> Side::checkTable(Value table) const {
  if (!table)
    return std::nullopt;
  auto type = cast<RankedTensorType>(table.getType());
  for (int64_t i = 0; i < type.getRank(); ++i)
    if (type.getDimSize(i) != 1) {
      if (i == reduction)
        return RemarkCode::LegalZeroPoints;
      if (block[i] != 1)
        return RemarkCode::LegalBlocks;
    }
  return std::nullopt;
}

Legality Classification::withInstruction(Legality legality, MmaKind mma) {
  legality.mma = mma;
  legality.code = legality.lhs || legality.rhs ? RemarkCode::LegalPromoted
                                               : RemarkCode::LegalNative;
  return legality;
}

/// Integers of less than a byte -> i8, but for an rhs that the kernel decodes.
void Classification::widenIntegers(Legality &legality, bool keepsRhs) {
  Type i8 = IntegerType::get(target.getContext(), 8);
  if (lhs.isSubByte())
    legality.lhs = i8;
  if (rhs.isSubByte() && !keepsRhs)
    legality.rhs = i8;
}

/// Integers, scales constant along K: scales and zero points go into the
/// epilogue.
Legality Classification::classifyExact() {
  if (lhs.isBits(16) || rhs.isBits(16))
    return {RemarkCode::LegalI16, std::nullopt, {}, {}};
  for (const Side *side : {&lhs, &rhs})
    for (Value table : {side->scale, side->zeroPoint})
      if (auto reason = side->checkTable(table))
        return {*reason, std::nullopt, {}, {}};
  Legality legality{};
  if (isBits())
    return withInstruction(legality, MmaKind::Popcount);
  MmaKind mma = *coded().selectInteger(target, rows, lhs.isUnsigned);
  bool isCoded = coded().matchValues(mma).has_value();
  widenIntegers(legality, isCoded);
  if (!isCoded && operandsOf(mma) == MmaOperands::I8)
    mma = preferTiles(target, rows, mma, lhs.isUnsigned, rhs.isUnsigned);
  return withInstruction(legality, mma);
}

/// Integers, groups of constant weights along K: the kernel scales each group.
/// Its instruction, or nothing where none does.
std::optional<MmaKind> Classification::selectGrouped() {
  if (rank != 2 || lhs.isBits(16) || rhs.isBits(16) || !rhs.isConstant() ||
      !rhs.hasConstantScale())
    return std::nullopt;
  int64_t group = rhs.block[rhs.reduction];
  StaticLhs tables(lhs, lhs.reduction);
  bool hasRowScales = lhs.isConstantAlongK && !lhs.checkTable(lhs.scale);
  if ((lhs.scale && !hasRowScales && !tables.hasGroupScales(group)) ||
      (lhs.zeroPoint && !tables.hasGroupZeroPoints(group)))
    return std::nullopt;
  auto narrow = selectByteProduct(target, rows, lhs.isUnsigned,
                                  signOfNarrow(rhs.zeroPoint));
  if (narrow && coded().matchGroups(narrow->kind, target))
    return narrow->kind;
  auto bytes = selectByteProduct(target, rows, lhs.isUnsigned, rhs.isUnsigned);
  // A flipped rhs would need sums of lhs for each group.
  if (!bytes || bytes->flipRhs || rhs.zeroPoint ||
      rhs.block[rhs.parallel] != 1 || group % wordElements(bytes->kind) != 0 ||
      group > 1 << 15)
    return std::nullopt;
  return bytes->kind;
}

/// Integers of rhs that f32 rows multiply: the kernel widens them, and applies
/// scales that it can index. Everything else is dequantized.
std::optional<RemarkCode> Classification::checkScaledRhs(Legality &legality) {
  Type f32 = Float32Type::get(target.getContext());
  bool handled = !rhs.scale;
  if (rhs.scale && rhs.isConstantAlongK) {
    handled = !rhs.checkTable(rhs.scale);
  } else if (rhs.scale) {
    int64_t group = rhs.block[rhs.reduction];
    handled = rhs.isConstant() && rank == 2 && rhs.hasConstantScale() &&
              rhs.block[rhs.parallel] == 1;
    if (handled && !rhs.zeroPoint && group > 1 << 15)
      return RemarkCode::LegalLongGroups;
  }
  if (!handled || rhs.zeroPoint)
    legality.rhs = f32;
  else if (rhs.isSubByte())
    legality.rhs = IntegerType::get(target.getContext(), 8);
  return std::nullopt;
}

/// Everything that is not an exact sum of integers.
Legality Classification::classifyFloat() {
  MLIRContext *context = target.getContext();
  auto isBF16 = [](const Side &side) {
    return !side.scale && !side.zeroPoint &&
           (side.element().isBF16() || side.isSmallFloat());
  };
  Legality legality{};
  auto bf16 = selectBf16Product(target, rows);
  if (isBF16(lhs) && bf16 && coded().match(*bf16, target)) {
    if (!lhs.element().isBF16())
      legality.lhs = BFloat16Type::get(context);
    return withInstruction(legality, *bf16);
  }
  if (isBF16(lhs) && isBF16(rhs) && bf16) {
    for (auto [side, type] :
         {std::pair(&lhs, &legality.lhs), std::pair(&rhs, &legality.rhs)})
      if (!side->element().isBF16())
        *type = BFloat16Type::get(context);
    return withInstruction(legality, *bf16);
  }
  auto mulAdd = selectProduct(target, rows, MmaOperands::F32);
  if (!mulAdd)
    return {RemarkCode::LegalNoFloats, std::nullopt, {}, {}};
  for (const Side *side : {&lhs, &rhs})
    if (side->element().isF32() && side->scale)
      return {RemarkCode::LegalScaledF32, std::nullopt, {}, {}};
  Type f32 = Float32Type::get(context);
  if (!lhs.element().isF32())
    legality.lhs = f32;
  if (coded().match(*mulAdd, target))
    return withInstruction(legality, *mulAdd);
  if (rhs.isInteger() && !rhs.isBits(16)) {
    if (auto reason = checkScaledRhs(legality))
      return {*reason, std::nullopt, {}, {}};
  } else if (rhs.isInteger() || rhs.scale) {
    legality.rhs = f32;
  } else if (rhs.isSmallFloat()) {
    legality.rhs = BFloat16Type::get(context);
  }
  return withInstruction(legality, *mulAdd);
}

Legality Classification::classify(MatmulOp op) {
  if (auto form = matchNativeForm(op, target))
    return {RemarkCode::LegalNative, form->mma, {}, {}};
  if (op.isSparse())
    return {RemarkCode::LegalSparse, std::nullopt, {}, {}};
  if (op.hasF64())
    return {RemarkCode::LegalF64, std::nullopt, {}, {}};
  if (!op.hasIntegerOperands())
    return classifyFloat();
  if (!coded().selectInteger(target, rows, lhs.isUnsigned))
    return {RemarkCode::LegalNoIntegers, std::nullopt, {}, {}};
  int64_t k = op.getLhs().getType().getDimSize(lhs.reduction);
  if (op.isExact() || sumsExactlyInHalves(lhs, rhs, k))
    return classifyExact();
  std::optional<MmaKind> grouped = selectGrouped();
  if (!grouped)
    return classifyFloat();
  Legality legality{};
  widenIntegers(legality, coded().matchGroups(*grouped, target).has_value());
  return withInstruction(legality, *grouped);
}

Legality mixp::classifyProduct(MatmulOp op, TargetAttr target) {
  return Classification(op, target).classify(op);
}
