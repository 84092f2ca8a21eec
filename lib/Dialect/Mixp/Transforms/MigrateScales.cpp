//===- MigrateScales.cpp - Outliers of activations into weights -----------===//
#include "ChannelScaling.h"
#include "WeightMatrix.h"
#include "mixp/Dialect/Mixp/Transforms/Calibration.h"
#include "mixp/Dialect/Mixp/Transforms/ConstantData.h"
#include "mixp/Dialect/Mixp/Transforms/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "llvm/ADT/MapVector.h"
#include <algorithm>
#include <cmath>
#include <limits>

using namespace mlir;
using namespace mixp;

namespace mixp {
#define GEN_PASS_DEF_MIGRATESCALESPASS
#include "mixp/Dialect/Mixp/Transforms/Passes.h.inc"
} // namespace mixp

namespace {
/// A contraction whose rhs can take over scales of its lhs's channels.
struct Receiver {
  Operation *op;
  WeightMatrix places;
  std::vector<float> weights, channelMax;

  /// The channel of index `k`, of `count`.
  static int64_t channelOf(int64_t k, int64_t count) { return k % count; }
};

/// All receivers of one lhs that have its channels in one dim.
using Receivers = SmallVector<Receiver>;
} // namespace

/// The dim of the lhs that has a scale for each index.
static int64_t channelDim(Operation *op) {
  if (auto conv = dyn_cast<ConvOp>(op))
    return conv.getChannelDim();
  return cast<MatmulOp>(op).getLhsReductionDim();
}

/// Nothing where `op` cannot take over scales; a failure where its statistics
/// are malformed.
static FailureOr<std::optional<Receiver>> findReceiver(Operation *op) {
  std::optional<Receiver> none;
  if (!isPlainContraction(op) || !op->hasAttr(kLhsChannelMaxAttrName))
    return none;
  auto places = WeightMatrix::of(op);
  auto weights = readF32Constant(ContractionSide{op, false}.operand());
  int64_t channels =
      ContractionSide{op, true}.operand().getType().getDimSize(channelDim(op));
  if (!places || !weights || ShapedType::isDynamic(channels) || channels == 0)
    return none;
  auto maxima = readStatistic(op, kLhsChannelMaxAttrName, places->depth());
  if (failed(maxima))
    return failure();
  return std::optional(Receiver{op, std::move(*places), std::move(*weights),
                                std::move(**maxima)});
}

/// s of each channel: what the lhs is divided by.
static std::vector<float> chooseFactors(ArrayRef<Receiver> receivers,
                                        int64_t channels, double alpha) {
  std::vector<float> inputs(channels, 0), weights(channels, 0);
  for (const Receiver &receiver : receivers)
    for (int64_t k = 0; k < receiver.places.depth(); ++k) {
      int64_t c = Receiver::channelOf(k, channels);
      inputs[c] = std::max(inputs[c], receiver.channelMax[k]);
      for (int64_t row : receiver.places.rows)
        weights[c] = std::max(
            weights[c],
            std::fabs(receiver.weights[row + receiver.places.along[k]]));
    }
  std::vector<float> factors;
  for (auto [input, weight] : llvm::zip_equal(inputs, weights)) {
    float factor = float(std::pow(input, alpha) / std::pow(weight, 1 - alpha));
    factors.push_back(input > 0 && weight > 0 && std::isnormal(factor) ? factor
                                                                       : 1);
  }
  return factors;
}

//===----------------------------------------------------------------------===//
// Statistics
//===----------------------------------------------------------------------===//

/// Divides the statistic `name` of `op`, if it has one of K numbers or K x K,
/// by the factor of each index.
static void divideStatistic(Operation *op, StringRef name, int64_t depth,
                            ArrayRef<float> factors) {
  Attribute attribute = op->getDiscardableAttr(name);
  auto values = readF32Elements(attribute);
  if (!values)
    return;
  auto factorOf = [&](int64_t k) {
    return double(factors[Receiver::channelOf(k, int64_t(factors.size()))]);
  };
  bool isMatrix = int64_t(values->size()) == depth * depth && depth != 1;
  for (auto [i, value] : llvm::enumerate(*values))
    value = float(isMatrix ? value / factorOf(int64_t(i) / depth) /
                                 factorOf(int64_t(i) % depth)
                           : value / factorOf(int64_t(i)));
  auto type =
      cast<RankedTensorType>(cast<ElementsAttr>(attribute).getShapedType());
  op->setDiscardableAttr(
      name,
      createElements(type,
                     ArrayRef(reinterpret_cast<const char *>(values->data()),
                              values->size() * sizeof(float)),
                     "statistic"));
}

/// The ranges of the new lhs: each within that of its channels' maxima, and of
/// the old range over their smallest factor.
static void divideRanges(Operation *op, ArrayRef<float> channelMax,
                         ArrayRef<float> factors) {
  std::optional<OperandRanges> ranges = readRanges(op, /*isLhs=*/true);
  if (!ranges)
    return;
  size_t group = ranges->group == 0 ? channelMax.size() : ranges->group;
  for (auto [g, range] : llvm::enumerate(ranges->ranges)) {
    float most = 0, least = std::numeric_limits<float>::infinity();
    size_t end = std::min((g + 1) * group, channelMax.size());
    for (size_t k = g * group; k < end; ++k) {
      float factor =
          factors[Receiver::channelOf(int64_t(k), int64_t(factors.size()))];
      most = std::max(most, channelMax[k] / factor);
      least = std::min(least, factor);
    }
    range.lo = std::clamp(range.lo / least, -most, most);
    range.hi = std::clamp(range.hi / least, -most, most);
  }
  writeRanges(op, /*isLhs=*/true, *ranges);
}

static void divideStatistics(const Receiver &receiver,
                             ArrayRef<float> factors) {
  divideRanges(receiver.op, receiver.channelMax, factors);
  for (StringRef name :
       {StringRef(kLhsChannelMaxAttrName), StringRef(kLhsMeanAttrName),
        StringRef(kLhsGramAttrName)})
    divideStatistic(receiver.op, name, receiver.places.depth(), factors);
}

//===----------------------------------------------------------------------===//
// Rewriting
//===----------------------------------------------------------------------===//

/// rhs => rhs * s
static void multiplyWeights(const Receiver &receiver, ArrayRef<float> factors) {
  std::vector<float> scaled(receiver.weights.size());
  for (int64_t k = 0; k < receiver.places.depth(); ++k) {
    float factor = factors[Receiver::channelOf(k, int64_t(factors.size()))];
    for (int64_t row : receiver.places.rows) {
      int64_t element = row + receiver.places.along[k];
      scaled[element] = receiver.weights[element] * factor;
    }
  }
  auto rhs = ContractionSide{receiver.op, false}.operand();
  OpBuilder b(receiver.op);
  Value constant =
      createConstant(b, rhs.getLoc(), rhs.getType(),
                     ArrayRef(reinterpret_cast<const char *>(scaled.data()),
                              scaled.size() * sizeof(float)),
                     "weight");
  receiver.op->setOperand(1, constant);
}

static void migrate(Value lhs, int64_t dim, ArrayRef<Receiver> receivers,
                    double alpha) {
  int64_t channels = cast<RankedTensorType>(lhs.getType()).getDimSize(dim);
  std::vector<float> factors = chooseFactors(receivers, channels, alpha);
  if (llvm::all_of(factors, [](float factor) { return factor == 1; }))
    return;
  auto isReceiver = [&](Operation *user) {
    return llvm::any_of(receivers, [&](const Receiver &receiver) {
      return receiver.op == user;
    });
  };
  bool isOwned = llvm::all_of(lhs.getUsers(), isReceiver);
  if (!isOwned || !divideConstants(lhs, dim, factors)) {
    Value divided = divideChannels(lhs, dim, factors);
    for (const Receiver &receiver : receivers)
      receiver.op->setOperand(0, divided);
  }
  for (const Receiver &receiver : receivers) {
    multiplyWeights(receiver, factors);
    divideStatistics(receiver, factors);
  }
}

namespace {
struct MigrateScales : mixp::impl::MigrateScalesPassBase<MigrateScales> {
  using MigrateScalesPassBase::MigrateScalesPassBase;

  void runOnOperation() override {
    if (!(alpha >= 0 && alpha <= 1)) {
      emitError(getOperation().getLoc())
          << "expected an alpha of 0 to 1 but got " << alpha;
      return signalPassFailure();
    }
    llvm::MapVector<std::pair<Value, int64_t>, Receivers> found;
    SmallVector<Operation *> contractions;
    getOperation().walk([&](Operation *op) {
      if (isa<MatmulOp, ConvOp>(op))
        contractions.push_back(op);
    });
    for (Operation *op : contractions) {
      FailureOr<std::optional<Receiver>> receiver = findReceiver(op);
      if (failed(receiver))
        return signalPassFailure();
      if (*receiver)
        found[{op->getOperand(0), channelDim(op)}].push_back(
            std::move(**receiver));
    }
    for (auto &[key, receivers] : found)
      migrate(key.first, key.second, receivers, alpha);
  }
};
} // namespace
