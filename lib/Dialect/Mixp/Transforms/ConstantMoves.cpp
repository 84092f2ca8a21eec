//===- ConstantMoves.cpp - Constants stay constants when moved ------------===//
#include "ConstantMoves.h"
#include "mixp/Dialect/Mixp/Transforms/ConstantData.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/IndexingUtils.h"
#include "mlir/IR/DialectResourceBlobManager.h"
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

static Value transposeConstant(OpBuilder &b, Value value,
                               ArrayRef<char> elements, RankedTensorType type,
                               ArrayRef<int64_t> permutation) {
  auto from = cast<RankedTensorType>(value.getType());
  size_t width = elementBytes(type);
  SmallVector<int64_t> strides = computeSuffixProduct(from.getShape());
  std::vector<char> moved(elements.size());
  SmallVector<int64_t> index(type.getRank(), 0);
  for (int64_t to = 0, end = type.getNumElements(); to < end; ++to) {
    int64_t source = 0;
    for (auto [i, dim] : llvm::enumerate(permutation))
      source += index[i] * strides[dim];
    std::copy_n(&elements[source * width], width, &moved[to * width]);
    for (int64_t i = type.getRank(); i-- > 0;) {
      if (++index[i] < type.getDimSize(i))
        break;
      index[i] = 0;
    }
  }
  return createConstant(b, value.getLoc(), type, moved, "transposed");
}

Value mixp::transposeTensor(OpBuilder &b, Location loc, Value value,
                            ArrayRef<int64_t> permutation) {
  auto from = cast<RankedTensorType>(value.getType());
  RankedTensorType type =
      from.clone(applyPermutation(from.getShape(), permutation));
  if (auto elements = readConstantBytes(value))
    return transposeConstant(b, value, *elements, type, permutation);
  SmallVector<OpFoldResult> sizes =
      applyPermutation(tensor::getMixedSizes(b, loc, value), permutation);
  Value empty = tensor::EmptyOp::create(b, loc, sizes, type.getElementType());
  return linalg::TransposeOp::create(b, loc, value, empty, permutation)
      ->getResult(0);
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
