//===- Calibration.cpp - Ranges of matmul operands ------------------------===//
#include "mixp/Dialect/Mixp/Transforms/Calibration.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include <algorithm>

using namespace mlir;
using namespace mixp;

void mixp::assignCalibrationIds(ModuleOp module) {
  int64_t next = 0;
  module.walk([&](MatmulOp op) {
    if (auto id = op->getAttrOfType<IntegerAttr>(kCalibrationIdAttrName))
      next = std::max(next, id.getInt() + 1);
  });
  Builder builder(module.getContext());
  module.walk([&](MatmulOp op) {
    if (!op->hasAttr(kCalibrationIdAttrName) && !op.isSparse() &&
        op.getLhs().getType().getElementType().isF32() &&
        op.getRhs().getType().getElementType().isF32())
      op->setAttr(kCalibrationIdAttrName, builder.getI64IntegerAttr(next++));
  });
}

SmallVector<CalibrationResult>
mixp::getCalibrationResults(func::FuncOp function) {
  SmallVector<CalibrationResult> results;
  for (unsigned i = 0, e = function.getNumResults(); i < e; ++i) {
    auto entry = function.getResultAttrOfType<DictionaryAttr>(
        i, kCalibrationResultAttrName);
    if (!entry)
      continue;
    auto id = entry.getAs<IntegerAttr>("id");
    auto operand = entry.getAs<StringAttr>("operand");
    auto bound = entry.getAs<StringAttr>("bound");
    if (id && operand && bound)
      results.push_back(
          {i, {id.getInt(), operand == "lhs"}, bound.getValue() == "max"});
  }
  return results;
}

void CalibrationRanges::include(CalibrationKey key, float lo, float hi) {
  if (lo > hi)
    return;
  auto [it, isNew] = ranges.try_emplace(key, lo, hi);
  it->second.first = std::min(it->second.first, lo);
  it->second.second = std::max(it->second.second, hi);
}

std::optional<std::pair<float, float>>
CalibrationRanges::lookup(CalibrationKey key) const {
  auto it = ranges.find(key);
  if (it == ranges.end())
    return std::nullopt;
  return it->second;
}

void CalibrationRanges::writeTo(ModuleOp module) const {
  Builder builder(module.getContext());
  module.walk([&](MatmulOp op) {
    auto id = op->getAttrOfType<IntegerAttr>(kCalibrationIdAttrName);
    if (!id)
      return;
    op->removeAttr(kCalibrationIdAttrName);
    for (bool isLhs : {true, false})
      if (auto range = lookup({id.getInt(), isLhs}))
        op->setAttr(
            isLhs ? kLhsRangeAttrName : kRhsRangeAttrName,
            builder.getDenseF32ArrayAttr({range->first, range->second}));
  });
}
