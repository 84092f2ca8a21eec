//===- ProductSide.cpp - One side of a product ----------------------------===//
#include "Products/ProductSide.h"
#include "Products/ConstantConversion.h"
#include "mixp/Dialect/Mixp/Transforms/ConstantData.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace mixp;

ProductSide ProductSide::lhsOf(MatmulOp op) {
  return {op.getLhs(),          op.getLhsScale(),
          op.getLhsZeroPoint(), op.getResolvedLhsBlock(),
          op.isLhsUnsigned(),   op.isLhsConstantAlongK(),
          /*isLhs=*/true};
}

ProductSide ProductSide::rhsOf(MatmulOp op) {
  return {op.getRhs(),          op.getRhsScale(),
          op.getRhsZeroPoint(), op.getResolvedRhsBlock(),
          op.isRhsUnsigned(),   op.isRhsConstantAlongK(),
          /*isLhs=*/false};
}

bool ProductSide::isConstant() const {
  return value.getDefiningOp<arith::ConstantOp>() != nullptr;
}

/// The value with its last two dims exchanged; a constant stays a constant.
static Value transposeValue(OpBuilder &b, Location loc, Value value) {
  auto type = cast<RankedTensorType>(value.getType());
  SmallVector<int64_t> shape(type.getShape());
  std::swap(shape[shape.size() - 1], shape[shape.size() - 2]);
  auto bytes = readConstantBytes(value);
  if (bytes) {
    int64_t width = llvm::divideCeil(type.getElementTypeBitWidth(), 8);
    int64_t rows = shape[shape.size() - 1], columns = shape[shape.size() - 2];
    int64_t matrix = rows * columns * width, size = bytes->size();
    std::vector<char> turned(size);
    for (int64_t first = 0; first < size; first += matrix)
      for (int64_t r = 0; r < rows; ++r)
        for (int64_t c = 0; c < columns; ++c)
          std::copy_n(&(*bytes)[first + (r * columns + c) * width], width,
                      &turned[first + (c * rows + r) * width]);
    return createConstant(b, loc, type.clone(shape), turned, "transposed");
  }
  SmallVector<OpFoldResult> sizes = tensor::getMixedSizes(b, loc, value);
  SmallVector<int64_t> permutation =
      llvm::to_vector(llvm::seq<int64_t>(0, type.getRank()));
  std::swap(sizes[sizes.size() - 1], sizes[sizes.size() - 2]);
  std::swap(permutation[sizes.size() - 1], permutation[sizes.size() - 2]);
  Value empty = tensor::EmptyOp::create(b, loc, sizes, type.getElementType());
  return linalg::TransposeOp::create(b, loc, value, empty, permutation)
      ->getResult(0);
}

void ProductSide::transpose(OpBuilder &b, Location loc) {
  value = transposeValue(b, loc, value);
  transposeTables(b, loc);
  isTransposed = false;
}

void ProductSide::transposeTables(OpBuilder &b, Location loc) {
  isTransposed = true;
  if (scale)
    scale = transposeValue(b, loc, scale);
  if (zeroPoint)
    zeroPoint = transposeValue(b, loc, zeroPoint);
  if (!block.empty())
    std::swap(block[block.size() - 1], block[block.size() - 2]);
}

void ProductSide::widenSubByte(OpBuilder &b, Location loc) {
  if (!element().isInteger() || element().getIntOrFloatBitWidth() >= 8)
    return;
  RankedTensorType wide = type().clone(b.getI8Type());
  if (Value constant = widenConstant(b, loc, value, isUnsigned)) {
    value = constant;
    return;
  }
  value = CastOp::create(b, loc, wide, value, RoundingMode::NearestEven,
                         /*saturate=*/false, /*input_unsigned=*/isUnsigned,
                         /*result_unsigned=*/isUnsigned);
}

void ProductSide::convertFloat(OpBuilder &b, Location loc, Value &tensor,
                               FloatType to) {
  if (Value constant = convertFloatConstant(b, loc, tensor, to)) {
    tensor = constant;
    return;
  }
  auto from = cast<RankedTensorType>(tensor.getType());
  tensor = CastOp::create(b, loc, from.clone(to), tensor,
                          RoundingMode::NearestEven, /*saturate=*/false);
}

void ProductSide::widenScale(OpBuilder &b, Location loc) {
  if (scale && !getElementTypeOrSelf(scale).isF32())
    convertFloat(b, loc, scale, b.getF32Type());
}

void ProductSide::decodeToBF16(OpBuilder &b, Location loc) {
  if (!element().isBF16())
    convertFloat(b, loc, value, b.getBF16Type());
}

bool ProductSide::toF32(OpBuilder &b, Location loc) {
  RankedTensorType f32 = type().clone(b.getF32Type());
  if (!scale && !zeroPoint && isa<FloatType>(element())) {
    if (!element().isF32())
      convertFloat(b, loc, value, b.getF32Type());
    return true;
  }
  if (element().isF32())
    return false;
  DenseI64ArrayAttr written;
  if (!block.empty())
    written = b.getDenseI64ArrayAttr(
        llvm::map_to_vector(block, [](int64_t size) -> int64_t {
          return ShapedType::isDynamic(size) ? 0 : size;
        }));
  value = DequantizeOp::create(b, loc, f32, value, scale, zeroPoint, written,
                               isUnsigned && element().isInteger());
  scale = zeroPoint = {};
  block.clear();
  isUnsigned = false;
  return true;
}

std::optional<MappedOperand> ProductSide::mapToResult(OpBuilder &b,
                                                      Value table) const {
  auto tableType = cast<RankedTensorType>(table.getType());
  int64_t rank = tableType.getRank();
  int64_t reduction = isLhs ? rank - 1 : rank - 2;
  SmallVector<AffineExpr> exprs;
  for (int64_t i = 0; i < rank; ++i) {
    if (tableType.getDimSize(i) == 1)
      exprs.push_back(b.getAffineConstantExpr(0));
    else if (i != reduction && block[i] == 1)
      exprs.push_back(b.getAffineDimExpr(i));
    else
      return std::nullopt;
  }
  return MappedOperand{table, AffineMap::get(rank, 0, exprs, b.getContext())};
}
