//===- SinkReshapes.cpp - Elementwise ops before a product's form ---------===//
#include "Epilogue/FuseConsumer.h"
#include "mixp/Codegen/CPU/Passes.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/MemRef/Transforms/Transforms.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

namespace mixp {
#define GEN_PASS_DEF_SINKRESHAPESPASS
#include "mixp/Codegen/CPU/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

/// Whether `value` is a product, or what reshapes and a few elementwise ops
/// (`depth`), which this pass may have moved, make of one.
static bool startsAtProduct(Value value, int depth = 2) {
  Operation *op = value.getDefiningOp();
  if (isa_and_present<PackedMatmulOp, TensorCoreMatmulOp>(op))
    return true;
  if (auto expand = dyn_cast_or_null<tensor::ExpandShapeOp>(op))
    return startsAtProduct(expand.getSrc(), depth);
  if (auto collapse = dyn_cast_or_null<tensor::CollapseShapeOp>(op))
    return startsAtProduct(collapse.getSrc(), depth);
  if (auto transpose = dyn_cast_or_null<linalg::TransposeOp>(op))
    return startsAtProduct(transpose.getInput(), depth);
  auto generic = dyn_cast_or_null<linalg::GenericOp>(op);
  return generic && depth > 0 && findEpilogueObstacle(generic).empty() &&
         llvm::any_of(generic.getDpsInputs(), [&](Value input) {
           return startsAtProduct(input, depth - 1);
         });
}

/// The operand of an elementwise op that is a product in another form, which
/// ReshapeOp gave it for this op only.
template <typename ReshapeOp>
static OpOperand *findReshaped(linalg::GenericOp op) {
  if (!findEpilogueObstacle(op).empty())
    return nullptr;
  for (OpOperand *operand : op.getDpsInputOperands()) {
    auto reshape = operand->get().getDefiningOp<ReshapeOp>();
    if (reshape && reshape->hasOneUse() &&
        op.getMatchingIndexingMap(operand).isIdentity() &&
        startsAtProduct(operand->get()))
      return operand;
  }
  return nullptr;
}

/// The elementwise op on other operands, over the dims of `like`.
static Value recreate(PatternRewriter &rewriter, linalg::GenericOp op,
                      Value like, ValueRange inputs,
                      SmallVector<AffineMap> maps) {
  Location loc = op.getLoc();
  unsigned rank = cast<RankedTensorType>(like.getType()).getRank();
  Type element =
      cast<RankedTensorType>(op.getResult(0).getType()).getElementType();
  Value empty = tensor::EmptyOp::create(
      rewriter, loc, tensor::getMixedSizes(rewriter, loc, like), element);
  maps.push_back(rewriter.getMultiDimIdentityMap(rank));
  SmallVector<utils::IteratorType> iterators(rank,
                                             utils::IteratorType::parallel);
  auto moved = linalg::GenericOp::create(rewriter, loc, empty.getType(), inputs,
                                         empty, maps, iterators);
  rewriter.cloneRegionBefore(op.getRegion(), moved.getRegion(),
                             moved.getRegion().begin());
  return moved.getResult(0);
}

namespace {

/// generic(transpose(product)) -> transpose(generic(product))
struct SinkTranspose : OpRewritePattern<linalg::GenericOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(linalg::GenericOp op,
                                PatternRewriter &rewriter) const override {
    OpOperand *operand = findReshaped<linalg::TransposeOp>(op);
    if (!operand)
      return rewriter.notifyMatchFailure(op, "reads no transposed product");
    auto transpose = operand->get().getDefiningOp<linalg::TransposeOp>();
    ArrayRef<int64_t> permutation = transpose.getPermutation();
    SmallVector<AffineExpr> dims;
    for (int64_t dim : permutation)
      dims.push_back(rewriter.getAffineDimExpr(dim));
    SmallVector<Value> inputs;
    SmallVector<AffineMap> maps;
    for (OpOperand *input : op.getDpsInputOperands()) {
      AffineMap map = op.getMatchingIndexingMap(input);
      auto same = input->get().getDefiningOp<linalg::TransposeOp>();
      bool isUndone =
          same && map.isIdentity() && same.getPermutation() == permutation;
      inputs.push_back(isUndone ? same.getInput() : input->get());
      maps.push_back(
          isUndone ? map : map.replaceDimsAndSymbols(dims, {}, dims.size(), 0));
    }
    Value moved =
        recreate(rewriter, op, transpose.getInput(), inputs, std::move(maps));
    rewriter.replaceOpWithNewOp<linalg::TransposeOp>(
        op, moved, op.getDpsInits()[0], permutation);
    return success();
  }
};

/// generic(expand_shape(product)) -> expand_shape(generic(product))
struct SinkExpand : OpRewritePattern<linalg::GenericOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(linalg::GenericOp op,
                                PatternRewriter &rewriter) const override {
    OpOperand *operand = findReshaped<tensor::ExpandShapeOp>(op);
    if (!operand)
      return rewriter.notifyMatchFailure(op, "reads no expanded product");
    auto expand = operand->get().getDefiningOp<tensor::ExpandShapeOp>();
    SmallVector<ReassociationIndices> groups = expand.getReassociationIndices();
    SmallVector<Collapsed> collapsed;
    for (OpOperand *input : op.getDpsInputOperands()) {
      auto form = collapse(op.getMatchingIndexingMap(input), groups);
      if (!form)
        return rewriter.notifyMatchFailure(
            op, "an operand that has only some of the dims that are one");
      collapsed.push_back(std::move(*form));
    }
    SmallVector<Value> inputs;
    SmallVector<AffineMap> maps;
    for (auto [input, form] :
         llvm::zip_equal(op.getDpsInputOperands(), collapsed)) {
      Value value = input->get();
      if (input == operand)
        value = expand.getSrc();
      else if (form.merged.size() != form.inputRank)
        value = tensor::CollapseShapeOp::create(rewriter, op.getLoc(), value,
                                                form.merged);
      inputs.push_back(value);
      maps.push_back(form.map);
    }
    Value moved =
        recreate(rewriter, op, expand.getSrc(), inputs, std::move(maps));
    rewriter.replaceOpWithNewOp<tensor::ExpandShapeOp>(
        op, op.getResult(0).getType(), moved, groups,
        expand.getMixedOutputShape());
    return success();
  }

private:
  /// How an operand is read by the loops of the product: which of its dims are
  /// merged, and the map on what that makes of it.
  struct Collapsed {
    SmallVector<ReassociationIndices> merged;
    AffineMap map;
    size_t inputRank;
  };

  /// Nothing where the operand has not all dims of a group, side by side.
  static std::optional<Collapsed>
  collapse(AffineMap map, ArrayRef<ReassociationIndices> groups) {
    Collapsed form;
    form.inputRank = map.getNumResults();
    SmallVector<AffineExpr> exprs;
    for (unsigned i = 0; i < map.getNumResults();) {
      form.merged.push_back({i});
      auto dim = dyn_cast<AffineDimExpr>(map.getResult(i++));
      if (!dim) {
        exprs.push_back(getAffineConstantExpr(0, map.getContext()));
        continue;
      }
      const ReassociationIndices *group =
          llvm::find_if(groups, [&](const ReassociationIndices &dims) {
            return llvm::is_contained(dims, dim.getPosition());
          });
      if (group->front() != dim.getPosition())
        return std::nullopt;
      for (int64_t next : ArrayRef<int64_t>(*group).drop_front()) {
        if (i == map.getNumResults() ||
            map.getResult(i) != getAffineDimExpr(next, map.getContext()))
          return std::nullopt;
        form.merged.back().push_back(i++);
      }
      exprs.push_back(
          getAffineDimExpr(group - groups.begin(), map.getContext()));
    }
    form.map = AffineMap::get(groups.size(), 0, exprs, map.getContext());
    return form;
  }
};

/// generic(collapse_shape(product)) -> collapse_shape(generic(product))
struct SinkCollapse : OpRewritePattern<linalg::GenericOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(linalg::GenericOp op,
                                PatternRewriter &rewriter) const override {
    OpOperand *operand = findReshaped<tensor::CollapseShapeOp>(op);
    if (!operand)
      return rewriter.notifyMatchFailure(op, "reads no collapsed product");
    auto collapse = operand->get().getDefiningOp<tensor::CollapseShapeOp>();
    SmallVector<ReassociationIndices> groups =
        collapse.getReassociationIndices();
    for (const ReassociationIndices &group : groups)
      for (int64_t dim : group)
        if (group.size() > 1 && collapse.getSrcType().isDynamicDim(dim))
          return rewriter.notifyMatchFailure(op, "merges dims of any size");
    SmallVector<Value> inputs;
    SmallVector<AffineMap> maps;
    for (OpOperand *input : op.getDpsInputOperands()) {
      AffineMap map = op.getMatchingIndexingMap(input);
      inputs.push_back(input == operand
                           ? collapse.getSrc()
                           : split(rewriter, input->get(), map, collapse));
      maps.push_back(splitMap(map, collapse));
    }
    Value moved =
        recreate(rewriter, op, collapse.getSrc(), inputs, std::move(maps));
    rewriter.replaceOpWithNewOp<tensor::CollapseShapeOp>(
        op, op.getResult(0).getType(), moved, groups);
    return success();
  }

private:
  /// A map that has, for each dim of the collapsed tensor, all that it merges.
  static AffineMap splitMap(AffineMap map, tensor::CollapseShapeOp collapse) {
    SmallVector<ReassociationIndices> groups =
        collapse.getReassociationIndices();
    SmallVector<AffineExpr> exprs;
    for (AffineExpr expr : map.getResults()) {
      if (auto dim = dyn_cast<AffineDimExpr>(expr))
        for (int64_t source : groups[dim.getPosition()])
          exprs.push_back(getAffineDimExpr(source, map.getContext()));
      else
        exprs.push_back(expr);
    }
    return AffineMap::get(collapse.getSrcType().getRank(), 0, exprs,
                          map.getContext());
  }

  /// An operand that is read by `map`, its dims split in the same way.
  static Value split(PatternRewriter &rewriter, Value value, AffineMap map,
                     tensor::CollapseShapeOp collapse) {
    Location loc = collapse.getLoc();
    SmallVector<ReassociationIndices> groups =
        collapse.getReassociationIndices();
    auto type = cast<RankedTensorType>(value.getType());
    SmallVector<OpFoldResult> from =
        tensor::getMixedSizes(rewriter, loc, value);
    SmallVector<ReassociationIndices> parts;
    SmallVector<OpFoldResult> sizes;
    SmallVector<int64_t> shape;
    for (auto [i, expr] : llvm::enumerate(map.getResults())) {
      parts.emplace_back();
      auto dim = dyn_cast<AffineDimExpr>(expr);
      auto count = dim ? groups[dim.getPosition()].size() : 1;
      for (size_t part = 0; part < count; ++part) {
        parts.back().push_back(static_cast<int64_t>(sizes.size()));
        int64_t size = type.getDimSize(i);
        if (count > 1)
          size =
              collapse.getSrcType().getDimSize(groups[dim.getPosition()][part]);
        shape.push_back(size);
        sizes.push_back(count > 1 ? rewriter.getIndexAttr(size) : from[i]);
      }
    }
    if (sizes.size() == from.size())
      return value;
    return tensor::ExpandShapeOp::create(rewriter, loc, type.clone(shape),
                                         value, parts, sizes);
  }
};

struct SinkReshapes : mixp::impl::SinkReshapesPassBase<SinkReshapes> {
  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    patterns.add<SinkTranspose, SinkExpand, SinkCollapse>(&getContext());
    // A size that is asked for is no use of the value.
    memref::populateResolveRankedShapedTypeResultDimsPatterns(patterns);
    tensor::DimOp::getCanonicalizationPatterns(patterns, &getContext());
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      signalPassFailure();
  }
};

} // namespace
