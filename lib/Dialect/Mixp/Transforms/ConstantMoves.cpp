//===- ConstantMoves.cpp - Constants stay constants when moved ------------===//
#include "ConstantMoves.h"
#include "mixp/Dialect/Mixp/Transforms/ConstantData.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/IndexingUtils.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "mlir/IR/Matchers.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mixp;

Value mixp::reshapeConstant(OpBuilder &b, Value value, RankedTensorType type) {
  auto constant = value.getDefiningOp<arith::ConstantOp>();
  if (!constant)
    return {};
  TypedAttr moved;
  if (auto dense = dyn_cast<DenseElementsAttr>(constant.getValue()))
    moved = dense.isSplat() ? dense.resizeSplat(type) : dense.reshape(type);
  else if (auto resource =
               dyn_cast<DenseResourceElementsAttr>(constant.getValue()))
    moved = DenseResourceElementsAttr::get(type, resource.getRawHandle());
  return moved ? arith::ConstantOp::create(b, value.getLoc(), moved) : Value();
}

/// Bytes of one element of `type` in MLIR's raw layout.
static size_t elementBytes(RankedTensorType type) {
  return llvm::divideCeil(type.getElementTypeBitWidth(), 8);
}

/// A constant whose element (i0, i1, ...) is the one at `start` + the sum of
/// i * `steps` of `elements`.
static Value gatherConstant(OpBuilder &b, Location loc, ArrayRef<char> elements,
                            RankedTensorType type, int64_t start,
                            ArrayRef<int64_t> steps) {
  size_t width = elementBytes(type);
  std::vector<char> moved(type.getNumElements() * width);
  SmallVector<int64_t> index(type.getRank(), 0);
  int64_t from = start;
  for (size_t to = 0; to < moved.size(); to += width) {
    std::copy_n(&elements[from * width], width, &moved[to]);
    for (int64_t i = type.getRank(); i-- > 0;) {
      from += steps[i];
      if (++index[i] < type.getDimSize(i))
        break;
      from -= steps[i] * type.getDimSize(i);
      index[i] = 0;
    }
  }
  return createConstant(b, loc, type, moved, "moved");
}

Value mixp::sliceConstant(OpBuilder &b, Value value, ArrayRef<int64_t> offsets,
                          ArrayRef<int64_t> sizes, ArrayRef<int64_t> strides) {
  auto elements = readConstantBytes(value);
  if (!elements)
    return {};
  auto type = cast<RankedTensorType>(value.getType());
  SmallVector<int64_t> steps = computeSuffixProduct(type.getShape());
  int64_t start = 0;
  for (auto [step, offset, stride] : llvm::zip_equal(steps, offsets, strides)) {
    start += step * offset;
    step *= stride;
  }
  return gatherConstant(b, value.getLoc(), *elements, type.clone(sizes), start,
                        steps);
}

Value mixp::transposeTensor(OpBuilder &b, Location loc, Value value,
                            ArrayRef<int64_t> permutation) {
  auto from = cast<RankedTensorType>(value.getType());
  RankedTensorType type =
      from.clone(applyPermutation(from.getShape(), permutation));
  SplatElementsAttr splat;
  if (matchPattern(value, m_Constant(&splat)))
    return reshapeConstant(b, value, type);
  if (auto elements = readConstantBytes(value))
    return gatherConstant(
        b, loc, *elements, type, 0,
        applyPermutation(computeSuffixProduct(from.getShape()), permutation));
  SmallVector<OpFoldResult> sizes =
      applyPermutation(tensor::getMixedSizes(b, loc, value), permutation);
  Value empty = tensor::EmptyOp::create(b, loc, sizes, type.getElementType());
  return linalg::TransposeOp::create(b, loc, value, empty, permutation)
      ->getResult(0);
}

Value mixp::collapseTensor(OpBuilder &b, Location loc, Value value,
                           ArrayRef<ReassociationIndices> groups) {
  auto type = tensor::CollapseShapeOp::inferCollapsedType(
      cast<RankedTensorType>(value.getType()), llvm::to_vector(groups));
  if (type.hasStaticShape())
    if (Value constant = reshapeConstant(b, value, type))
      return constant;
  return tensor::CollapseShapeOp::create(b, loc, type, value, groups);
}

Value mixp::splitDim(OpBuilder &b, Location loc, Value value, int64_t dim,
                     int64_t count) {
  auto type = cast<RankedTensorType>(value.getType());
  SmallVector<int64_t> shape(type.getShape());
  int64_t rest = shape[dim] / count;
  shape[dim] = rest;
  shape.insert(shape.begin() + dim, count);
  RankedTensorType split = type.clone(shape);
  if (type.hasStaticShape())
    if (Value constant = reshapeConstant(b, value, split))
      return constant;
  SmallVector<OpFoldResult> sizes = tensor::getMixedSizes(b, loc, value);
  sizes[dim] = b.getIndexAttr(rest);
  sizes.insert(sizes.begin() + dim, b.getIndexAttr(count));
  SmallVector<ReassociationIndices> groups;
  for (int64_t i = 0; i < type.getRank(); ++i) {
    int64_t first = i > dim ? i + 1 : i;
    groups.push_back({first});
    if (i == dim)
      groups.back().push_back(first + 1);
  }
  return tensor::ExpandShapeOp::create(b, loc, split, value, groups, sizes);
}

Value mixp::concatTensors(OpBuilder &b, Location loc, int64_t dim,
                          ArrayRef<Value> values) {
  SmallVector<std::vector<char>> pieces;
  for (Value value : values)
    if (auto elements = readConstantBytes(value))
      pieces.push_back(std::move(*elements));
  if (pieces.size() != values.size())
    return tensor::ConcatOp::create(b, loc, dim, values);
  SmallVector<Type> types = llvm::to_vector(ValueRange(values).getTypes());
  RankedTensorType type = tensor::ConcatOp::inferResultType(dim, types);
  // Row by row of what lies before `dim`, a run of each piece.
  int64_t rows = computeProduct(type.getShape().take_front(dim));
  std::vector<char> joined;
  for (int64_t row = 0; row < rows; ++row)
    for (const std::vector<char> &piece : pieces) {
      size_t run = piece.size() / rows;
      joined.insert(joined.end(), piece.begin() + row * run,
                    piece.begin() + (row + 1) * run);
    }
  return createConstant(b, loc, type, joined, "joined");
}
