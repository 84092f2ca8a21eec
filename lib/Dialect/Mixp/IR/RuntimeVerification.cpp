//===- RuntimeVerification.cpp - Sizes checked at run time ----------------===//
#include "RuntimeVerification.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Interfaces/RuntimeVerifiableOpInterface.h"

using namespace mlir;
using namespace mixp;

namespace {

using MessageFunction = function_ref<std::string(Operation *, StringRef)>;

/// Builds the assertions of one op.
class Checker {
public:
  Checker(Operation *op, OpBuilder &builder, Location loc,
          MessageFunction message)
      : op(op), builder(builder), loc(loc), message(message) {}

  /// One dim of two tensors, unless the verifier has seen both.
  void expectSame(Value first, int64_t firstDim, Value second,
                  int64_t secondDim, StringRef what) {
    expectEqual(size(first, firstDim), size(second, secondDim), what);
  }

  /// The block rule for one of an operand's parameters; null values pass.
  void expectBlocks(Value operand, Value parameter, ArrayRef<int64_t> block,
                    StringRef what) {
    if (!parameter)
      return;
    AffineExpr d0 = builder.getAffineDimExpr(0);
    for (auto [i, blockSize] : llvm::enumerate(block)) {
      // A whole dim of dynamic size: its scale dim is a static 1.
      if (ShapedType::isDynamic(blockSize))
        continue;
      OpFoldResult dim = size(operand, i);
      if (getConstantIntValue(dim) && getConstantIntValue(size(parameter, i)))
        continue;
      OpFoldResult expected = affine::makeComposedFoldedAffineApply(
          builder, loc, d0.ceilDiv(blockSize), {dim});
      expectEqual(expected, size(parameter, i),
                  ("expected as many sizes as blocks in dim #" + Twine(i) +
                   " of " + what)
                      .str());
    }
  }

  /// A sparse operand: metadata of its shape, half of the other side's K, and
  /// whole groups of four. A null `metadata` passes.
  void expectSparse(Value operand, int64_t dim, Value metadata, Value other,
                    int64_t otherDim, StringRef name) {
    if (!metadata)
      return;
    int64_t rank = cast<RankedTensorType>(operand.getType()).getRank();
    for (int64_t i = 0; i < rank; ++i)
      expectSame(operand, i, metadata, i,
                 ("expected " + name + " of its operand's shape").str());
    AffineExpr d0 = builder.getAffineDimExpr(0);
    auto apply = [&](AffineExpr expr, OpFoldResult value) {
      return affine::makeComposedFoldedAffineApply(builder, loc, expr, {value});
    };
    OpFoldResult k = size(other, otherDim);
    expectEqual(apply(d0 * 2, size(operand, dim)), k,
                "expected a sparse operand of half of K");
    expectMultiple(k, 4,
                   "expected a K that is a multiple of 4 beside a sparse "
                   "operand");
  }

  /// As many windows in dim `dim` of `outs` as fit into that of `input`: their
  /// first elements are `stride` apart, the last one at most `margin` beyond
  /// the dim's size.
  void expectWindows(Value input, Value outs, int64_t dim, int64_t margin,
                     int64_t stride) {
    AffineExpr d0 = builder.getAffineDimExpr(0);
    AffineExpr zero = builder.getAffineConstantExpr(0);
    AffineMap fitting = AffineMap::get(
        1, 0, {(d0 + margin).floorDiv(stride) + 1, zero}, builder.getContext());
    expectEqual(
        affine::makeComposedFoldedAffineMax(builder, loc, fitting,
                                            {size(input, dim)}),
        size(outs, dim),
        ("expected as many windows as outs has elements in dim #" + Twine(dim))
            .str());
  }

  /// A size that `divisor` divides.
  void expectMultiple(OpFoldResult value, int64_t divisor, StringRef what) {
    AffineExpr d0 = builder.getAffineDimExpr(0);
    expectEqual(affine::makeComposedFoldedAffineApply(
                    builder, loc, d0.floorDiv(divisor) * divisor, {value}),
                value, what);
  }

  OpFoldResult size(Value tensor, int64_t dim) {
    return tensor::getMixedSize(builder, loc, tensor, dim);
  }

private:
  void expectEqual(OpFoldResult first, OpFoldResult second, StringRef what) {
    if (getConstantIntValue(first) && getConstantIntValue(second))
      return;
    Value equal = arith::CmpIOp::create(
        builder, loc, arith::CmpIPredicate::eq,
        getValueOrCreateConstantIndexOp(builder, loc, first),
        getValueOrCreateConstantIndexOp(builder, loc, second));
    cf::AssertOp::create(builder, loc, equal, message(op, what));
  }

  Operation *op;
  OpBuilder &builder;
  Location loc;
  MessageFunction message;
};

/// The parameters of all conversions with block scales.
template <typename OpT>
struct ConversionVerification
    : RuntimeVerifiableOpInterface::ExternalModel<ConversionVerification<OpT>,
                                                  OpT> {
  void generateRuntimeVerification(Operation *op, OpBuilder &builder,
                                   Location loc,
                                   MessageFunction message) const {
    auto conversion = cast<OpT>(op);
    Checker checker(op, builder, loc, message);
    if constexpr (std::is_same_v<OpT, FakeQuantizeGradOp>)
      for (int64_t i = 0, e = conversion.getInput().getType().getRank(); i < e;
           ++i)
        checker.expectSame(conversion.getGradient(), i, conversion.getInput(),
                           i, "expected gradient and input of the same shape");
    SmallVector<int64_t> block = conversion.getResolvedBlock();
    checker.expectBlocks(conversion.getInput(), conversion.getScale(), block,
                         "scale");
    if constexpr (std::is_same_v<OpT, RequantizeOp>) {
      checker.expectBlocks(conversion.getInput(), conversion.getMultiplier(),
                           block, "multiplier");
      checker.expectBlocks(conversion.getInput(), conversion.getShift(), block,
                           "shift");
    }
    checker.expectBlocks(conversion.getInput(), conversion.getZeroPoint(),
                         block, "zero_point");
  }
};

/// Batch, M, N and K, then the blocks of both sides.
struct MatmulVerification
    : RuntimeVerifiableOpInterface::ExternalModel<MatmulVerification,
                                                  MatmulOp> {
  void generateRuntimeVerification(Operation *operation, OpBuilder &builder,
                                   Location loc,
                                   MessageFunction message) const {
    auto op = cast<MatmulOp>(operation);
    Checker checker(operation, builder, loc, message);
    Value lhs = op.getLhs(), rhs = op.getRhs(), outs = op.getOuts();
    int64_t rank = op.getOuts().getType().getRank();
    if (op.isBatched()) {
      checker.expectSame(lhs, 0, outs, 0,
                         "expected lhs and outs of the same batch size");
      checker.expectSame(rhs, 0, outs, 0,
                         "expected rhs and outs of the same batch size");
    }
    int64_t lhsK = op.getLhsReductionDim(), rhsK = op.getRhsReductionDim();
    if (!op.isSparse())
      checker.expectSame(lhs, lhsK, rhs, rhsK,
                         "expected lhs and rhs of the same K");
    checker.expectSparse(lhs, lhsK, op.getLhsMetadata(), rhs, rhsK,
                         "lhs_metadata");
    checker.expectSparse(rhs, rhsK, op.getRhsMetadata(), lhs, lhsK,
                         "rhs_metadata");
    checker.expectSame(lhs, op.getLhsParallelDim(), outs, rank - 2,
                       "expected lhs and outs of the same M");
    checker.expectSame(rhs, op.getRhsParallelDim(), outs, rank - 1,
                       "expected rhs and outs of the same N");
    SmallVector<int64_t> lhsBlock = op.getResolvedLhsBlock();
    SmallVector<int64_t> rhsBlock = op.getResolvedRhsBlock();
    checker.expectBlocks(lhs, op.getLhsScale(), lhsBlock, "lhs_scale");
    checker.expectBlocks(lhs, op.getLhsZeroPoint(), lhsBlock, "lhs_zero_point");
    checker.expectBlocks(rhs, op.getRhsScale(), rhsBlock, "rhs_scale");
    checker.expectBlocks(rhs, op.getRhsZeroPoint(), rhsBlock, "rhs_zero_point");
  }
};

/// Batch, channels and the windows' places, then the blocks of both operands.
struct ConvVerification
    : RuntimeVerifiableOpInterface::ExternalModel<ConvVerification, ConvOp> {
  void generateRuntimeVerification(Operation *operation, OpBuilder &builder,
                                   Location loc,
                                   MessageFunction message) const {
    auto op = cast<ConvOp>(operation);
    Checker checker(operation, builder, loc, message);
    Value input = op.getInput(), filter = op.getFilter(), outs = op.getOuts();
    int64_t channel = op.getChannelDim();
    checker.expectSame(input, 0, outs, 0,
                       "expected input and outs of the same batch size");
    checker.expectSame(filter, 0, outs, channel,
                       "expected filter and outs of as many output channels");
    // With groups, the verifier has seen all channels.
    if (op.getGroups() == 1)
      checker.expectSame(input, channel, filter, channel,
                         "expected input and filter of as many channels");
    SmallVector<int64_t> strides = op.getResolvedStrides();
    for (int64_t i = 0; i < op.getSpatialRank(); ++i)
      checker.expectWindows(input, outs, op.getSpatialDim(i),
                            op.getWindowMargin(i), strides[i]);
    SmallVector<int64_t> inputBlock = op.getResolvedInputBlock();
    SmallVector<int64_t> filterBlock = op.getResolvedFilterBlock();
    checker.expectBlocks(input, op.getInputScale(), inputBlock, "input_scale");
    checker.expectBlocks(input, op.getInputZeroPoint(), inputBlock,
                         "input_zero_point");
    checker.expectBlocks(filter, op.getFilterScale(), filterBlock,
                         "filter_scale");
    checker.expectBlocks(filter, op.getFilterZeroPoint(), filterBlock,
                         "filter_zero_point");
  }
};

/// Whole groups of four.
struct SparseEncodeVerification
    : RuntimeVerifiableOpInterface::ExternalModel<SparseEncodeVerification,
                                                  SparseEncodeOp> {
  void generateRuntimeVerification(Operation *operation, OpBuilder &builder,
                                   Location loc,
                                   MessageFunction message) const {
    auto op = cast<SparseEncodeOp>(operation);
    Checker checker(operation, builder, loc, message);
    checker.expectMultiple(checker.size(op.getInput(), op.getDim()), 4,
                           "expected a size that is a multiple of 4");
  }
};

} // namespace

void mixp::attachRuntimeVerification(MLIRContext &context) {
  QuantizeOp::attachInterface<ConversionVerification<QuantizeOp>>(context);
  DequantizeOp::attachInterface<ConversionVerification<DequantizeOp>>(context);
  RequantizeOp::attachInterface<ConversionVerification<RequantizeOp>>(context);
  FakeQuantizeOp::attachInterface<ConversionVerification<FakeQuantizeOp>>(
      context);
  FakeQuantizeGradOp::attachInterface<
      ConversionVerification<FakeQuantizeGradOp>>(context);
  ConvOp::attachInterface<ConvVerification>(context);
  MatmulOp::attachInterface<MatmulVerification>(context);
  SparseEncodeOp::attachInterface<SparseEncodeVerification>(context);
}
