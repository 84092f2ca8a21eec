//===- ShapeChecks.cpp - Run-time checks of other dialects' ops -----------===//
#include "ShapeChecks.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace mixp;

/// Bytes of the largest array, such that no product of sizes overflows, and the
/// largest size of one dim of an argument.
static constexpr int64_t kMaxBytes = int64_t(1) << 46;
static constexpr int64_t kMaxSize = int64_t(1) << 40;

namespace {
/// Builds the assertions of one op.
class Asserter {
public:
  explicit Asserter(Operation *op) : op(op), builder(op), loc(op->getLoc()) {}

  OpFoldResult size(Value tensor, int64_t dim) {
    return tensor::getMixedSize(builder, loc, tensor, dim);
  }
  OpFoldResult apply(AffineExpr expr, ArrayRef<OpFoldResult> operands) {
    return affine::makeComposedFoldedAffineApply(builder, loc, expr, operands);
  }
  Value value(OpFoldResult result) {
    return getValueOrCreateConstantIndexOp(builder, loc, result);
  }
  void expect(arith::CmpIPredicate predicate, OpFoldResult left,
              OpFoldResult right, const Twine &what) {
    if (getConstantIntValue(left) && getConstantIntValue(right))
      return;
    Value holds = arith::CmpIOp::create(builder, loc, predicate, value(left),
                                        value(right));
    cf::AssertOp::create(builder, loc, holds,
                         (op->getName().getStringRef() + ": " + what).str());
  }
  void expectEqual(OpFoldResult left, OpFoldResult right, const Twine &what) {
    if (left != right)
      expect(arith::CmpIPredicate::eq, left, right, what);
  }

  void check(linalg::LinalgOp op);
  void check(tensor::ExpandShapeOp op);
  void check(tensor::ConcatOp op);
  void check(tensor::InsertSliceOp op);
  void check(tensor::EmptyOp op);

private:
  Operation *op;
  OpBuilder builder;
  Location loc;
};
} // namespace

/// Each loop takes its size from the first operand that has it as a dim; all
/// others must agree, and sums of loops must stay inside.
void Asserter::check(linalg::LinalgOp op) {
  SmallVector<OpFoldResult> loops(op.getNumLoops());
  auto forEachDim =
      [&](function_ref<void(OpOperand &, unsigned, AffineExpr)> body) {
        for (OpOperand &operand : op->getOpOperands())
          if (isa<RankedTensorType>(operand.get().getType()))
            for (auto [dim, expr] : llvm::enumerate(
                     op.getMatchingIndexingMap(&operand).getResults()))
              body(operand, dim, expr);
      };
  forEachDim([&](OpOperand &operand, unsigned dim, AffineExpr expr) {
    auto loop = dyn_cast<AffineDimExpr>(expr);
    if (loop && !loops[loop.getPosition()])
      loops[loop.getPosition()] = size(operand.get(), dim);
  });
  if (llvm::is_contained(loops, OpFoldResult()))
    return;
  SmallVector<OpFoldResult> last;
  forEachDim([&](OpOperand &operand, unsigned dim, AffineExpr expr) {
    OpFoldResult have = size(operand.get(), dim);
    std::string where = ("of operand #" + Twine(operand.getOperandNumber()) +
                         " dim #" + Twine(dim))
                            .str();
    if (auto loop = dyn_cast<AffineDimExpr>(expr))
      return expectEqual(loops[loop.getPosition()], have,
                         "expected the size " + where +
                             " to be that of the operands before");
    if (last.empty())
      for (OpFoldResult loop : loops)
        last.push_back(apply(builder.getAffineDimExpr(0) - 1, {loop}));
    expect(arith::CmpIPredicate::slt, apply(expr, last), have,
           "expected all accesses to be inside " + where);
  });
}

void Asserter::check(tensor::ExpandShapeOp op) {
  SmallVector<OpFoldResult> sizes = op.getMixedOutputShape();
  for (auto [dim, group] : llvm::enumerate(op.getReassociationIndices())) {
    OpFoldResult count = builder.getIndexAttr(1);
    for (int64_t i : group) {
      if (getConstantIntValue(sizes[i]) && getConstantIntValue(count))
        count = builder.getIndexAttr(*getConstantIntValue(sizes[i]) *
                                     *getConstantIntValue(count));
      else if (isConstantIntValue(count, 1))
        count = sizes[i];
      else
        count =
            arith::MulIOp::create(builder, loc, value(count), value(sizes[i]))
                .getResult();
    }
    expectEqual(count, size(op.getSrc(), dim),
                "expected the sizes that dim #" + Twine(dim) +
                    " becomes to have its size as their product");
  }
}

void Asserter::check(tensor::ConcatOp op) {
  for (Value input : op.getInputs().drop_front())
    for (int64_t i = 0, e = op.getResultType().getRank(); i < e; ++i)
      if (i != static_cast<int64_t>(op.getDim()))
        expectEqual(size(op.getInputs().front(), i), size(input, i),
                    "expected operands of the same size in dim #" + Twine(i));
}

void Asserter::check(tensor::InsertSliceOp op) {
  SmallVector<OpFoldResult> offsets = op.getMixedOffsets();
  SmallVector<OpFoldResult> sizes = op.getMixedSizes();
  SmallVector<OpFoldResult> strides = op.getMixedStrides();
  AffineExpr offset = builder.getAffineSymbolExpr(0);
  AffineExpr count = builder.getAffineSymbolExpr(1);
  AffineExpr stride = builder.getAffineSymbolExpr(2);
  llvm::SmallBitVector dropped = op.getDroppedDims();
  int64_t sourceDim = 0;
  for (int64_t i = 0, e = op.getDestType().getRank(); i < e; ++i) {
    if (!dropped.test(i))
      expectEqual(sizes[i], size(op.getSource(), sourceDim++),
                  "expected the source's size for dim #" + Twine(i));
    expect(arith::CmpIPredicate::sge, offsets[i], builder.getIndexAttr(0),
           "expected an offset of at least 0 for dim #" + Twine(i));
    expect(arith::CmpIPredicate::slt,
           apply(offset + (count - 1) * stride,
                 {offsets[i], sizes[i], strides[i]}),
           size(op.getDest(), i),
           "expected the slice to be inside dim #" + Twine(i));
  }
}

/// Sizes are unsigned here: a negative one is very large.
void Asserter::check(tensor::EmptyOp op) {
  Type element = op.getType().getElementType();
  int64_t bytes = element.isIntOrFloat()
                      ? llvm::divideCeil(element.getIntOrFloatBitWidth(), 8)
                      : 8;
  for (int64_t size : op.getType().getShape())
    bytes *= ShapedType::isDynamic(size) ? 1 : std::max<int64_t>(size, 1);
  OperandRange sizes = op.getDynamicSizes();
  // A dim of an array that exists.
  if (sizes.size() == 1 && sizes.front().getDefiningOp<tensor::DimOp>() &&
      bytes <= (int64_t(1) << 62) / kMaxSize)
    return;
  OpFoldResult count = builder.getIndexAttr(bytes);
  for (Value size : sizes) {
    OpFoldResult limit = builder.getIndexAttr(kMaxBytes / bytes);
    if (!getConstantIntValue(count)) {
      Value one = value(builder.getIndexAttr(1));
      Value divisor = arith::MaxUIOp::create(builder, loc, value(count), one);
      limit = arith::DivUIOp::create(
                  builder, loc, value(builder.getIndexAttr(kMaxBytes)), divisor)
                  .getResult();
    }
    expect(arith::CmpIPredicate::ule, size, limit,
           "expected sizes of at least 0 and at most 2^46 bytes");
    count = arith::MulIOp::create(builder, loc, value(count), size).getResult();
  }
}

bool mixp::generateTensorShapeChecks(Operation *op) {
  Asserter asserter(op);
  if (auto structured = dyn_cast<linalg::LinalgOp>(op)) {
    // Buffers are not this pass's.
    if (structured.hasPureTensorSemantics())
      asserter.check(structured);
  } else if (auto expand = dyn_cast<tensor::ExpandShapeOp>(op)) {
    asserter.check(expand);
  } else if (auto concat = dyn_cast<tensor::ConcatOp>(op)) {
    asserter.check(concat);
  } else if (auto insert = dyn_cast<tensor::InsertSliceOp>(op)) {
    asserter.check(insert);
  } else if (auto empty = dyn_cast<tensor::EmptyOp>(op)) {
    asserter.check(empty);
  } else {
    return false;
  }
  return true;
}
