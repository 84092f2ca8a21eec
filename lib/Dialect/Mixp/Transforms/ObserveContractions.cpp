//===- ObserveContractions.cpp - Histograms of operands -------------------===//
#include "mixp/Calibration/Histogram.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mixp/Dialect/Mixp/Transforms/Calibration.h"
#include "mixp/Dialect/Mixp/Transforms/Passes.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"
#include <algorithm>

using namespace mlir;
using namespace mixp;

namespace mixp {
#define GEN_PASS_DEF_OBSERVECONTRACTIONSPASS
#include "mixp/Dialect/Mixp/Transforms/Passes.h.inc"
} // namespace mixp

/// %x -> mixp.observe %x, or %x itself where the range cannot be counted.
static Value observe(OpBuilder &builder, Location loc, Value operand,
                     CalibrationKey key, CalibratedRange range) {
  if (!Histogram::canCount(range.lo, range.hi))
    return operand;
  Histogram parts = Histogram::forRange(range.lo, range.hi);
  return ObserveOp::create(builder, loc, operand.getType(), operand,
                           builder.getStringAttr(getObservationLabel(key)),
                           builder.getI64IntegerAttr(
                               static_cast<int64_t>(parts.counts.size())),
                           builder.getDenseF64ArrayAttr({parts.lo, parts.hi}))
      .getResult();
}

/// The elements `first` to `first` + `size` along K of the lhs.
static Value sliceAlongK(OpBuilder &builder, MatmulOp op, int64_t first,
                         int64_t size) {
  Value lhs = op.getLhs();
  int64_t reduction = op.getLhsReductionDim();
  SmallVector<OpFoldResult> offsets(2, builder.getIndexAttr(0)),
      strides(2, builder.getIndexAttr(1)),
      sizes = tensor::getMixedSizes(builder, op.getLoc(), lhs);
  offsets[reduction] = builder.getIndexAttr(first);
  sizes[reduction] = builder.getIndexAttr(size);
  return tensor::ExtractSliceOp::create(builder, op.getLoc(), lhs, offsets,
                                        sizes, strides);
}

/// Observes one operand with a range, or each of its groups along K.
static void observe(Operation *op, CalibrationKey key) {
  std::optional<OperandRanges> ranges = readRanges(op, key.isLhs);
  if (!ranges)
    return;
  OpBuilder builder(op);
  if (ranges->group == 0) {
    Value observed =
        observe(builder, op->getLoc(), getContractionOperand(op, key.isLhs),
                key, ranges->ranges.front());
    // The lhs comes before the rhs, and nothing else before them.
    op->setOperand(key.isLhs ? 0 : 1, observed);
    return;
  }
  auto matmul = cast<MatmulOp>(op);
  int64_t k = matmul.getLhs().getType().getDimSize(matmul.getLhsReductionDim());
  for (auto [i, range] : llvm::enumerate(ranges->ranges)) {
    int64_t first = static_cast<int64_t>(i) * ranges->group;
    Value slice =
        sliceAlongK(builder, matmul, first, std::min(ranges->group, k - first));
    key.group = static_cast<int64_t>(i);
    observe(builder, op->getLoc(), slice, key, range);
  }
}

namespace {
struct ObserveContractions
    : public mixp::impl::ObserveContractionsPassBase<ObserveContractions> {
  void runOnOperation() override {
    ModuleOp module = getOperation();
    assignCalibrationIds(module);
    forEachCalibrated(module, [](Operation *op, int64_t id) {
      observe(op, {id, /*isLhs=*/true});
      observe(op, {id, /*isLhs=*/false});
    });
  }
};
} // namespace
