//===- CompensateWeights.cpp - Rounding by what a model's inputs see ------===//
#include "ErrorCompensation.h"
#include "WeightConstant.h"
#include "WeightMatrix.h"
#include "mixp/Dialect/Mixp/Transforms/Calibration.h"
#include "mixp/Dialect/Mixp/Transforms/ConstantData.h"
#include "mixp/Dialect/Mixp/Transforms/Passes.h"
#include "mixp/Dialect/Mixp/Transforms/Remarks.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "llvm/ADT/MapVector.h"

using namespace mlir;
using namespace mixp;

namespace mixp {
#define GEN_PASS_DEF_COMPENSATEWEIGHTSPASS
#include "mixp/Dialect/Mixp/Transforms/Passes.h.inc"
} // namespace mixp

namespace {
/// What a weight is multiplied with, by all contractions that use it.
struct Inputs {
  /// One of them, for the places of its elements.
  Operation *op;
  SquareMatrix gram;
};
} // namespace

/// Adds the statistic of `op`, if it has one, to what is known of its weight.
static LogicalResult collect(Operation *op,
                             llvm::MapVector<Value, Inputs> &weights) {
  if (!op->hasAttr(kLhsGramAttrName))
    return success();
  Value rhs = ContractionSide{op, false}.operand();
  if (!rhs.getDefiningOp<QuantizeOp>())
    return success();
  std::optional<WeightMatrix> matrix = WeightMatrix::of(op);
  if (!matrix) {
    reportRemark(op, RemarkCode::CompensateForm);
    return success();
  }
  size_t depth = matrix->depth();
  auto gram = readStatistic(op, kLhsGramAttrName, int64_t(depth * depth));
  if (failed(gram))
    return failure();
  auto [it, isNew] = weights.insert({rhs, Inputs{op, SquareMatrix(depth)}});
  // A weight that is used in two layouts is compensated for the first.
  if (WeightMatrix::of(it->second.op)->along == matrix->along)
    for (auto [sum, element] :
         llvm::zip_equal(it->second.gram.elements, **gram))
      sum += element;
  return success();
}

/// The constant whose elements are the numbers that compensation chooses.
static void compensate(WeightConstant weight, const Inputs &inputs,
                       double damping) {
  SquareMatrix factor = factorGram(inputs.gram, damping);
  if (factor.size == 0)
    return;
  WeightMatrix places = *WeightMatrix::of(inputs.op),
               scales = *WeightMatrix::of(inputs.op, weight.format.block);
  size_t depth = factor.size;
  std::vector<double> rows(weight.values.size());
  auto element = [&](size_t row, size_t k) {
    return places.rows[row] + places.along[k];
  };
  for (size_t row = 0; row < places.rows.size(); ++row)
    for (size_t k = 0; k < depth; ++k)
      rows[row * depth + k] = weight.values[element(row, k)];
  compensateRows(rows, factor, [&](size_t row, size_t k, double value) {
    float scale = weight.scales[scales.rows[row] + scales.along[k]];
    return double(weight.format.round(float(value / scale))) * scale;
  });
  std::vector<float> chosen(weight.values.size());
  for (size_t row = 0; row < places.rows.size(); ++row)
    for (size_t k = 0; k < depth; ++k)
      chosen[element(row, k)] = float(rows[row * depth + k]);

  OpBuilder builder(weight.op);
  auto original =
      weight.op.getInput().getDefiningOp<arith::ConstantOp>().getValue();
  weight.op->setDiscardableAttr(kOriginalWeightsAttrName, original);
  weight.op.getInputMutable().assign(createConstant(
      builder, weight.op.getLoc(), weight.op.getInput().getType(),
      ArrayRef(reinterpret_cast<const char *>(chosen.data()),
               chosen.size() * sizeof(float)),
      "compensated_weight"));
}

namespace {
struct CompensateWeights
    : mixp::impl::CompensateWeightsPassBase<CompensateWeights> {
  using CompensateWeightsPassBase::CompensateWeightsPassBase;

  void runOnOperation() override {
    if (!(damping >= 0)) {
      emitError(getOperation().getLoc())
          << "expected a damping of at least 0 but got " << damping;
      return signalPassFailure();
    }
    llvm::MapVector<Value, Inputs> weights;
    WalkResult walked = getOperation().walk([&](Operation *op) {
      bool isContraction = isa<MatmulOp, ConvOp>(op);
      return isContraction && failed(collect(op, weights))
                 ? WalkResult::interrupt()
                 : WalkResult::advance();
    });
    if (walked.wasInterrupted())
      return signalPassFailure();
    for (auto &[value, inputs] : weights)
      if (std::optional<WeightConstant> weight = readWeightConstant(value))
        compensate(std::move(*weight), inputs, damping);
    // K x K numbers each: of no use to anyone else.
    getOperation().walk(
        [](Operation *op) { op->removeDiscardableAttr(kLhsGramAttrName); });
  }
};
} // namespace
