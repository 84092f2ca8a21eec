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

namespace {
/// The loops over windows: groups (if there are more than one), the batch, the
/// pixels, the window, and its channels. Where neighbours of a row of the
/// window are neighbours in memory, that row with its channels is one loop.
class WindowLoops {
public:
  WindowLoops(OpBuilder &b, ConvOp op, Value padded);
  Value gather();

private:
  Value readElement(ImplicitLocOpBuilder &nb, Value source);

  OpBuilder &b;
  ConvOp op;
  Location loc;
  Value padded;
  int64_t spatial, groups, channels;
  SmallVector<int64_t> strides, dilations;
  bool isRun;
  SmallVector<OpFoldResult> sizes;
  int64_t firstPixel, firstTap;
};
} // namespace

WindowLoops::WindowLoops(OpBuilder &b, ConvOp op, Value padded)
    : b(b), op(op), loc(op.getLoc()), padded(padded),
      spatial(op.getSpatialRank()), groups(op.getGroups()),
      channels(op.getFilter().getType().getDimSize(spatial + 1)),
      strides(op.getResolvedStrides()), dilations(op.getResolvedDilations()),
      isRun(groups == 1 && dilations.back() == 1 &&
            !ShapedType::isDynamic(channels)) {
  if (groups != 1)
    sizes.push_back(b.getIndexAttr(groups));
  sizes.push_back(tensor::getMixedSize(b, loc, op.getOuts(), 0));
  firstPixel = static_cast<int64_t>(sizes.size());
  for (int64_t i = 0; i < spatial; ++i)
    sizes.push_back(
        tensor::getMixedSize(b, loc, op.getOuts(), op.getSpatialDim(i)));
  firstTap = static_cast<int64_t>(sizes.size());
  RankedTensorType filter = op.getFilter().getType();
  for (int64_t i = 0; i < spatial; ++i)
    sizes.push_back(b.getIndexAttr(filter.getDimSize(op.getSpatialDim(i))));
  if (isRun) {
    int64_t taps = *getConstantIntValue(sizes.pop_back_val());
    sizes.push_back(b.getIndexAttr(taps * channels));
  } else {
    sizes.push_back(tensor::getMixedSize(b, loc, op.getFilter(), spatial + 1));
  }
}

/// The element of the padded input that the loops stand at.
Value WindowLoops::readElement(ImplicitLocOpBuilder &nb, Value source) {
  auto loop = [&](int64_t i) -> OpFoldResult {
    return linalg::IndexOp::create(nb, i).getResult();
  };
  auto weigh = [&](int64_t x, int64_t a, int64_t y, int64_t c) {
    AffineExpr sum = nb.getAffineDimExpr(0) * a + nb.getAffineDimExpr(1) * c;
    OpFoldResult place =
        affine::makeComposedFoldedAffineApply(nb, loc, sum, {loop(x), loop(y)});
    return cast<Value>(place);
  };
  SmallVector<Value> place = {cast<Value>(loop(firstPixel - 1))};
  int64_t last = static_cast<int64_t>(sizes.size()) - 1;
  for (int64_t i = 0; i < spatial - (isRun ? 1 : 0); ++i)
    place.push_back(
        weigh(firstPixel + i, strides[i], firstTap + i, dilations[i]));
  if (isRun)
    place.push_back(weigh(firstTap - 1, strides.back() * channels, last, 1));
  else if (groups != 1)
    place.push_back(weigh(0, channels, last, 1));
  else
    place.push_back(cast<Value>(loop(last)));
  return tensor::ExtractOp::create(nb, source, place);
}

/// Elements are read in the body, not as operands: elementwise ops must not be
/// fused into a loop that would repeat them for each window.
Value WindowLoops::gather() {
  Value source = padded;
  if (isRun) {
    SmallVector<int64_t> ends =
        llvm::to_vector(llvm::seq<int64_t>(1, spatial + 1));
    ends.push_back(spatial + 2);
    source = mergeDims(b, loc, padded, ends);
  }
  Type element = op.getInput().getType().getElementType();
  Value windows = buildElements(
      b, loc, sizes, element, Value(),
      [&](ImplicitLocOpBuilder &nb, Value) { return readElement(nb, source); });
  int64_t rank = static_cast<int64_t>(sizes.size());
  SmallVector<int64_t> ends = {firstTap, rank};
  if (groups != 1)
    ends.insert(ends.begin(), 1);
  return mergeDims(b, loc, windows, ends);
}

Value mixp::gatherWindows(OpBuilder &b, ConvOp op, Value padded) {
  RankedTensorType filter = op.getFilter().getType();
  bool isPointwise =
      llvm::all_of(llvm::seq<int64_t>(0, op.getSpatialRank()), [&](int64_t i) {
        return filter.getDimSize(op.getSpatialDim(i)) == 1;
      });
  if (isPointwise)
    return gatherPixels(b, op, padded);
  return WindowLoops(b, op, padded).gather();
}
