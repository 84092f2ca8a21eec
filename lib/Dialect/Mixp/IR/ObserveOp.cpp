//===- ObserveOp.cpp - What values a tensor has ---------------------------===//
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include <cmath>

using namespace mlir;
using namespace mixp;

static constexpr int64_t kMaxBins = 4096;

LogicalResult ObserveOp::verify() {
  auto range = getRange();
  if (getBins().has_value() != range.has_value()) // C1
    return emitOpError() << "expected 'histogram' and 'over' together; give "
                         << (range ? "histogram(BINS)" : "over [LO, HI]")
                         << " too, or neither";
  if (!range)
    return success();
  int64_t bins = *getBins();
  if (bins < 1 || bins > kMaxBins) // C2
    return emitOpError() << "expected 1 to " << kMaxBins << " bins but got "
                         << bins;
  if (range->size() != 2) // C3
    return emitOpError() << "expected 'over' to be [LO, HI] but got "
                         << range->size() << " numbers";
  auto isFloat = [](double x) {
    return std::isfinite(x) && static_cast<float>(x) == x;
  };
  double lo = (*range)[0], hi = (*range)[1];
  if (isFloat(lo) && isFloat(hi) && lo < hi &&
      std::isfinite(static_cast<float>(hi - lo)))
    return success();
  return emitOpError() << "expected 'over' to be finite f32 numbers LO < HI "
                          "whose difference is finite but got ["
                       << lo << ", " << hi << "]";
}

LogicalResult
ObserveOp::reifyResultShapes(OpBuilder &builder,
                             ReifiedRankedShapedTypeDims &shapes) {
  shapes.push_back(tensor::getMixedSizes(builder, getLoc(), getInput()));
  return success();
}
