//===- Conv.cpp - Lowers mixp.conv ----------------------------------------===//
#include "BlockedElementwise.h"
#include "Contraction.h"
#include "Patterns.h"
#include "ScalarNumerics.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/IndexingUtils.h"

using namespace mlir;
using namespace mixp;

namespace {

using Term = function_ref<Value(ImplicitLocOpBuilder &, ArrayRef<Value>)>;

/// Lowers one convolution with channels last and without padding. Its loops:
/// the batch, the pixels, the window, the channels of a group, the groups, and
/// the output channels of a group. The last three make the inner loops of a
/// depthwise convolution walk all tensors in order.
class ConvLowering {
public:
  ConvLowering(OpBuilder &b, ConvOp op)
      : b(b), op(op), loc(op.getLoc()), spatial(op.getSpatialRank()),
        groups(op.getGroups()), count(2 * spatial + 4) {}

  Value lower();

private:
  AffineExpr loop(int64_t i) { return b.getAffineDimExpr(i); }
  AffineMap map(ArrayRef<AffineExpr> exprs) {
    return AffineMap::get(count, 0, exprs, b.getContext());
  }
  Value splitGroups(Value value, int64_t dim);
  Value arrangeFilter(Value filter);
  void addTable(Value table, AffineExpr first, int64_t loops,
                SmallVectorImpl<Value> &inputs,
                SmallVectorImpl<AffineMap> &maps);
  Value buildSum(Value input, Value filter, Value zi, Value zf, Value init,
                 Term term);
  Value subtractGroupedZeroPoints();
  Value buildIntegerSum(Value init);
  Value buildScaled(Value acc);
  Value buildFloat();

  OpBuilder &b;
  ConvOp op;
  Location loc;
  int64_t spatial, groups, count;
};

} // namespace

/// Dim `dim` of `value` as groups x the rest.
Value ConvLowering::splitGroups(Value value, int64_t dim) {
  auto type = cast<RankedTensorType>(value.getType());
  SmallVector<int64_t> shape(type.getShape());
  SmallVector<OpFoldResult> sizes = tensor::getMixedSizes(b, loc, value);
  // Where there is more than one group, all channels are static.
  if (groups != 1) {
    shape[dim] /= groups;
    sizes[dim] = b.getIndexAttr(shape[dim]);
  }
  shape.insert(shape.begin() + dim, groups);
  sizes.insert(sizes.begin() + dim, b.getIndexAttr(groups));
  SmallVector<ReassociationIndices> split;
  for (int64_t i = 0; i < type.getRank(); ++i) {
    int64_t first = i > dim ? i + 1 : i;
    split.push_back({first});
    if (i == dim)
      split.back().push_back(first + 1);
  }
  return tensor::ExpandShapeOp::create(b, loc, type.clone(shape), value, split,
                                       sizes);
}

/// The filter in the order of the loops: window, channels, groups, outputs.
Value ConvLowering::arrangeFilter(Value filter) {
  Value split = splitGroups(filter, 0);
  SmallVector<int64_t> permutation =
      llvm::to_vector(llvm::seq<int64_t>(2, spatial + 3));
  permutation.append({0, 1});
  SmallVector<OpFoldResult> sizes =
      applyPermutation(tensor::getMixedSizes(b, loc, split), permutation);
  Value empty = tensor::EmptyOp::create(b, loc, sizes,
                                        getElementTypeOrSelf(filter.getType()));
  return linalg::TransposeOp::create(b, loc, split, empty, permutation)
      ->getResult(0);
}

/// Whether a scale or zero point has one value for each index of dim 0, or one.
static bool isOneForEachOutput(Value table) {
  return llvm::all_of(
      cast<RankedTensorType>(table.getType()).getShape().drop_front(),
      [](int64_t size) { return size == 1; });
}

/// Adds a scale or zero point (null: nothing) as an input: one value, or one
/// for each value of `first`.
void ConvLowering::addTable(Value table, AffineExpr first, int64_t loops,
                            SmallVectorImpl<Value> &inputs,
                            SmallVectorImpl<AffineMap> &maps) {
  if (!table)
    return;
  auto type = cast<RankedTensorType>(table.getType());
  SmallVector<AffineExpr> exprs(type.getRank(), b.getAffineConstantExpr(0));
  if (type.getDimSize(0) != 1)
    exprs[0] = first;
  inputs.push_back(table);
  maps.push_back(AffineMap::get(loops, 0, exprs, b.getContext()));
}

/// init + the sum of the terms; each gets {input, filter, zero point of input,
/// zero point of filter}.
Value ConvLowering::buildSum(Value input, Value filter, Value zi, Value zf,
                             Value init, Term term) {
  int64_t channel = 1 + 2 * spatial, group = channel + 1, output = group + 1;
  SmallVector<int64_t> strides = op.getResolvedStrides();
  SmallVector<int64_t> dilations = op.getResolvedDilations();
  SmallVector<AffineExpr> in = {loop(0)}, taps, out = {loop(0)};
  SmallVector<utils::IteratorType> iterators(count,
                                             utils::IteratorType::parallel);
  for (int64_t i = 0; i < spatial; ++i) {
    int64_t pixel = 1 + i, tap = 1 + spatial + i;
    in.push_back(loop(pixel) * strides[i] + loop(tap) * dilations[i]);
    taps.push_back(loop(tap));
    out.push_back(loop(pixel));
    iterators[tap] = utils::IteratorType::reduction;
  }
  iterators[channel] = utils::IteratorType::reduction;
  in.append({loop(group), loop(channel)});
  taps.append({loop(channel), loop(group), loop(output)});
  out.append({loop(group), loop(output)});
  SmallVector<Value> inputs = {splitGroups(input, spatial + 1),
                               arrangeFilter(filter)};
  SmallVector<AffineMap> maps = {map(in), map(taps)};
  addTable(zi, loop(0), count, inputs, maps);
  if (zf && cast<RankedTensorType>(zf.getType()).getDimSize(0) != 1) {
    inputs.push_back(splitGroups(zf, 0));
    SmallVector<AffineExpr> exprs(spatial + 3, b.getAffineConstantExpr(0));
    exprs[0] = loop(group);
    exprs[1] = loop(output);
    maps.push_back(map(exprs));
  } else {
    addTable(zf, loop(0), count, inputs, maps);
  }
  maps.push_back(map(out));
  Value split = splitGroups(init, spatial + 1);
  Value sum = linalg::GenericOp::create(
                  b, loc, split.getType(), inputs, split, maps, iterators,
                  [&](OpBuilder &nested, Location l, ValueRange args) {
                    ImplicitLocOpBuilder nb(l, nested);
                    Value product =
                        term(nb, {args[0], args[1], zi ? args[2] : Value(),
                                  zf ? args[zi ? 3 : 2] : Value()});
                    Value acc = args.back();
                    if (product.getType().isInteger())
                      acc = arith::AddIOp::create(nb, acc, product);
                    else
                      acc = arith::AddFOp::create(nb, acc, product);
                    linalg::YieldOp::create(nb, acc);
                  })
                  .getResult(0);
  SmallVector<ReassociationIndices> merged;
  for (int64_t i = 0; i <= spatial; ++i)
    merged.push_back({i});
  merged.push_back({spatial + 1, spatial + 2});
  return tensor::CollapseShapeOp::create(b, loc, init.getType(), sum, merged);
}

/// The filter less zero points that vary within an output channel, as i32.
Value ConvLowering::subtractGroupedZeroPoints() {
  return buildBlockedElementwise(
      b, loc, op.getFilter(), b.getI32Type(), op.getFilterZeroPoint(),
      op.getResolvedFilterBlock(),
      [&](ImplicitLocOpBuilder &nb, Value value, ArrayRef<Value> zero) {
        Value wide =
            extendInt(nb, value, nb.getI32Type(), op.getFilterUnsigned());
        return arith::SubIOp::create(nb, wide, zero[0]).getResult();
      });
}

/// init + sum (x - zi)(f - zf) modulo 2^32.
Value ConvLowering::buildIntegerSum(Value init) {
  auto operand = [](ImplicitLocOpBuilder &nb, Value value, Value zero,
                    bool isUnsigned) {
    if (!value.getType().isInteger(32))
      value = extendInt(nb, value, nb.getI32Type(), isUnsigned);
    return zero ? Value(arith::SubIOp::create(nb, value, zero)) : value;
  };
  Value zf = op.getFilterZeroPoint(), filter = op.getFilter();
  if (zf && !isOneForEachOutput(zf)) {
    filter = subtractGroupedZeroPoints();
    zf = {};
  }
  return buildSum(
      op.getInput(), filter, op.getInputZeroPoint(), zf, init,
      [&](ImplicitLocOpBuilder &nb, ArrayRef<Value> values) -> Value {
        Value left = operand(nb, values[0], values[2], op.getInputUnsigned());
        Value right = operand(nb, values[1], values[3], op.getFilterUnsigned());
        return arith::MulIOp::create(nb, left, right);
      });
}

Value ConvLowering::buildScaled(Value acc) {
  int64_t rank = spatial + 2;
  AffineMap identity = b.getMultiDimIdentityMap(rank);
  SmallVector<Value> inputs = {acc};
  SmallVector<AffineMap> maps = {identity};
  Value si = op.getInputScale(), sf = op.getFilterScale();
  addTable(si, loop(0), rank, inputs, maps);
  addTable(sf, loop(rank - 1), rank, inputs, maps);
  maps.push_back(identity);
  SmallVector<utils::IteratorType> iterators(rank,
                                             utils::IteratorType::parallel);
  Value outs = op.getOuts();
  return linalg::GenericOp::create(
             b, loc, outs.getType(), inputs, outs, maps, iterators,
             [&](OpBuilder &nested, Location l, ValueRange args) {
               ImplicitLocOpBuilder nb(l, nested);
               linalg::YieldOp::create(
                   nb, scaleSum(nb, args[0], si ? args[1] : Value(),
                                sf ? args[si ? 2 : 1] : Value(), args.back(),
                                computeType(op)));
             })
      .getResult(0);
}

/// All products and sums in f32 (or f64), rounded once more at the end if outs
/// is narrower.
Value ConvLowering::buildFloat() {
  Type type = computeType(op);
  Type result = op.getOuts().getType().getElementType();
  auto convert = [&](Value value, Type to) {
    if (getElementTypeOrSelf(value.getType()) == to)
      return value;
    return buildDequantize(b, loc, value, {}, {}, {}, false, to);
  };
  Value input = prepareOperand(
      b, loc, op.getInput(), op.getInputScale(), op.getInputZeroPoint(),
      op.getResolvedInputBlock(), op.getInputUnsigned(), type);
  Value filter = prepareOperand(
      b, loc, op.getFilter(), op.getFilterScale(), op.getFilterZeroPoint(),
      op.getResolvedFilterBlock(), op.getFilterUnsigned(), type);
  Value sum =
      buildSum(input, filter, Value(), Value(), convert(op.getOuts(), type),
               [&](ImplicitLocOpBuilder &nb, ArrayRef<Value> values) -> Value {
                 return arith::MulFOp::create(
                     nb, toFloat(nb, values[0], op.getInputUnsigned(), type),
                     toFloat(nb, values[1], op.getFilterUnsigned(), type));
               });
  return convert(sum, result);
}

Value ConvLowering::lower() {
  if (op.getOuts().getType().getElementType().isInteger())
    return buildIntegerSum(op.getOuts());
  if (op.isExact())
    return buildScaled(buildIntegerSum(
        buildFilled(b, loc, op.getOuts(), b.getI32IntegerAttr(0))));
  return buildFloat();
}

namespace {
/// mixp.conv -> one contraction, and an epilogue where scales need one
struct ConvPattern : OpRewritePattern<ConvOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(ConvOp op,
                                PatternRewriter &rewriter) const override {
    if (failed(requireSignless(op, rewriter)))
      return failure();
    if (op.isPadded() || op.getLayout() != ConvLayout::NhwcFhwc)
      return rewriter.notifyMatchFailure(op, "padded, or channels not last");
    rewriter.replaceOp(op, ConvLowering(rewriter, op).lower());
    return success();
  }
};
} // namespace

void mixp::populateConvPattern(RewritePatternSet &patterns) {
  patterns.add<ConvPattern>(patterns.getContext());
}
