//===- ElementwiseBuilder.cpp - Small linalg ops around products ----------===//
#include "Products/ElementwiseBuilder.h"
#include "mixp/Dialect/Mixp/Transforms/ConstantData.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mixp;

Value mixp::buildElementwise(
    OpBuilder &builder, Location loc, ArrayRef<OpFoldResult> sizes,
    Type element, ArrayRef<MappedOperand> operands,
    function_ref<Value(OpBuilder &, Location, ValueRange)> body) {
  Value outs = tensor::EmptyOp::create(builder, loc, sizes, element);
  SmallVector<Value> inputs;
  SmallVector<AffineMap> maps;
  for (const MappedOperand &operand : operands) {
    inputs.push_back(operand.value);
    maps.push_back(operand.map);
  }
  maps.push_back(builder.getMultiDimIdentityMap(sizes.size()));
  SmallVector<utils::IteratorType> iterators(sizes.size(),
                                             utils::IteratorType::parallel);
  auto generic = linalg::GenericOp::create(
      builder, loc, outs.getType(), inputs, outs, maps, iterators,
      [&](OpBuilder &b, Location l, ValueRange arguments) {
        linalg::YieldOp::create(b, l, body(b, l, arguments.drop_back()));
      });
  return generic.getResult(0);
}

int32_t mixp::readInteger(ArrayRef<char> bytes, int64_t index, unsigned width,
                          bool isUnsigned) {
  uint32_t bits = uint8_t(bytes[index]) & ((1u << width) - 1);
  if (!isUnsigned && (bits >> (width - 1)))
    return int32_t(bits) - (1 << width);
  return bits;
}

/// buildIntegerSums of a constant.
static Value sumConstant(OpBuilder &builder, Location loc,
                         RankedTensorType type, RankedTensorType sumsType,
                         ArrayRef<char> bytes, int64_t dim, bool isUnsigned) {
  int64_t inner = 1;
  for (int64_t i = dim + 1; i < type.getRank(); ++i)
    inner *= type.getDimSize(i);
  int64_t size = type.getDimSize(dim);
  std::vector<uint32_t> sums(sumsType.getNumElements(), 0);
  for (int64_t i = 0, e = bytes.size(); i < e; ++i)
    sums[i / (inner * size) * inner + i % inner] += uint32_t(
        readInteger(bytes, i, type.getElementTypeBitWidth(), isUnsigned));
  return createConstant(
      builder, loc, sumsType,
      ArrayRef<char>(reinterpret_cast<const char *>(sums.data()),
                     sums.size() * sizeof(uint32_t)),
      "sums");
}

Value mixp::buildIntegerSums(OpBuilder &builder, Location loc, Value tensor,
                             int64_t dim, bool isUnsigned) {
  auto type = cast<RankedTensorType>(tensor.getType());
  int64_t rank = type.getRank();
  SmallVector<OpFoldResult> sizes;
  SmallVector<int64_t> shape;
  SmallVector<AffineExpr> exprs;
  SmallVector<utils::IteratorType> iterators(rank,
                                             utils::IteratorType::parallel);
  iterators[dim] = utils::IteratorType::reduction;
  for (int64_t i = 0; i < rank; ++i) {
    if (i == dim)
      continue;
    sizes.push_back(tensor::getMixedSize(builder, loc, tensor, i));
    shape.push_back(type.getDimSize(i));
    exprs.push_back(builder.getAffineDimExpr(i));
  }
  Type i32 = builder.getI32Type();
  if (auto bytes = readConstantBytes(tensor))
    return sumConstant(builder, loc, type, RankedTensorType::get(shape, i32),
                       *bytes, dim, isUnsigned);
  Value zero =
      arith::ConstantOp::create(builder, loc, builder.getI32IntegerAttr(0));
  Value empty = tensor::EmptyOp::create(builder, loc, sizes, i32);
  Value outs = linalg::FillOp::create(builder, loc, zero, empty).getResult(0);
  AffineMap sumsMap = AffineMap::get(rank, 0, exprs, builder.getContext());
  auto generic = linalg::GenericOp::create(
      builder, loc, outs.getType(), tensor, outs,
      ArrayRef<AffineMap>{builder.getMultiDimIdentityMap(rank), sumsMap},
      iterators, [&](OpBuilder &b, Location l, ValueRange arguments) {
        Value wide =
            isUnsigned ? Value(arith::ExtUIOp::create(b, l, i32, arguments[0]))
                       : Value(arith::ExtSIOp::create(b, l, i32, arguments[0]));
        Value sum = arith::AddIOp::create(b, l, arguments[1], wide);
        linalg::YieldOp::create(b, l, sum);
      });
  return generic.getResult(0);
}

/// `tensor` (M x K) as M x groups x size, the last group padded with zeros.
static Value splitColumns(OpBuilder &builder, Location loc, Value tensor,
                          int64_t size) {
  auto type = cast<RankedTensorType>(tensor.getType());
  int64_t k = type.getDimSize(1), padded = llvm::alignTo(k, size);
  OpFoldResult rows = tensor::getMixedSize(builder, loc, tensor, 0);
  if (padded != k) {
    OpFoldResult none = builder.getIndexAttr(0);
    Value zero = arith::ConstantOp::create(
        builder, loc, builder.getZeroAttr(type.getElementType()));
    type = type.clone({type.getDimSize(0), padded});
    tensor = tensor::PadOp::create(
        builder, loc, type, tensor, ArrayRef<OpFoldResult>{none, none},
        ArrayRef<OpFoldResult>{none, builder.getIndexAttr(padded - k)}, zero);
  }
  SmallVector<ReassociationIndices> groups = {{0}, {1, 2}};
  OpFoldResult sizes[] = {rows, builder.getIndexAttr(padded / size),
                          builder.getIndexAttr(size)};
  auto split = type.clone({type.getDimSize(0), padded / size, size});
  return tensor::ExpandShapeOp::create(builder, loc, split, tensor, groups,
                                       sizes);
}

Value mixp::buildIntegerGroupSums(OpBuilder &builder, Location loc,
                                  Value tensor, int64_t size, bool isUnsigned,
                                  int32_t factor) {
  Value split = splitColumns(builder, loc, tensor, size);
  Value sums = buildIntegerSums(builder, loc, split, 2, isUnsigned);
  return buildElementwise(
      builder, loc, tensor::getMixedSizes(builder, loc, sums),
      builder.getI32Type(), {{sums, builder.getMultiDimIdentityMap(2)}},
      [&](OpBuilder &b, Location l, ValueRange values) -> Value {
        Value by = arith::ConstantOp::create(b, l, b.getI32IntegerAttr(factor));
        return arith::MulIOp::create(b, l, values[0], by);
      });
}
