//===- Parameters.cpp - TOSA's 1-D parameters by the block rule -----------===//
#include "Parameters.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace mixp;

/// The constant's integers at `width`; nothing where `values` is no constant.
static std::optional<SmallVector<APInt>>
readIntegers(Value values, unsigned width, bool isUnsigned) {
  DenseElementsAttr constant;
  if (!matchPattern(values, m_Constant(&constant)) ||
      !isa<IntegerType>(constant.getElementType()))
    return std::nullopt;
  SmallVector<APInt> integers;
  for (const APInt &value : constant.getValues<APInt>())
    integers.push_back(isUnsigned ? value.zextOrTrunc(width)
                                  : value.sextOrTrunc(width));
  return integers;
}

/// `value`, a scalar or a tensor, with elements of type `element`.
static Value extend(OpBuilder &builder, Location loc, Value value,
                    IntegerType element, bool isUnsigned) {
  Type type = element;
  if (auto tensor = dyn_cast<RankedTensorType>(value.getType()))
    type = tensor.clone(element);
  if (type == value.getType())
    return value;
  if (isUnsigned)
    return arith::ExtUIOp::create(builder, loc, type, value);
  return arith::ExtSIOp::create(builder, loc, type, value);
}

Value mixp::buildScalar(OpBuilder &builder, Location loc, Value values,
                        bool isUnsigned) {
  IntegerType i32 = builder.getI32Type();
  if (auto constant = readIntegers(values, 32, isUnsigned))
    return arith::ConstantOp::create(
        builder, loc, builder.getIntegerAttr(i32, constant->front()));
  Value zero = arith::ConstantIndexOp::create(builder, loc, 0);
  Value scalar = tensor::ExtractOp::create(builder, loc, values, zero);
  return extend(builder, loc, scalar, i32, isUnsigned);
}

Value mixp::buildAlongLastDim(OpBuilder &builder, Location loc, Value values,
                              int64_t rank, IntegerType element) {
  int64_t count = cast<RankedTensorType>(values.getType()).getDimSize(0);
  SmallVector<int64_t> shape(rank, 1);
  if (rank > 0)
    shape.back() = count;
  auto type = RankedTensorType::get(shape, element);
  if (auto constant =
          readIntegers(values, element.getWidth(), /*isUnsigned=*/false))
    return arith::ConstantOp::create(builder, loc,
                                     DenseElementsAttr::get(type, *constant));
  Value wide = extend(builder, loc, values, element, /*isUnsigned=*/false);
  if (rank == 1)
    return wide;
  if (rank == 0)
    return tensor::CollapseShapeOp::create(builder, loc, type, wide,
                                           ArrayRef<ReassociationIndices>());
  ReassociationIndices all = llvm::to_vector<2>(llvm::seq<int64_t>(0, rank));
  return tensor::ExpandShapeOp::create(builder, loc, type, wide,
                                       ArrayRef<ReassociationIndices>(all));
}

Value mixp::buildZeroPoint(OpBuilder &builder, Location loc, Value values,
                           ArrayRef<int64_t> shape, bool isUnsigned) {
  if (isZero(values))
    return {};
  auto type = RankedTensorType::get(shape, builder.getI32Type());
  if (auto constant = readIntegers(values, 32, isUnsigned))
    return arith::ConstantOp::create(
        builder, loc, DenseElementsAttr::get(type, constant->front()));
  return tensor::SplatOp::create(
      builder, loc, buildScalar(builder, loc, values, isUnsigned), type);
}

bool mixp::isZero(Value values) {
  return matchPattern(values, m_Zero()) ||
         matchPattern(values, m_AnyZeroFloat());
}

Value mixp::buildZeros(OpBuilder &builder, Location loc, RankedTensorType type,
                       ArrayRef<OpFoldResult> sizes) {
  SmallVector<Value> dynamic;
  for (auto [dim, size] : llvm::zip_equal(type.getShape(), sizes))
    if (ShapedType::isDynamic(dim))
      dynamic.push_back(getValueOrCreateConstantIndexOp(builder, loc, size));
  Value empty = tensor::EmptyOp::create(builder, loc, type, dynamic);
  Value zero = arith::ConstantOp::create(
      builder, loc, builder.getZeroAttr(type.getElementType()));
  return linalg::FillOp::create(builder, loc, zero, empty).getResult(0);
}

bool mixp::isTosaOperand(RankedTensorType type) {
  Type element = type.getElementType();
  return element.isSignlessInteger(4) || element.isSignlessInteger(8) ||
         isa<Float32Type, Float16Type, BFloat16Type, Float8E4M3FNType,
             Float8E5M2Type>(element);
}

bool mixp::isTosaAccumulator(Type element, bool isInteger) {
  if (isInteger)
    return element.isSignlessInteger(32);
  return isa<Float32Type, Float16Type, BFloat16Type>(element);
}
