//===- CorrectBias.cpp - The mean error of rounded weights ----------------===//
#include "WeightConstant.h"
#include "WeightMatrix.h"
#include "mixp/Dialect/Mixp/Transforms/Calibration.h"
#include "mixp/Dialect/Mixp/Transforms/ConstantData.h"
#include "mixp/Dialect/Mixp/Transforms/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Interfaces/DestinationStyleOpInterface.h"

using namespace mlir;
using namespace mixp;

namespace mixp {
#define GEN_PASS_DEF_CORRECTBIASPASS
#include "mixp/Dialect/Mixp/Transforms/Passes.h.inc"
} // namespace mixp

/// For each column of the result, sum over k of mean_k (W_k - Wq_k).
static std::vector<float> findBias(const WeightConstant &weight, Operation *op,
                                   ArrayRef<float> mean) {
  WeightMatrix places = *WeightMatrix::of(op),
               scales = *WeightMatrix::of(op, weight.format.block);
  QuantizeOp quantize = weight.op;
  std::vector<float> original = weight.values;
  if (auto kept = readF32Elements(
          quantize->getDiscardableAttr(kOriginalWeightsAttrName));
      kept && kept->size() == original.size())
    original = std::move(*kept);
  std::vector<float> bias;
  for (int64_t row = 0; row < places.count(); ++row) {
    double sum = 0;
    for (int64_t k = 0; k < places.depth(); ++k) {
      int64_t element = places.rows[row] + places.along[k];
      int64_t scale = scales.rows[row] + scales.along[k];
      double stored =
          double(weight.number(element, scale)) * double(weight.scales[scale]);
      sum += double(mean[k]) * (double(original[element]) - stored);
    }
    bias.push_back(float(sum));
  }
  return bias;
}

/// The dim of the result that has a bias for each index.
static int64_t biasDim(Operation *op) {
  if (auto conv = dyn_cast<ConvOp>(op))
    return conv.getChannelDim();
  return 1;
}

/// result => result + bias, broadcast
static void addBias(Operation *op, ArrayRef<float> bias) {
  OpBuilder b(op->getContext());
  b.setInsertionPointAfter(op);
  Location loc = op->getLoc();
  Value result = op->getResult(0);
  auto type = cast<RankedTensorType>(result.getType());
  Value constant = createConstant(
      b, loc, RankedTensorType::get({int64_t(bias.size())}, b.getF32Type()),
      ArrayRef(reinterpret_cast<const char *>(bias.data()),
               bias.size() * sizeof(float)),
      "bias");
  Value outs = cast<DestinationStyleOpInterface>(op).getDpsInits()[0];
  Value empty = tensor::EmptyOp::create(
      b, loc, tensor::getMixedSizes(b, loc, outs), type.getElementType());
  AffineMap identity = b.getMultiDimIdentityMap(type.getRank());
  AffineMap along =
      AffineMap::get(type.getRank(), 0, b.getAffineDimExpr(biasDim(op)));
  SmallVector<utils::IteratorType> iterators(type.getRank(),
                                             utils::IteratorType::parallel);
  auto sum = linalg::GenericOp::create(
      b, loc, type, ValueRange{result, constant}, empty,
      {identity, along, identity}, iterators,
      [](OpBuilder &nested, Location l, ValueRange args) {
        Value added = arith::AddFOp::create(nested, l, args[0], args[1]);
        linalg::YieldOp::create(nested, l, added);
      });
  result.replaceAllUsesExcept(sum.getResult(0), sum);
}

/// Corrects one contraction, if its mean input and its weights are known.
static LogicalResult correct(Operation *op) {
  if (!op->hasAttr(kLhsMeanAttrName))
    return success();
  std::optional<WeightMatrix> places = WeightMatrix::of(op);
  std::optional<WeightConstant> weight =
      readWeightConstant(ContractionSide{op, false}.operand());
  auto type = cast<RankedTensorType>(op->getResult(0).getType());
  if (!places || !weight || !type.getElementType().isF32())
    return success();
  auto mean = readStatistic(op, kLhsMeanAttrName, places->depth());
  if (failed(mean))
    return failure();
  op->removeDiscardableAttr(kLhsMeanAttrName);
  addBias(op, findBias(*weight, op, **mean));
  return success();
}

namespace {
struct CorrectBias : mixp::impl::CorrectBiasPassBase<CorrectBias> {
  void runOnOperation() override {
    SmallVector<Operation *> contractions;
    getOperation().walk([&](Operation *op) {
      if (isa<MatmulOp, ConvOp>(op))
        contractions.push_back(op);
    });
    for (Operation *op : contractions)
      if (failed(correct(op)))
        return signalPassFailure();
  }
};
} // namespace
