//===- BitWords.cpp - Bits along K as 32-bit words ------------------------===//
#include "BitWords.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mixp/Dialect/Mixp/Transforms/ConstantData.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mixp;

static constexpr int64_t wordBits = 32;

static Value packConstant(OpBuilder &b, Location loc, RankedTensorType type,
                          ArrayRef<char> bits, int64_t dim) {
  SmallVector<int64_t> shape(type.getShape());
  int64_t size = shape[dim], inner = 1;
  shape[dim] = llvm::divideCeil(size, wordBits);
  for (int64_t i = dim + 1; i < type.getRank(); ++i)
    inner *= shape[i];
  auto wordsType = RankedTensorType::get(shape, b.getI32Type());
  std::vector<uint32_t> words(wordsType.getNumElements(), 0);
  for (int64_t i = 0, e = bits.size(); i < e; ++i) {
    int64_t outer = i / inner / size, at = i / inner % size;
    words[(outer * shape[dim] + at / wordBits) * inner + i % inner] |=
        uint32_t(bits[i] & 1) << at % wordBits;
  }
  return createConstant(
      b, loc, wordsType,
      ArrayRef<char>(reinterpret_cast<const char *>(words.data()),
                     words.size() * sizeof(uint32_t)),
      "bits");
}

/// i8 with `dim` split in two, words and bits; what is missing of the last word
/// is 0.
static Value splitIntoWords(OpBuilder &b, Location loc, Value tensor,
                            int64_t dim) {
  auto type = cast<RankedTensorType>(tensor.getType());
  int64_t rank = type.getRank(), size = type.getDimSize(dim);
  AffineExpr d = b.getAffineDimExpr(0);
  SmallVector<OpFoldResult> sizes = tensor::getMixedSizes(b, loc, tensor);
  OpFoldResult words = affine::makeComposedFoldedAffineApply(
      b, loc, d.ceilDiv(wordBits), {sizes[dim]});
  if (ShapedType::isDynamic(size) || size % wordBits != 0) {
    SmallVector<OpFoldResult> low(rank, b.getIndexAttr(0)), high = low;
    high[dim] = affine::makeComposedFoldedAffineApply(
        b, loc, d.ceilDiv(wordBits) * wordBits - d, {sizes[dim]});
    SmallVector<int64_t> shape(type.getShape());
    if (!ShapedType::isDynamic(size))
      shape[dim] = llvm::alignTo(size, wordBits);
    type = type.clone(shape);
    Value zero =
        arith::ConstantOp::create(b, loc, b.getZeroAttr(type.getElementType()));
    tensor = tensor::PadOp::create(b, loc, type, tensor, low, high, zero);
  }
  SmallVector<ReassociationIndices> groups;
  SmallVector<int64_t> shape;
  SmallVector<OpFoldResult> split;
  for (int64_t i = 0; i < rank; ++i) {
    ReassociationIndices &group = groups.emplace_back();
    group.push_back(shape.size());
    split.push_back(i == dim ? words : sizes[i]);
    shape.push_back(
        getConstantIntValue(split.back()).value_or(ShapedType::kDynamic));
    if (i != dim)
      continue;
    group.push_back(shape.size());
    split.push_back(b.getIndexAttr(wordBits));
    shape.push_back(wordBits);
  }
  return tensor::ExpandShapeOp::create(b, loc, type.clone(shape), tensor,
                                       groups, split);
}

Value mixp::packBitsIntoWords(OpBuilder &b, Location loc, Value tensor,
                              int64_t dim) {
  auto type = cast<RankedTensorType>(tensor.getType());
  if (auto bits = readConstantBytes(tensor))
    return packConstant(b, loc, type, *bits, dim);
  // Bytes are what buffers can hold; mixp-pack-subbyte unpacks them.
  Value bytes = CastOp::create(b, loc, type.clone(b.getI8Type()), tensor,
                               RoundingMode::NearestEven, /*saturate=*/false,
                               /*input_unsigned=*/true,
                               /*result_unsigned=*/true);
  Value split = splitIntoWords(b, loc, bytes, dim);
  int64_t rank = type.getRank();
  SmallVector<OpFoldResult> sizes = tensor::getMixedSizes(b, loc, split);
  sizes.erase(sizes.begin() + dim + 1);
  Type i32 = b.getI32Type();
  Value zero = arith::ConstantOp::create(b, loc, b.getI32IntegerAttr(0));
  Value empty = tensor::EmptyOp::create(b, loc, sizes, i32);
  Value outs = linalg::FillOp::create(b, loc, zero, empty).getResult(0);
  // The bits of a word are the innermost loop.
  SmallVector<AffineExpr> from, to;
  for (int64_t i = 0; i < rank; ++i) {
    from.push_back(b.getAffineDimExpr(i));
    to.push_back(b.getAffineDimExpr(i));
    if (i == dim)
      from.push_back(b.getAffineDimExpr(rank));
  }
  SmallVector<utils::IteratorType> iterators(rank,
                                             utils::IteratorType::parallel);
  iterators.push_back(utils::IteratorType::reduction);
  AffineMap maps[] = {AffineMap::get(rank + 1, 0, from, b.getContext()),
                      AffineMap::get(rank + 1, 0, to, b.getContext())};
  return linalg::GenericOp::create(
             b, loc, outs.getType(), split, outs, maps, iterators,
             [&](OpBuilder &nb, Location l, ValueRange values) {
               Value at = linalg::IndexOp::create(nb, l, rank);
               at = arith::IndexCastOp::create(nb, l, i32, at);
               Value bit = arith::ExtUIOp::create(nb, l, i32, values[0]);
               bit = arith::ShLIOp::create(nb, l, bit, at);
               Value word = arith::OrIOp::create(nb, l, values[1], bit);
               linalg::YieldOp::create(nb, l, word);
             })
      .getResult(0);
}
