//===- DecomposeConv.cpp - Convolutions to matrix products ----------------===//
#include "ConstantMoves.h"
#include "ConvWindows.h"
#include "mixp/Dialect/Mixp/Transforms/Passes.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/IndexingUtils.h"

namespace mixp {
#define GEN_PASS_DEF_DECOMPOSECONVPASS
#include "mixp/Dialect/Mixp/Transforms/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

//===----------------------------------------------------------------------===//
// Channels last
//===----------------------------------------------------------------------===//

/// The block of a table of one value, or one for each index of dim 0.
static DenseI64ArrayAttr blockOf(OpBuilder &b, Value scale, Value zeroPoint,
                                 int64_t rank) {
  Value any = scale ? scale : zeroPoint;
  if (!any)
    return {};
  SmallVector<int64_t> block(rank, 0);
  block[0] = variesAlongFirstDim(any) ? 1 : 0;
  return b.getDenseI64ArrayAttr(block);
}

/// Channels of one scale or zero point of the filter within an element of the
/// window; 0 where one stands for a whole output channel.
static int64_t groupAlongChannels(ConvOp op) {
  Value table =
      op.getFilterScale() ? op.getFilterScale() : op.getFilterZeroPoint();
  if (!table ||
      llvm::all_of(
          cast<RankedTensorType>(table.getType()).getShape().drop_front(),
          [](int64_t size) { return size == 1; }))
    return 0;
  return op.getResolvedFilterBlock()[op.getChannelDim()];
}

/// The filter's scales and zero points for `moved`, whose dims are those of
/// `op` in the order `last`.
static void moveFilterTables(OpBuilder &b, ConvOp op, ConvOp moved,
                             ArrayRef<int64_t> last) {
  int64_t rank = op.getOuts().getType().getRank();
  if (groupAlongChannels(op) == 0) {
    moved.setFilterBlockAttr(
        blockOf(b, op.getFilterScale(), op.getFilterZeroPoint(), rank));
    return;
  }
  for (MutableOperandRange table :
       {moved.getFilterScaleMutable(), moved.getFilterZeroPointMutable()})
    if (!table.empty())
      table.assign(transposeTensor(b, op.getLoc(), table[0].get(), last));
  moved.setFilterBlock(applyPermutation(op.getResolvedFilterBlock(), last));
}

/// `value` with its dims permuted. What quantizes all of a transposed tensor
/// alike is moved in front of the transpose, which may then cancel.
static Value moveDims(OpBuilder &b, Value value,
                      ArrayRef<int64_t> permutation) {
  auto quantize = value.getDefiningOp<QuantizeOp>();
  auto isOne = [](Value table) {
    return !table ||
           cast<RankedTensorType>(table.getType()).getNumElements() == 1;
  };
  if (!quantize || !quantize->hasOneUse() ||
      !quantize.getInput().getDefiningOp<linalg::TransposeOp>() ||
      !isOne(quantize.getScale()) || !isOne(quantize.getZeroPoint()))
    return transposeTensor(b, value.getLoc(), value, permutation);
  Value input =
      transposeTensor(b, value.getLoc(), quantize.getInput(), permutation);
  auto moved = cast<QuantizeOp>(b.clone(*quantize));
  moved.getInputMutable().assign(input);
  SmallVector<int64_t> all(permutation.size(), 0);
  moved.setBlockAttr(b.getDenseI64ArrayAttr(all));
  moved.getResult().setType(cast<RankedTensorType>(
      cast<RankedTensorType>(value.getType())
          .clone(cast<RankedTensorType>(input.getType()).getShape())));
  return moved;
}

/// nchw_fchw -> nhwc_fhwc between transposes. The input's scales and zero
/// points have one element in all dims that move.
static ConvOp moveChannelsLast(ConvOp op) {
  if (op.getLayout() == ConvLayout::NhwcFhwc)
    return op;
  OpBuilder b(op);
  Location loc = op.getLoc();
  int64_t rank = op.getOuts().getType().getRank();
  SmallVector<int64_t> last = {0}, first = {0, rank - 1};
  for (int64_t i = 2; i < rank; ++i) {
    last.push_back(i);
    first.push_back(i - 1);
  }
  last.push_back(1);
  // Before another op reads it, too.
  Value input = moveDims(b, op.getInput(), last);
  auto moved = cast<ConvOp>(b.clone(*op));
  moved.setLayout(ConvLayout::NhwcFhwc);
  b.setInsertionPoint(moved);
  moved.getInputMutable().assign(input);
  moved.getFilterMutable().assign(
      transposeTensor(b, loc, op.getFilter(), last));
  moved.getOutsMutable().assign(transposeTensor(b, loc, op.getOuts(), last));
  moved.getResult().setType(moved.getOuts().getType());
  moved.setInputBlockAttr(
      blockOf(b, op.getInputScale(), op.getInputZeroPoint(), rank));
  moveFilterTables(b, op, moved, last);
  b.setInsertionPointAfter(moved);
  Value result = transposeTensor(b, loc, moved.getResult(), first);
  if (result.getType() != op.getResult().getType())
    result = tensor::CastOp::create(b, loc, op.getResult().getType(), result);
  op.replaceAllUsesWith(result);
  op.erase();
  return moved;
}

//===----------------------------------------------------------------------===//
// The product
//===----------------------------------------------------------------------===//

namespace {
/// Rewrites one convolution with channels last.
class ConvDecomposition {
public:
  explicit ConvDecomposition(ConvOp op)
      : op(op), b(op), loc(op.getLoc()), spatial(op.getSpatialRank()),
        groups(op.getGroups()) {}

  void run();

private:
  /// What one side's scale and zero point become.
  struct Tables {
    Value scale, zeroPoint;
    SmallVector<int64_t> block;
  };

  bool isDepthwise() {
    return groups != 1 &&
           op.getFilter().getType().getDimSize(op.getChannelDim()) == 1;
  }
  void padDepthwise(Value padded, Value zeroPoint);
  Value toRows(Value tensor);
  Value toResult(Value product);
  Value buildFilterRows();
  Value buildInputTable(Value table);
  Value buildFilterTable(Value table);
  Tables buildInputTables(Value zeroPoint);
  Tables buildFilterTables();

  ConvOp op;
  OpBuilder b;
  Location loc;
  int64_t spatial, groups;
};
} // namespace

/// outs as pixels x channels, with groups as groups x pixels x channels of one.
Value ConvDecomposition::toRows(Value tensor) {
  ReassociationIndices pixels =
      llvm::to_vector<2>(llvm::seq<int64_t>(0, spatial + 1));
  Value rows = collapseTensor(b, loc, tensor, {pixels, {spatial + 1}});
  if (groups == 1)
    return rows;
  return transposeTensor(b, loc, splitDim(b, loc, rows, 1, groups), {1, 0, 2});
}

/// The reverse.
Value ConvDecomposition::toResult(Value product) {
  if (groups != 1)
    product = collapseTensor(
        b, loc, transposeTensor(b, loc, product, {1, 0, 2}), {{0}, {1, 2}});
  ReassociationIndices pixels =
      llvm::to_vector<2>(llvm::seq<int64_t>(0, spatial + 1));
  return tensor::ExpandShapeOp::create(
      b, loc, op.getOuts().getType(), product,
      ArrayRef<ReassociationIndices>{pixels, {spatial + 1}},
      tensor::getMixedSizes(b, loc, op.getOuts()));
}

/// The filter as O x K, with groups as groups x (O of one) x K.
Value ConvDecomposition::buildFilterRows() {
  ReassociationIndices window =
      llvm::to_vector<2>(llvm::seq<int64_t>(1, spatial + 2));
  Value rows = collapseTensor(b, loc, op.getFilter(), {{0}, window});
  return groups == 1 ? rows : splitDim(b, loc, rows, 0, groups);
}

/// A value for the whole input, or one for each row: what the batch has.
Value ConvDecomposition::buildInputTable(Value table) {
  ReassociationIndices rest =
      llvm::to_vector<2>(llvm::seq<int64_t>(1, spatial + 2));
  if (!variesAlongFirstDim(table)) {
    Value one = collapseTensor(b, loc, table, {{0}, rest});
    return groups == 1 ? one : splitDim(b, loc, one, 0, 1);
  }
  SmallVector<OpFoldResult> sizes = tensor::getMixedSizes(b, loc, op.getOuts());
  sizes.back() = b.getIndexAttr(1);
  Value empty = tensor::EmptyOp::create(
      b, loc, sizes, cast<RankedTensorType>(table.getType()).getElementType());
  int64_t rank = spatial + 2;
  SmallVector<AffineExpr> exprs(rank, b.getAffineConstantExpr(0));
  exprs[0] = b.getAffineDimExpr(0);
  AffineMap maps[] = {AffineMap::get(rank, 0, exprs, b.getContext()),
                      b.getMultiDimIdentityMap(rank)};
  SmallVector<utils::IteratorType> iterators(rank,
                                             utils::IteratorType::parallel);
  auto spread = linalg::GenericOp::create(
      b, loc, empty.getType(), table, empty, maps, iterators,
      [](OpBuilder &nested, Location l, ValueRange arguments) {
        linalg::YieldOp::create(nested, l, arguments[0]);
      });
  ReassociationIndices pixels =
      llvm::to_vector<2>(llvm::seq<int64_t>(0, spatial + 1));
  if (groups == 1)
    return collapseTensor(b, loc, spread.getResult(0), {pixels, {spatial + 1}});
  Value column =
      collapseTensor(b, loc, spread.getResult(0), {pixels, {spatial + 1}});
  return transposeTensor(b, loc, splitDim(b, loc, column, 1, 1), {1, 0, 2});
}

/// A value for the whole filter, one for each column of the result, or groups
/// along K of either.
Value ConvDecomposition::buildFilterTable(Value table) {
  ReassociationIndices rest =
      llvm::to_vector<2>(llvm::seq<int64_t>(1, spatial + 2));
  Value column = collapseTensor(b, loc, table, {{0}, rest});
  if (groups == 1)
    return column;
  return splitDim(b, loc, column, 0, variesAlongFirstDim(table) ? groups : 1);
}

ConvDecomposition::Tables ConvDecomposition::buildInputTables(Value zeroPoint) {
  Tables tables;
  Value any = op.getInputScale() ? op.getInputScale() : zeroPoint;
  if (!any)
    return tables;
  if (op.getInputScale())
    tables.scale = buildInputTable(op.getInputScale());
  if (zeroPoint)
    tables.zeroPoint = buildInputTable(zeroPoint);
  int64_t rows = variesAlongFirstDim(any) ? 1 : 0;
  tables.block = {rows, 0};
  if (groups != 1)
    tables.block = {0, rows, 0};
  return tables;
}

ConvDecomposition::Tables ConvDecomposition::buildFilterTables() {
  Tables tables;
  Value scale = op.getFilterScale(), zeroPoint = op.getFilterZeroPoint();
  Value any = scale ? scale : zeroPoint;
  if (!any)
    return tables;
  if (scale)
    tables.scale = buildFilterTable(scale);
  if (zeroPoint)
    tables.zeroPoint = buildFilterTable(zeroPoint);
  int64_t columns = variesAlongFirstDim(any) ? 1 : 0;
  // Channels are last, so that blocks of them are groups along K.
  int64_t group = groupAlongChannels(op);
  tables.block = {columns, group};
  if (groups != 1)
    tables.block = {columns, columns, group};
  return tables;
}

/// A depthwise convolution stays one, for convert-mixp-to-linalg.
void ConvDecomposition::padDepthwise(Value padded, Value zeroPoint) {
  op.getInputMutable().assign(padded);
  if (zeroPoint)
    op.getInputZeroPointMutable().assign(zeroPoint);
  op.removePadLowAttr();
  op.removePadHighAttr();
}

void ConvDecomposition::run() {
  Value zeroPoint = clampInputZeroPoint(b, op);
  Value padded = padInput(b, op, zeroPoint);
  if (isDepthwise()) {
    padDepthwise(padded, zeroPoint);
    return;
  }
  Tables input = buildInputTables(zeroPoint), filter = buildFilterTables();
  Value lhs = gatherWindows(b, op, padded), rhs = buildFilterRows();
  auto product = MatmulOp::create(b, loc, lhs, rhs, toRows(op.getOuts()));
  product.setTransposeRhs(true);
  product.setLhsUnsigned(op.getInputUnsigned());
  product.setRhsUnsigned(op.getFilterUnsigned());
  product.setPrecision(op.getPrecision());
  product.setFastAccumulate(op.getFastAccumulate());
  // Among them a schedule that somebody wrote.
  product->setDiscardableAttrs(op->getDiscardableAttrDictionary());
  if (input.scale)
    product.getLhsScaleMutable().assign(input.scale);
  if (input.zeroPoint)
    product.getLhsZeroPointMutable().assign(input.zeroPoint);
  if (!input.block.empty())
    product.setLhsBlock(ArrayRef<int64_t>(input.block));
  if (filter.scale)
    product.getRhsScaleMutable().assign(filter.scale);
  if (filter.zeroPoint)
    product.getRhsZeroPointMutable().assign(filter.zeroPoint);
  if (!filter.block.empty())
    product.setRhsBlock(ArrayRef<int64_t>(filter.block));
  op.replaceAllUsesWith(toResult(product.getResult()));
  op.erase();
}

/// A convolution without terms or elements -> outs. Otherwise a dim of 0 pixels
/// and others of unknown sizes became one dim, which some patterns take for 0
/// and some types for unknown.
static bool replaceEmpty(ConvOp op) {
  OpBuilder b(op);
  SmallVector<Value> outs;
  if (failed(b.tryFold(op, outs)))
    return false;
  op.replaceAllUsesWith(outs.front());
  op.erase();
  return true;
}

namespace {
struct DecomposeConv : mixp::impl::DecomposeConvPassBase<DecomposeConv> {
  void runOnOperation() override {
    SmallVector<ConvOp> ops;
    WalkResult signless = getOperation()->walk([&](ConvOp op) {
      ops.push_back(op);
      for (Type type : op->getOperandTypes()) {
        Type element = cast<RankedTensorType>(type).getElementType();
        if (!element.isUnsignedInteger())
          continue;
        op.emitOpError() << "expected signless types but got " << element
                         << "; run mixp-strip-signedness first";
        return WalkResult::interrupt();
      }
      return WalkResult::advance();
    });
    if (signless.wasInterrupted())
      return signalPassFailure();
    for (ConvOp op : ops)
      if (!replaceEmpty(op))
        ConvDecomposition(moveChannelsLast(op)).run();
  }
};
} // namespace
