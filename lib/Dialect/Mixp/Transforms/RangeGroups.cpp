//===- RangeGroups.cpp - Calibrated ranges along K ------------------------===//
#include "mixp/Dialect/Mixp/Transforms/RangeGroups.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mixp/Dialect/Mixp/Transforms/Calibration.h"
#include "mlir/IR/Matchers.h"
#include "llvm/Support/MathExtras.h"
#include <algorithm>
#include <cmath>

using namespace mlir;
using namespace mixp;

CalibratedRange OperandRanges::merge() const {
  CalibratedRange merged = ranges.front();
  for (CalibratedRange range : ranges) {
    merged.lo = std::min(merged.lo, range.lo);
    merged.hi = std::max(merged.hi, range.hi);
  }
  return merged;
}

int64_t mixp::countRangeGroups(Operation *op, int64_t group) {
  auto matmul = dyn_cast<MatmulOp>(op);
  if (group <= 0 || !matmul || matmul.isBatched() ||
      !matchPattern(matmul.getRhs(), m_Constant()) ||
      matchPattern(matmul.getLhs(), m_Constant()))
    return 1;
  int64_t k = matmul.getLhs().getType().getDimSize(matmul.getLhsReductionDim());
  if (ShapedType::isDynamic(k) || k <= group)
    return 1;
  return static_cast<int64_t>(llvm::divideCeil(k, group));
}

std::optional<OperandRanges> mixp::readRanges(Operation *op, bool isLhs) {
  auto bounds = op->getAttrOfType<DenseF32ArrayAttr>(isLhs ? kLhsRangeAttrName
                                                           : kRhsRangeAttrName);
  if (!bounds)
    return std::nullopt;
  OperandRanges result;
  int64_t count = 1;
  if (Attribute written = op->getAttr(kLhsRangeGroupAttrName);
      written && isLhs) {
    auto group = dyn_cast<IntegerAttr>(written);
    if (!group || !group.getType().isInteger(64))
      return std::nullopt;
    count = countRangeGroups(op, group.getInt());
    if (count == 1)
      return std::nullopt;
    result.group = group.getInt();
  }
  if (bounds.size() != 2 * count)
    return std::nullopt;
  for (int64_t i = 0; i < count; ++i) {
    CalibratedRange range = {bounds[2 * i], bounds[2 * i + 1]};
    // Written so that a NaN is refused as well.
    if (!std::isfinite(range.lo) || !std::isfinite(range.hi) ||
        !(range.lo <= range.hi))
      return std::nullopt;
    result.ranges.push_back(range);
  }
  return result;
}

void mixp::writeRanges(Operation *op, bool isLhs, const OperandRanges &ranges) {
  Builder builder(op->getContext());
  SmallVector<float> bounds;
  for (CalibratedRange range : ranges.ranges)
    bounds.append({range.lo, range.hi});
  op->setAttr(isLhs ? kLhsRangeAttrName : kRhsRangeAttrName,
              builder.getDenseF32ArrayAttr(bounds));
  if (!isLhs)
    return;
  op->removeDiscardableAttr(kLhsRangeGroupAttrName);
  if (ranges.group != 0)
    op->setAttr(kLhsRangeGroupAttrName,
                builder.getI64IntegerAttr(ranges.group));
}
