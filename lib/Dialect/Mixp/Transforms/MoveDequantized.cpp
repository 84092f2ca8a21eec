//===- MoveDequantized.cpp - Moves of stored values and scales ------------===//
#include "MoveDequantized.h"
#include "BlockReshape.h"
#include "ConstantMoves.h"
#include "mlir/Dialect/Utils/IndexingUtils.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mixp;

using Tensor = TypedValue<RankedTensorType>;

/// `move` applied to the scale and the zero point that are there.
static void moveTables(Dequantized &value, function_ref<Value(Tensor)> move) {
  for (Tensor *table : {&value.scale, &value.zeroPoint})
    if (*table)
      *table = cast<Tensor>(move(*table));
}

std::optional<Dequantized> mixp::moveThrough(OpBuilder &b, tensor::CastOp op,
                                             const Dequantized &input) {
  auto type = dyn_cast<RankedTensorType>(op.getType());
  if (!type)
    return std::nullopt;
  Dequantized moved = input;
  Type element = input.values.getType().getElementType();
  moved.values = cast<Tensor>(
      tensor::CastOp::create(b, op.getLoc(), type.clone(element), input.values)
          .getResult());
  return moved;
}

std::optional<Dequantized> mixp::moveThrough(OpBuilder &b,
                                             linalg::TransposeOp op,
                                             const Dequantized &input) {
  Dequantized moved = input;
  auto move = [&](Tensor tensor) {
    return transposeTensor(b, op.getLoc(), tensor, op.getPermutation());
  };
  moved.values = cast<Tensor>(move(input.values));
  moveTables(moved, move);
  if (input.hasTable())
    moved.block = applyPermutation(input.block, op.getPermutation());
  return moved;
}

//===----------------------------------------------------------------------===//
// Reshapes
//===----------------------------------------------------------------------===//

/// `value` in the shape of `type`, a constant as a constant, else by `build`.
static Value reshape(OpBuilder &b, Value value, RankedTensorType type,
                     function_ref<Value()> build) {
  if (type.hasStaticShape())
    if (Value constant = reshapeConstant(b, value, type))
      return constant;
  return build();
}

std::optional<Dequantized> mixp::moveThrough(OpBuilder &b,
                                             tensor::CollapseShapeOp op,
                                             const Dequantized &input) {
  SmallVector<ReassociationIndices> groups = op.getReassociationIndices();
  ArrayRef<int64_t> shape = input.values.getType().getShape();
  Dequantized moved = input;
  moved.block.clear();
  if (input.hasTable() && groups.empty())
    return std::nullopt;
  for (const ReassociationIndices &group : groups) {
    if (!input.hasTable())
      break;
    auto block = mergeBlocks(
        shape.slice(group.front(), group.size()),
        ArrayRef<int64_t>(input.block).slice(group.front(), group.size()));
    if (!block)
      return std::nullopt;
    moved.block.push_back(*block);
  }
  auto move = [&](Tensor tensor) {
    RankedTensorType type =
        tensor::CollapseShapeOp::inferCollapsedType(tensor.getType(), groups);
    return reshape(b, tensor, type, [&]() -> Value {
      return tensor::CollapseShapeOp::create(b, op.getLoc(), type, tensor,
                                             groups);
    });
  };
  moved.values = cast<Tensor>(move(input.values));
  moveTables(moved, move);
  return moved;
}

/// Sizes of the table of scales for `blocks` of a result of `op`; nothing where
/// they are not known without arithmetic.
static std::optional<SmallVector<OpFoldResult>>
tableSizes(OpBuilder &b, tensor::ExpandShapeOp op, ArrayRef<int64_t> blocks) {
  SmallVector<OpFoldResult> sizes;
  for (auto [block, size, mixed] : llvm::zip_equal(
           blocks, op.getResultType().getShape(), op.getMixedOutputShape())) {
    if (block == 0)
      sizes.push_back(b.getIndexAttr(1));
    else if (block == 1)
      sizes.push_back(mixed);
    else if (ShapedType::isDynamic(size))
      return std::nullopt;
    else
      sizes.push_back(b.getIndexAttr(llvm::divideCeilSigned(size, block)));
  }
  return sizes;
}

std::optional<Dequantized> mixp::moveThrough(OpBuilder &b,
                                             tensor::ExpandShapeOp op,
                                             const Dequantized &input) {
  SmallVector<ReassociationIndices> groups = op.getReassociationIndices();
  ArrayRef<int64_t> shape = op.getResultType().getShape();
  auto build = [&](Tensor tensor, RankedTensorType type,
                   ArrayRef<OpFoldResult> sizes) {
    return cast<Tensor>(reshape(b, tensor, type, [&]() -> Value {
      return tensor::ExpandShapeOp::create(b, op.getLoc(), type, tensor, groups,
                                           sizes);
    }));
  };
  Dequantized moved = input;
  moved.block.clear();
  for (auto [group, block] : llvm::zip(groups, input.block)) {
    auto blocks = splitBlock(shape.slice(group.front(), group.size()), block);
    if (!blocks)
      return std::nullopt;
    moved.block.append(*blocks);
  }
  if (input.hasTable()) {
    auto sizes = groups.empty() ? std::nullopt : tableSizes(b, op, moved.block);
    if (!sizes)
      return std::nullopt;
    SmallVector<int64_t> table = decomposeMixedValues(*sizes).first;
    moveTables(moved, [&](Tensor tensor) {
      return build(tensor, tensor.getType().clone(table), *sizes);
    });
  }
  moved.values = build(input.values, input.values.getType().clone(shape),
                       op.getMixedOutputShape());
  return moved;
}

//===----------------------------------------------------------------------===//
// Slices
//===----------------------------------------------------------------------===//

namespace {
/// The part of a table of scales that a slice of the values needs.
struct TableSlice {
  SmallVector<OpFoldResult> offsets, sizes, strides;
  SmallVector<int64_t> block;
};
} // namespace

/// One dim of the table's slice; false where no block says the same.
static bool sliceDim(OpBuilder &b, int64_t block, OpFoldResult offset,
                     OpFoldResult size, OpFoldResult stride,
                     TableSlice &slice) {
  if (block == 1) {
    slice.offsets.push_back(offset);
    slice.sizes.push_back(size);
    slice.strides.push_back(stride);
    slice.block.push_back(1);
    return true;
  }
  int64_t first = 0, count = 1, newBlock = 0;
  if (block != 0) {
    auto start = getConstantIntValue(offset),
         length = getConstantIntValue(size);
    if (!start || !length || *length == 0 || !isConstantIntValue(stride, 1))
      return false;
    first = *start / block;
    count = (*start + *length - 1) / block - first + 1;
    // Within one block, or from the start of one.
    if (count > 1 && *start % block != 0)
      return false;
    newBlock = count > 1 ? block : 0;
  }
  slice.offsets.push_back(b.getIndexAttr(first));
  slice.sizes.push_back(b.getIndexAttr(count));
  slice.strides.push_back(b.getIndexAttr(1));
  slice.block.push_back(newBlock);
  return true;
}

/// Whether what is known of the slice lies in a table of `type`: values of
/// dynamic size may be sliced where there are none.
static bool isInside(RankedTensorType type, const TableSlice &slice) {
  for (auto [i, dim] : llvm::enumerate(type.getShape())) {
    auto first = getConstantIntValue(slice.offsets[i]);
    auto count = getConstantIntValue(slice.sizes[i]);
    auto step = getConstantIntValue(slice.strides[i]);
    if (ShapedType::isDynamic(dim) || !first || !count || !step)
      continue;
    if (*first < 0 || *count < 0 || *step < 1 ||
        (*count > 0 && *first + (*count - 1) * *step >= dim))
      return false;
  }
  return true;
}

/// A slice of `tensor` without the dims that `dropped` holds.
static Value buildSlice(OpBuilder &b, Location loc, Tensor tensor,
                        const llvm::SmallBitVector &dropped,
                        ArrayRef<OpFoldResult> offsets,
                        ArrayRef<OpFoldResult> sizes,
                        ArrayRef<OpFoldResult> strides) {
  RankedTensorType full =
      tensor::ExtractSliceOp::inferResultType(tensor.getType(), sizes);
  SmallVector<int64_t> shape;
  for (auto [i, size] : llvm::enumerate(full.getShape()))
    if (!dropped.test(i))
      shape.push_back(size);
  RankedTensorType type = full.clone(shape);
  auto start = getConstantIntValues(offsets),
       count = getConstantIntValues(sizes),
       step = getConstantIntValues(strides);
  if (start && count && step)
    if (Value slice = sliceConstant(b, tensor, *start, *count, *step))
      return reshapeConstant(b, slice, type);
  return tensor::ExtractSliceOp::create(b, loc, type, tensor, offsets, sizes,
                                        strides);
}

std::optional<Dequantized> mixp::moveThrough(OpBuilder &b,
                                             tensor::ExtractSliceOp op,
                                             const Dequantized &input) {
  llvm::SmallBitVector dropped = op.getDroppedDims();
  SmallVector<OpFoldResult> offsets = op.getMixedOffsets(),
                            sizes = op.getMixedSizes(),
                            strides = op.getMixedStrides();
  Dequantized moved = input;
  moved.block.clear();
  if (input.hasTable()) {
    TableSlice slice;
    for (auto [i, block] : llvm::enumerate(input.block)) {
      if (!sliceDim(b, block, offsets[i], sizes[i], strides[i], slice))
        return std::nullopt;
      if (!dropped.test(i))
        moved.block.push_back(slice.block[i]);
    }
    Tensor anyTable = input.scale ? input.scale : input.zeroPoint;
    if (moved.block.empty() || !isInside(anyTable.getType(), slice))
      return std::nullopt;
    moveTables(moved, [&](Tensor table) {
      return buildSlice(b, op.getLoc(), table, dropped, slice.offsets,
                        slice.sizes, slice.strides);
    });
  }
  moved.values = cast<Tensor>(buildSlice(b, op.getLoc(), input.values, dropped,
                                         offsets, sizes, strides));
  return moved;
}

//===----------------------------------------------------------------------===//
// Concatenation
//===----------------------------------------------------------------------===//

/// Whether one table can hold what those of both hold, but for dim `dim`.
static bool fitsBeside(const Dequantized &a, const Dequantized &b,
                       int64_t dim) {
  auto elementOf = [](Tensor tensor) {
    return tensor ? tensor.getType().getElementType() : Type();
  };
  bool fits = elementOf(a.values) == elementOf(b.values) &&
              elementOf(a.scale) == elementOf(b.scale) &&
              elementOf(a.zeroPoint) == elementOf(b.zeroPoint) &&
              a.isUnsigned == b.isUnsigned && a.type == b.type;
  for (auto [i, block] : llvm::enumerate(a.block))
    fits &= int64_t(i) == dim || block == b.block[i];
  return fits;
}

/// The block along `dim` under which the pieces' tables, one after another, are
/// the table of the whole.
static std::optional<int64_t> concatBlocks(ArrayRef<Dequantized> inputs,
                                           int64_t dim) {
  auto blockOf = [&](const Dequantized &piece) {
    return piece.block[dim] ? piece.block[dim]
                            : piece.values.getType().getDimSize(dim);
  };
  int64_t block = blockOf(inputs.front());
  if (ShapedType::isDynamic(block) || block == 0)
    return std::nullopt;
  for (const Dequantized &piece : inputs) {
    int64_t size = piece.values.getType().getDimSize(dim);
    bool isLast = &piece == &inputs.back();
    bool isWhole = piece.block[dim] == 0;
    if (block != 1 && ShapedType::isDynamic(size))
      return std::nullopt;
    // The last piece may end in a partial block.
    bool fits = isWhole ? (isLast ? size <= block && size > 0 : size == block)
                        : piece.block[dim] == block &&
                              (block == 1 || isLast || size % block == 0);
    if (!fits)
      return std::nullopt;
  }
  return block;
}

std::optional<Dequantized> mixp::moveThrough(OpBuilder &b, tensor::ConcatOp op,
                                             ArrayRef<Dequantized> inputs) {
  int64_t dim = op.getDim();
  const Dequantized &first = inputs.front();
  if (!llvm::all_of(inputs, [&](const Dequantized &piece) {
        return fitsBeside(first, piece, dim);
      }))
    return std::nullopt;
  auto join = [&](Tensor Dequantized::*member) {
    auto pieces =
        llvm::map_to_vector(inputs, [&](const Dequantized &piece) -> Value {
          return piece.*member;
        });
    return cast<Tensor>(concatTensors(b, op.getLoc(), dim, pieces));
  };
  Dequantized moved = first;
  auto sharesTable = [&](const Dequantized &piece) {
    return piece.scale == first.scale && piece.zeroPoint == first.zeroPoint &&
           piece.block[dim] == 0;
  };
  if (first.hasTable() && !llvm::all_of(inputs, sharesTable)) {
    auto block = concatBlocks(inputs, dim);
    if (!block)
      return std::nullopt;
    moved.block[dim] = *block;
    if (first.scale)
      moved.scale = join(&Dequantized::scale);
    if (first.zeroPoint)
      moved.zeroPoint = join(&Dequantized::zeroPoint);
  }
  moved.values = join(&Dequantized::values);
  return moved;
}
