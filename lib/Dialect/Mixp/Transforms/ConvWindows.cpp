//===- ConvWindows.cpp - What a convolution reads -------------------------===//
#include "ConvWindows.h"
#include "ConstantMoves.h"
#include "mixp/Dialect/Mixp/IR/StorageRange.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace mixp;

bool mixp::variesAlongFirstDim(Value table) {
  return cast<RankedTensorType>(table.getType()).getDimSize(0) != 1;
}

/// A linalg.generic that computes each element of a tensor of `sizes` from its
/// indices and, where `table` is given, the element of that for dim 0.
static Value
buildElements(OpBuilder &b, Location loc, ArrayRef<OpFoldResult> sizes,
              Type element, Value table,
              function_ref<Value(ImplicitLocOpBuilder &, Value)> body) {
  int64_t rank = static_cast<int64_t>(sizes.size());
  Value empty = tensor::EmptyOp::create(b, loc, sizes, element);
  SmallVector<AffineMap> maps;
  SmallVector<Value> inputs;
  if (table) {
    SmallVector<AffineExpr> exprs(
        cast<RankedTensorType>(table.getType()).getRank(),
        b.getAffineConstantExpr(0));
    if (variesAlongFirstDim(table))
      exprs[0] = b.getAffineDimExpr(0);
    maps.push_back(AffineMap::get(rank, 0, exprs, b.getContext()));
    inputs.push_back(table);
  }
  maps.push_back(b.getMultiDimIdentityMap(rank));
  SmallVector<utils::IteratorType> iterators(rank,
                                             utils::IteratorType::parallel);
  return linalg::GenericOp::create(
             b, loc, empty.getType(), inputs, empty, maps, iterators,
             [&](OpBuilder &nested, Location l, ValueRange arguments) {
               ImplicitLocOpBuilder nb(l, nested);
               Value in = table ? arguments[0] : Value();
               linalg::YieldOp::create(nb, body(nb, in));
             })
      .getResult(0);
}

//===----------------------------------------------------------------------===//
// Padding
//===----------------------------------------------------------------------===//

Value mixp::clampInputZeroPoint(OpBuilder &b, ConvOp op) {
  Value zeroPoint = op.getInputZeroPoint();
  DenseElementsAttr constant;
  // The verifier has seen what is constant.
  if (!zeroPoint || !op.isPadded() ||
      matchPattern(zeroPoint, m_Constant(&constant)))
    return zeroPoint;
  StorageRange range = storageRange(op.getInput().getType().getElementType(),
                                    op.getInputUnsigned());
  Location loc = op.getLoc();
  return buildElements(
      b, loc, tensor::getMixedSizes(b, loc, zeroPoint), b.getI32Type(),
      zeroPoint, [&](ImplicitLocOpBuilder &nb, Value z) -> Value {
        auto constant = [&](int64_t value) {
          return arith::ConstantOp::create(nb, nb.getI32IntegerAttr(value));
        };
        Value atLeast = arith::MaxSIOp::create(nb, z, constant(range.min));
        return arith::MinSIOp::create(nb, atLeast, constant(range.max));
      });
}

/// The element of padding of the whole tensor, which is a real 0.
static Value createPaddingElement(OpBuilder &b, Location loc, Type element,
                                  Value zeroPoint) {
  DenseElementsAttr constant;
  if (!zeroPoint)
    return arith::ConstantOp::create(b, loc, b.getZeroAttr(element));
  if (matchPattern(zeroPoint, m_Constant(&constant)))
    return arith::ConstantOp::create(
        b, loc,
        b.getIntegerAttr(element, constant.getSplatValue<APInt>().trunc(
                                      element.getIntOrFloatBitWidth())));
  SmallVector<Value> first(
      cast<RankedTensorType>(zeroPoint.getType()).getRank(),
      arith::ConstantIndexOp::create(b, loc, 0));
  Value wide = tensor::ExtractOp::create(b, loc, zeroPoint, first);
  return arith::TruncIOp::create(b, loc, element, wide);
}

Value mixp::padInput(OpBuilder &b, ConvOp op, Value zeroPoint) {
  Value input = op.getInput();
  if (!op.isPadded())
    return input;
  Location loc = op.getLoc();
  Type element = op.getInput().getType().getElementType();
  SmallVector<OpFoldResult> inner = tensor::getMixedSizes(b, loc, input);
  SmallVector<OpFoldResult> sizes = inner;
  SmallVector<OpFoldResult> offsets(sizes.size(), b.getIndexAttr(0));
  SmallVector<OpFoldResult> ones(sizes.size(), b.getIndexAttr(1));
  SmallVector<int64_t> low = op.getResolvedPadLow();
  SmallVector<int64_t> high = op.getResolvedPadHigh();
  for (int64_t i = 0; i < op.getSpatialRank(); ++i) {
    int64_t dim = op.getSpatialDim(i);
    offsets[dim] = b.getIndexAttr(low[i]);
    sizes[dim] = affine::makeComposedFoldedAffineApply(
        b, loc, b.getAffineDimExpr(0) + low[i] + high[i], {sizes[dim]});
  }
  // Not tensor.pad: into a slice of a tensor, whoever makes the input can write
  // it at once.
  Value padding;
  if (zeroPoint && variesAlongFirstDim(zeroPoint)) {
    padding = buildElements(b, loc, sizes, element, zeroPoint,
                            [&](ImplicitLocOpBuilder &nb, Value z) -> Value {
                              return arith::TruncIOp::create(nb, element, z);
                            });
  } else {
    Value zero = createPaddingElement(b, loc, element, zeroPoint);
    Value empty = tensor::EmptyOp::create(b, loc, sizes, element);
    padding = linalg::FillOp::create(b, loc, zero, empty).getResult(0);
  }
  return tensor::InsertSliceOp::create(b, loc, input, padding, offsets, inner,
                                       ones);
}

//===----------------------------------------------------------------------===//
// Windows
//===----------------------------------------------------------------------===//

/// Neighbouring dims [first, end) of `value` as one.
static Value mergeDims(OpBuilder &b, Location loc, Value value,
                       ArrayRef<int64_t> ends) {
  SmallVector<ReassociationIndices> groups;
  int64_t dim = 0;
  for (int64_t end : ends) {
    groups.emplace_back();
    while (dim < end)
      groups.back().push_back(dim++);
  }
  return tensor::CollapseShapeOp::create(b, loc, value, groups);
}

/// Windows of one element: the pixels themselves, some left out by strides.
static Value gatherPixels(OpBuilder &b, ConvOp op, Value padded) {
  Location loc = op.getLoc();
  int64_t spatial = op.getSpatialRank();
  SmallVector<int64_t> strides = op.getResolvedStrides();
  if (llvm::any_of(strides, [](int64_t stride) { return stride != 1; })) {
    SmallVector<OpFoldResult> sizes = tensor::getMixedSizes(b, loc, padded);
    SmallVector<OpFoldResult> offsets(sizes.size(), b.getIndexAttr(0));
    SmallVector<OpFoldResult> steps(sizes.size(), b.getIndexAttr(1));
    for (int64_t i = 0; i < spatial; ++i) {
      int64_t dim = op.getSpatialDim(i);
      sizes[dim] = tensor::getMixedSize(b, loc, op.getOuts(), dim);
      steps[dim] = b.getIndexAttr(strides[i]);
    }
    padded =
        tensor::ExtractSliceOp::create(b, loc, padded, offsets, sizes, steps);
  }
  Value rows = mergeDims(b, loc, padded, {spatial + 1, spatial + 2});
  int64_t groups = op.getGroups();
  if (groups == 1)
    return rows;
  return transposeTensor(b, loc, splitDim(b, loc, rows, 1, groups), {1, 0, 2});
}

/// mixp.windows, a row for each pixel.
static Value buildWindows(OpBuilder &b, ConvOp op, Value padded) {
  auto input = cast<RankedTensorType>(padded.getType());
  RankedTensorType filter = op.getFilter().getType();
  int64_t spatial = op.getSpatialRank(), groups = op.getGroups();
  SmallVector<int64_t> shape;
  if (groups != 1)
    shape.push_back(groups);
  shape.push_back(input.getDimSize(0));
  for (int64_t i = 0; i < spatial; ++i)
    shape.push_back(op.getOuts().getType().getDimSize(op.getSpatialDim(i)));
  auto firstTap = static_cast<int64_t>(shape.size());
  for (int64_t i = 0; i < spatial; ++i)
    shape.push_back(filter.getDimSize(op.getSpatialDim(i)));
  shape.push_back(groups == 1 ? input.getShape().back()
                              : filter.getShape().back());
  auto windows =
      WindowsOp::create(b, op.getLoc(), input.clone(shape), padded,
                        b.getDenseI64ArrayAttr(op.getResolvedStrides()),
                        b.getDenseI64ArrayAttr(op.getResolvedDilations()),
                        b.getI64IntegerAttr(groups), /*in_place=*/UnitAttr());
  SmallVector<int64_t> ends = {firstTap, static_cast<int64_t>(shape.size())};
  if (groups != 1)
    ends.insert(ends.begin(), 1);
  return mergeDims(b, op.getLoc(), windows, ends);
}

Value mixp::gatherWindows(OpBuilder &b, ConvOp op, Value padded) {
  RankedTensorType filter = op.getFilter().getType();
  bool isPointwise =
      llvm::all_of(llvm::seq<int64_t>(0, op.getSpatialRank()), [&](int64_t i) {
        return filter.getDimSize(op.getSpatialDim(i)) == 1;
      });
  if (isPointwise)
    return gatherPixels(b, op, padded);
  return buildWindows(b, op, padded);
}
