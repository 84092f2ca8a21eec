//===- SubbytePacking.cpp - External form of sub-byte tensors -------------===//
#include "SubbytePacking.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

using namespace mlir;
using namespace mixp;

RankedTensorType mixp::packedType(RankedTensorType type, unsigned width) {
  int64_t bytes = ShapedType::kDynamic;
  if (type.hasStaticShape())
    bytes = llvm::divideCeilSigned(type.getNumElements(), 8 / width);
  return RankedTensorType::get({bytes}, IntegerType::get(type.getContext(), 8));
}

/// The product of the static sizes.
static int64_t staticProduct(RankedTensorType type) {
  int64_t product = 1;
  for (int64_t size : type.getShape())
    product *= ShapedType::isDynamic(size) ? 1 : size;
  return product;
}

bool mixp::isShapeRecoverable(RankedTensorType type, unsigned width) {
  if (type.hasStaticShape())
    return true;
  return type.getNumDynamicDims() == 1 && staticProduct(type) >= 8 / width;
}

/// All dims of a tensor in one group, as collapsing to and expanding from one
/// dim takes it.
static SmallVector<ReassociationIndices> allDims(RankedTensorType type) {
  if (type.getRank() == 0)
    return {};
  return {llvm::to_vector(llvm::seq<int64_t>(0, type.getRank()))};
}

static Value flatten(OpBuilder &builder, Location loc, Value value) {
  auto type = cast<RankedTensorType>(value.getType());
  if (type.getRank() == 1)
    return value;
  if (type.getRank() == 0)
    return tensor::ExpandShapeOp::create(
        builder, loc, RankedTensorType::get({1}, type.getElementType()), value,
        ArrayRef<ReassociationIndices>{});
  return tensor::CollapseShapeOp::create(builder, loc, value, allDims(type));
}

/// `value` with as many bytes as `per` divides.
static Value padToMultiple(OpBuilder &builder, Location loc, Value value,
                           int64_t per) {
  auto type = cast<RankedTensorType>(value.getType());
  int64_t size = type.getDimSize(0);
  if (!type.isDynamicDim(0) && size % per == 0)
    return value;
  AffineExpr d0 = builder.getAffineDimExpr(0);
  OpFoldResult high = affine::makeComposedFoldedAffineApply(
      builder, loc, d0.ceilDiv(per) * per - d0,
      {tensor::getMixedSize(builder, loc, value, 0)});
  Value zero =
      arith::ConstantOp::create(builder, loc, builder.getI8IntegerAttr(0));
  int64_t padded = type.isDynamicDim(0)
                       ? ShapedType::kDynamic
                       : llvm::divideCeilSigned(size, per) * per;
  return tensor::PadOp::create(builder, loc, type.clone({padded}), value,
                               {builder.getIndexAttr(0)}, {high}, zero);
}

/// `body` of every element, as a tensor of `element`.
static Value
mapElements(OpBuilder &builder, Location loc, Value value, Type element,
            function_ref<Value(ImplicitLocOpBuilder &, Value)> body) {
  int64_t rank = cast<RankedTensorType>(value.getType()).getRank();
  Value empty = tensor::EmptyOp::create(
      builder, loc, tensor::getMixedSizes(builder, loc, value), element);
  SmallVector<AffineMap> maps(2, builder.getMultiDimIdentityMap(rank));
  SmallVector<utils::IteratorType> iterators(rank,
                                             utils::IteratorType::parallel);
  return linalg::GenericOp::create(
             builder, loc, empty.getType(), value, empty, maps, iterators,
             [&](OpBuilder &nested, Location nestedLoc, ValueRange args) {
               ImplicitLocOpBuilder b(nestedLoc, nested);
               linalg::YieldOp::create(b, body(b, args[0]));
             })
      .getResult(0);
}

Value mixp::buildExtend(OpBuilder &builder, Location loc, Value value,
                        unsigned width, bool isUnsigned) {
  Type i8 = builder.getI8Type();
  return mapElements(builder, loc, value, i8,
                     [&](ImplicitLocOpBuilder &b, Value x) -> Value {
                       Type narrow = b.getIntegerType(width);
                       if (x.getType() != narrow)
                         x = arith::TruncIOp::create(b, narrow, x);
                       if (isUnsigned)
                         return arith::ExtUIOp::create(b, i8, x);
                       return arith::ExtSIOp::create(b, i8, x);
                     });
}

Value mixp::buildPack(OpBuilder &builder, Location loc, Value value,
                      unsigned width) {
  if (width == 1)
    value = buildExtend(builder, loc, value, width, /*isUnsigned=*/true);
  int64_t per = 8 / width;
  Value padded = padToMultiple(builder, loc, flatten(builder, loc, value), per);
  AffineExpr d0 = builder.getAffineDimExpr(0);
  OpFoldResult bytes = affine::makeComposedFoldedAffineApply(
      builder, loc, d0.floorDiv(per),
      {tensor::getMixedSize(builder, loc, padded, 0)});
  // Each part of a byte comes from its own strided slice.
  SmallVector<Value> parts;
  for (int64_t i = 0; i < per; ++i)
    parts.push_back(tensor::ExtractSliceOp::create(
        builder, loc, padded, {builder.getIndexAttr(i)}, {bytes},
        {builder.getIndexAttr(per)}));
  Value empty =
      tensor::EmptyOp::create(builder, loc, {bytes}, builder.getI8Type());
  SmallVector<AffineMap> maps(per + 1, builder.getMultiDimIdentityMap(1));
  auto body = [&](OpBuilder &nested, Location nestedLoc, ValueRange args) {
    ImplicitLocOpBuilder b(nestedLoc, nested);
    Type i8 = b.getI8Type();
    Value mask = arith::ConstantIntOp::create(b, i8, (1 << width) - 1);
    Value byte;
    for (int64_t i = 0; i < per; ++i) {
      Value part = arith::AndIOp::create(b, args[i], mask);
      Value shift = arith::ConstantIntOp::create(b, i8, i * width);
      part = arith::ShLIOp::create(b, part, shift);
      byte = byte ? Value(arith::OrIOp::create(b, byte, part)) : part;
    }
    linalg::YieldOp::create(b, byte);
  };
  return linalg::GenericOp::create(builder, loc, empty.getType(), parts, empty,
                                   maps, utils::IteratorType::parallel, body)
      .getResult(0);
}

/// `bytes x per` elements, one to a byte.
static Value splitBytes(OpBuilder &builder, Location loc, Value packed,
                        unsigned width) {
  int64_t per = 8 / width;
  Value empty =
      tensor::EmptyOp::create(builder, loc,
                              {tensor::getMixedSize(builder, loc, packed, 0),
                               builder.getIndexAttr(per)},
                              builder.getI8Type());
  AffineMap identity = builder.getMultiDimIdentityMap(2);
  AffineMap byte = AffineMap::get(2, 0, builder.getAffineDimExpr(0));
  SmallVector<utils::IteratorType> iterators(2, utils::IteratorType::parallel);
  auto body = [&](OpBuilder &nested, Location nestedLoc, ValueRange args) {
    ImplicitLocOpBuilder b(nestedLoc, nested);
    Type i8 = b.getI8Type();
    Value part =
        arith::IndexCastOp::create(b, i8, linalg::IndexOp::create(b, 1));
    Value shift = arith::MulIOp::create(
        b, part, arith::ConstantIntOp::create(b, i8, width));
    Value shifted = arith::ShRUIOp::create(b, args[0], shift);
    linalg::YieldOp::create(b, shifted);
  };
  return linalg::GenericOp::create(builder, loc, empty.getType(), packed, empty,
                                   ArrayRef<AffineMap>{byte, identity},
                                   iterators, body)
      .getResult(0);
}

/// The sizes of `type` where its external form has `bytes` bytes.
static SmallVector<OpFoldResult> recoverSizes(OpBuilder &builder, Location loc,
                                              Value packed,
                                              RankedTensorType type,
                                              unsigned width) {
  AffineExpr d0 = builder.getAffineDimExpr(0);
  SmallVector<OpFoldResult> sizes;
  for (int64_t size : type.getShape()) {
    if (!ShapedType::isDynamic(size)) {
      sizes.push_back(builder.getIndexAttr(size));
      continue;
    }
    // ceil(d * p / per) bytes hold less than one p more than d * p elements.
    sizes.push_back(affine::makeComposedFoldedAffineApply(
        builder, loc, (d0 * (8 / width)).floorDiv(staticProduct(type)),
        {tensor::getMixedSize(builder, loc, packed, 0)}));
  }
  return sizes;
}

Value mixp::buildUnpack(OpBuilder &builder, Location loc, Value packed,
                        RankedTensorType type, unsigned width) {
  if (width == 1 && type.getElementType().isInteger(1)) {
    RankedTensorType bytes = type.clone(builder.getI8Type());
    Value wide = buildUnpack(builder, loc, packed, bytes, width);
    return mapElements(builder, loc, wide, type.getElementType(),
                       [](ImplicitLocOpBuilder &b, Value x) -> Value {
                         return arith::TruncIOp::create(b, b.getI1Type(), x);
                       });
  }
  Value split = splitBytes(builder, loc, packed, width);
  Value flat = tensor::CollapseShapeOp::create(
      builder, loc, split, ArrayRef<ReassociationIndices>{{0, 1}});
  SmallVector<OpFoldResult> sizes =
      recoverSizes(builder, loc, packed, type, width);
  AffineExpr d0 = builder.getAffineDimExpr(0);
  OpFoldResult count = builder.getIndexAttr(staticProduct(type));
  for (auto [size, sizeValue] : llvm::zip_equal(type.getShape(), sizes))
    if (ShapedType::isDynamic(size))
      count = affine::makeComposedFoldedAffineApply(
          builder, loc, d0 * staticProduct(type), {sizeValue});
  if (!isEqualConstantIntOrValue(count,
                                 tensor::getMixedSize(builder, loc, flat, 0)))
    flat = tensor::ExtractSliceOp::create(builder, loc, flat,
                                          {builder.getIndexAttr(0)}, {count},
                                          {builder.getIndexAttr(1)});
  if (type.getRank() == 0)
    return tensor::CollapseShapeOp::create(builder, loc, type, flat,
                                           ArrayRef<ReassociationIndices>{});
  if (type.getRank() == 1)
    return flat;
  return tensor::ExpandShapeOp::create(builder, loc, type, flat, allDims(type),
                                       sizes);
}
