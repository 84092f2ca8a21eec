//===- WeightTables.cpp - Scales and zero points of weights ---------------===//
#include "Products/ConstantConversion.h"
#include "Products/ElementwiseBuilder.h"
#include "WeightOnly.h"
#include "mixp/Dialect/Mixp/Transforms/ConstantData.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include <cstring>

using namespace mlir;
using namespace mixp;

/// A constant with one element for each column, where `block` columns share
/// one; null where `table` is no constant.
static Value spreadConstant(OpBuilder &b, Location loc, Value table,
                            int64_t dim, int64_t block, int64_t columns) {
  auto type = cast<RankedTensorType>(table.getType());
  auto bytes = readConstantBytes(table);
  if (!bytes)
    return {};
  SmallVector<int64_t> shape(type.getShape());
  int64_t stored = shape[dim], inner = type.getElementTypeBitWidth() / 8;
  for (int64_t size : type.getShape().drop_front(dim + 1))
    inner *= size;
  shape[dim] = columns;
  std::vector<char> spread;
  for (size_t first = 0; first < bytes->size(); first += stored * inner)
    for (int64_t i = 0; i < columns; ++i) {
      auto from = bytes->begin() + first + i / block * inner;
      spread.insert(spread.end(), from, from + inner);
    }
  return createConstant(b, loc, type.clone(shape), spread, "spread");
}

/// A table with one element for each column.
static Value spreadColumns(OpBuilder &b, MatmulOp op, Value table) {
  Location loc = op.getLoc();
  auto type = cast<RankedTensorType>(table.getType());
  int64_t dim = op.getRhsParallelDim();
  int64_t columns = op.getRhs().getType().getDimSize(dim);
  if (type.getDimSize(dim) == columns && !ShapedType::isDynamic(columns))
    return table;
  int64_t block = op.getResolvedRhsBlock()[dim];
  if (type.getDimSize(dim) != 1 && block == 1)
    return table;
  if (!ShapedType::isDynamic(columns))
    if (Value spread = spreadConstant(
            b, loc, table, dim, ShapedType::isDynamic(block) ? columns : block,
            columns))
      return spread;
  SmallVector<OpFoldResult> sizes = tensor::getMixedSizes(b, loc, table);
  sizes[dim] = tensor::getMixedSize(b, loc, op.getRhs(), dim);
  SmallVector<AffineExpr> exprs;
  for (int64_t i = 0; i < type.getRank(); ++i)
    exprs.push_back(i == dim ? b.getAffineConstantExpr(0)
                             : b.getAffineDimExpr(i));
  MappedOperand operand{
      table, AffineMap::get(type.getRank(), 0, exprs, b.getContext())};
  return buildElementwise(
      b, loc, sizes, type.getElementType(), operand,
      [](OpBuilder &, Location, ValueRange values) { return values[0]; });
}

Value mixp::buildScaleTable(OpBuilder &b, MatmulOp op) {
  Value scale = op.getRhsScale();
  if (!scale)
    return {};
  auto type = cast<RankedTensorType>(scale.getType());
  Type element = type.getElementType();
  if (!element.isF32() && !element.isF16() && !element.isBF16()) {
    Value constant =
        convertFloatConstant(b, op.getLoc(), scale, b.getF32Type());
    scale = constant
                ? constant
                : CastOp::create(b, op.getLoc(), type.clone(b.getF32Type()),
                                 scale, RoundingMode::NearestEven,
                                 /*saturate=*/false)
                      .getResult();
  }
  return spreadColumns(b, op, scale);
}

/// An i32 constant as floats that hold its numbers; null of other values.
static Value convertIntegers(OpBuilder &b, Location loc, Value table,
                             FloatType to) {
  auto bytes = readConstantBytes(table);
  if (!bytes)
    return {};
  std::vector<char> result;
  for (size_t i = 0; i < bytes->size(); i += 4) {
    int32_t number;
    std::memcpy(&number, bytes->data() + i, 4);
    APFloat value(static_cast<double>(number));
    bool ignored;
    value.convert(to.getFloatSemantics(), APFloat::rmNearestTiesToEven,
                  &ignored);
    uint16_t code = value.bitcastToAPInt().getZExtValue();
    char pieces[2];
    std::memcpy(pieces, &code, 2);
    result.insert(result.end(), pieces, pieces + 2);
  }
  auto type = cast<RankedTensorType>(table.getType());
  return createConstant(b, loc, type.clone(to), result, "zero_points");
}

Value mixp::buildZeroPointTable(OpBuilder &b, MatmulOp op) {
  Value zeroPoint = op.getRhsZeroPoint();
  if (!zeroPoint)
    return {};
  auto to = cast<FloatType>(op.getLhs().getType().getElementType());
  auto type = cast<RankedTensorType>(zeroPoint.getType());
  Value converted = convertIntegers(b, op.getLoc(), zeroPoint, to);
  if (!converted)
    converted = CastOp::create(b, op.getLoc(), type.clone(to), zeroPoint,
                               RoundingMode::NearestEven, /*saturate=*/false);
  return spreadColumns(b, op, converted);
}
