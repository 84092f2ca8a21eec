//===- WeightOnly.cpp - Products with weights in few bits -----------------===//
#include "WeightOnly.h"
#include "mixp/Dialect/Mixp/IR/StorageRange.h"
#include "mixp/Dialect/Mixp/Transforms/ConstantData.h"
#include "mixp/Dialect/Mixp/Transforms/TableRange.h"

using namespace mlir;
using namespace mixp;

bool mixp::isWeightOnly(MatmulOp op) {
  Type lhs = op.getLhs().getType().getElementType();
  Type rhs = op.getRhs().getType().getElementType();
  if (op.isSparse() || op.hasF64() || (!lhs.isF16() && !lhs.isBF16()))
    return false;
  return isa<Float8E4M3FNType, Float8E5M2Type>(rhs) || rhs.isInteger(4) ||
         rhs.isInteger(8);
}

Type mixp::getWeightCode(MatmulOp op) {
  Type rhs = op.getRhs().getType().getElementType();
  if (!isa<IntegerType>(rhs))
    return rhs;
  return IntegerType::get(rhs.getContext(), rhs.getIntOrFloatBitWidth(),
                          op.isRhsUnsigned() ? IntegerType::Unsigned
                                             : IntegerType::Signless);
}

std::optional<int64_t> mixp::getWeightGroup(MatmulOp op) {
  if (op.isRhsConstantAlongK())
    return std::nullopt;
  return op.getResolvedRhsBlock()[op.getRhsReductionDim()];
}

/// Whether numbers of lhs's type hold each q - z, and what it is computed from,
/// exactly: f16 integers up to 2048 in magnitude, bf16 up to 256. The offsets
/// that WeightDecoder takes off with z, 1024 or 128 and that of signed codes,
/// count as well; bytes for bf16 go through f32, which holds all.
static bool holdsDifferences(Type lhs, Type code, Interval zero) {
  StorageRange range = storageRange(code, false);
  double bits = code.getIntOrFloatBitWidth();
  double most = lhs.isF16() ? 2048 : 256;
  double bias = code.isUnsignedInteger() ? 0 : bits == 4 ? 8 : 128;
  double offset = lhs.isF16() ? 1024 : bits == 4 ? 128 : 0;
  auto isSmall = [&](double number) { return std::abs(number) <= most; };
  bool isOffsetSmall = offset == 0 || (isSmall(offset + bias + zero.min) &&
                                       isSmall(offset + bias + zero.max) &&
                                       isSmall(64 + bias + zero.min));
  return isOffsetSmall && isSmall(zero.min) && isSmall(zero.max) &&
         isSmall(range.max - zero.min) && isSmall(zero.max - range.min);
}

/// Whether a table has a row for each group, of a size that kernels have, and
/// columns that it can be spread over.
static bool hasKernelBlock(MatmulOp op, Value table) {
  if (!table)
    return true;
  auto type = cast<RankedTensorType>(table.getType());
  SmallVector<int64_t> block = op.getResolvedRhsBlock();
  if (std::optional<int64_t> group = getWeightGroup(op);
      group && (ShapedType::isDynamic(*group) || *group % 16 != 0))
    return false;
  bool isWhole =
      type.getRank() == 2 || type.getDimSize(0) == 1 || block[0] == 1;
  int64_t n = op.getRhsParallelDim();
  bool canSpread =
      type.getDimSize(n) == 1 || block[n] == 1 ||
      (isReadableConstant(table) && !ShapedType::isDynamic(block[n]) &&
       op.getRhs().getType().hasStaticShape());
  return isWhole && canSpread;
}

std::optional<RemarkCode> mixp::findWeightObstacle(MatmulOp op) {
  bool hasEpilogueScale = op.getRhsScale() && op.isRhsConstantAlongK();
  if (op.getLhsScale() || op.getLhsZeroPoint() || hasEpilogueScale ||
      !hasKernelBlock(op, op.getRhsScale()) ||
      !hasKernelBlock(op, op.getRhsZeroPoint()))
    return RemarkCode::GpuScales;
  Value zeroPoint = op.getRhsZeroPoint();
  if (!zeroPoint)
    return std::nullopt;
  bool isReal = isa<FloatType>(getElementTypeOrSelf(zeroPoint.getType()));
  std::optional<Interval> range = findZeroPointRange(zeroPoint);
  if (isReal || !range ||
      !holdsDifferences(op.getLhs().getType().getElementType(),
                        getWeightCode(op), *range))
    return RemarkCode::GpuZeroPoints;
  return std::nullopt;
}
