//===- GatherOneHot.cpp - One-hot products as gathers ---------------------===//
#include "OneHot.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mixp/Dialect/Mixp/Transforms/ConstantData.h"
#include "mixp/Dialect/Mixp/Transforms/Passes.h"
#include "mixp/Dialect/Mixp/Transforms/Remarks.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"
#include "mlir/Transforms/WalkPatternRewriteDriver.h"
#include <cmath>

namespace mixp {
#define GEN_PASS_DEF_GATHERONEHOTPASS
#include "mixp/Dialect/Mixp/Transforms/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

/// Whether a product is f32 times f32 into zeros and nothing else.
static bool isPlain(MatmulOp op) {
  auto lhs = cast<RankedTensorType>(op.getLhs().getType());
  auto rhs = cast<RankedTensorType>(op.getRhs().getType());
  auto fill = op.getOuts().getDefiningOp<linalg::FillOp>();
  return lhs.getRank() == 2 && lhs.getElementType().isF32() &&
         rhs.getElementType().isF32() &&
         op.getResult().getType().getElementType().isF32() &&
         op->getNumOperands() == 3 && !op.getTransposeLhs() &&
         !op.getTransposeRhs() && op.getPrecision() == OperandPrecision::Full &&
         fill && matchPattern(fill.value(), m_PosZeroFloat());
}

/// The table with a row of zeros behind the last, as a sum of its rows and
/// zeros is: without a negative zero. Nothing where 0 times an element is not
/// 0.
static Value appendZeroRow(OpBuilder &builder, Location loc, Value table) {
  auto rows = readF32Constant(table);
  if (!rows || !llvm::all_of(*rows, [](float x) { return std::isfinite(x); }))
    return nullptr;
  for (float &element : *rows)
    element += 0.0f;
  auto type = cast<RankedTensorType>(table.getType());
  rows->resize(rows->size() + type.getDimSize(1), 0.0f);
  auto extended = RankedTensorType::get(
      {type.getDimSize(0) + 1, type.getDimSize(1)}, type.getElementType());
  ArrayRef<char> data(reinterpret_cast<const char *>(rows->data()),
                      rows->size() * sizeof(float));
  return createConstant(builder, loc, extended, data, "rows");
}

/// Row `places[...]` of `table` for each place: a tensor of the places' dims
/// and the table's columns.
static Value emitGather(OpBuilder &builder, Location loc, Value places,
                        Value table, ArrayRef<OpFoldResult> sizes) {
  unsigned rank = sizes.size();
  AffineMap identity = builder.getMultiDimIdentityMap(rank);
  Value empty =
      tensor::EmptyOp::create(builder, loc, sizes, builder.getF32Type());
  SmallVector<utils::IteratorType> iterators(rank,
                                             utils::IteratorType::parallel);
  return linalg::GenericOp::create(
             builder, loc, empty.getType(), places, empty,
             ArrayRef<AffineMap>{identity.dropResult(rank - 1), identity},
             iterators,
             [&](OpBuilder &b, Location loc, ValueRange in) {
               Value row = arith::IndexCastUIOp::create(
                   b, loc, b.getIndexType(), in[0]);
               Value column = linalg::IndexOp::create(b, loc, rank - 1);
               Value element = tensor::ExtractOp::create(
                   b, loc, table, ValueRange{row, column});
               linalg::YieldOp::create(b, loc, element);
             })
      .getResult(0);
}

namespace {
/// mixp.matmul(one-hot rows, table) -> rows of the table
struct GatherRows : OpRewritePattern<MatmulOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(MatmulOp op,
                                PatternRewriter &rewriter) const override {
    if (!isPlain(op))
      return rewriter.notifyMatchFailure(op, "more than a product of f32");
    // Batches are one product of all their rows.
    Value lhs = op.getLhs();
    auto collapse = lhs.getDefiningOp<tensor::CollapseShapeOp>();
    if (collapse) {
      if (collapse.getReassociationIndices().back().size() != 1)
        return rewriter.notifyMatchFailure(op, "rows of several dims");
      lhs = collapse.getSrc();
    }
    std::optional<OneHot> oneHot = matchOneHot(lhs);
    if (!oneHot)
      return rewriter.notifyMatchFailure(op, "lhs is not one-hot");
    Location loc = op.getLoc();
    Value table = appendZeroRow(rewriter, loc, op.getRhs());
    if (!table) {
      reportRemark(op, RemarkCode::OneHotTable);
      return rewriter.notifyMatchFailure(op, "rhs is no finite constant");
    }
    Value like = lhs.getDefiningOp<linalg::GenericOp>().getDpsInits()[0];
    SmallVector<OpFoldResult> sizes =
        tensor::getMixedSizes(rewriter, loc, like);
    Value places =
        emitPlaces(rewriter, loc, *oneHot, ArrayRef(sizes).drop_back());
    sizes.back() = rewriter.getIndexAttr(
        cast<RankedTensorType>(table.getType()).getDimSize(1));
    Value rows = emitGather(rewriter, loc, places, table, sizes);
    if (collapse)
      rows = tensor::CollapseShapeOp::create(
          rewriter, loc, op.getResult().getType(), rows,
          collapse.getReassociationIndices());
    reportRemark(op, RemarkCode::OneHotGathered);
    rewriter.replaceOp(op, rows);
    return success();
  }
};

struct GatherOneHot : mixp::impl::GatherOneHotPassBase<GatherOneHot> {
  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    patterns.add<GatherRows>(&getContext());
    walkAndApplyPatterns(getOperation(), std::move(patterns));
  }
};
} // namespace
