//===- ObserveContractions.cpp - Histograms of operands -------------------===//
#include "mixp/Calibration/Histogram.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mixp/Dialect/Mixp/Transforms/Calibration.h"
#include "mixp/Dialect/Mixp/Transforms/Passes.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace mixp;

namespace mixp {
#define GEN_PASS_DEF_OBSERVECONTRACTIONSPASS
#include "mixp/Dialect/Mixp/Transforms/Passes.h.inc"
} // namespace mixp

/// %x -> mixp.observe %x for one operand with a range that can be counted.
static void observe(Operation *op, CalibrationKey key) {
  auto range = op->getAttrOfType<DenseF32ArrayAttr>(
      key.isLhs ? kLhsRangeAttrName : kRhsRangeAttrName);
  if (!range || range.size() != 2 || !Histogram::canCount(range[0], range[1]))
    return;
  Histogram parts = Histogram::forRange(range[0], range[1]);
  Value operand = getContractionOperand(op, key.isLhs);
  OpBuilder builder(op);
  auto observed = ObserveOp::create(
      builder, op->getLoc(), operand.getType(), operand,
      builder.getStringAttr(getObservationLabel(key)),
      builder.getI64IntegerAttr(static_cast<int64_t>(parts.counts.size())),
      builder.getDenseF64ArrayAttr({parts.lo, parts.hi}));
  // The lhs comes before the rhs, and nothing else before them.
  op->setOperand(key.isLhs ? 0 : 1, observed.getResult());
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
