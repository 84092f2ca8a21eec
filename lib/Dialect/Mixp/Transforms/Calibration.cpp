//===- Calibration.cpp - What sample data say of contractions -------------===//
#include "mixp/Dialect/Mixp/Transforms/Calibration.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include <algorithm>

using namespace mlir;
using namespace mixp;

std::string mixp::getObservationLabel(CalibrationKey key) {
  return std::to_string(key.id) + (key.isLhs ? ".lhs" : ".rhs");
}

std::optional<CalibrationKey>
mixp::parseObservationLabel(llvm::StringRef label) {
  auto [id, operand] = label.split('.');
  CalibrationKey key = {0, operand == "lhs"};
  if (id.getAsInteger(10, key.id) || (!key.isLhs && operand != "rhs"))
    return std::nullopt;
  return key;
}

Value mixp::getContractionOperand(Operation *op, bool isLhs) {
  if (auto matmul = dyn_cast<MatmulOp>(op))
    return isLhs ? matmul.getLhs() : matmul.getRhs();
  auto conv = cast<ConvOp>(op);
  return isLhs ? conv.getInput() : conv.getFilter();
}

bool mixp::isCalibrated(Operation *op) {
  if (!isa<MatmulOp, ConvOp>(op))
    return false;
  if (auto matmul = dyn_cast<MatmulOp>(op); matmul && matmul.isSparse())
    return false;
  return llvm::all_of(ArrayRef<bool>{true, false}, [&](bool isLhs) {
    return getElementTypeOrSelf(getContractionOperand(op, isLhs)).isF32();
  });
}

void mixp::forEachCalibrated(
    ModuleOp module, llvm::function_ref<void(Operation *, int64_t)> callback) {
  module.walk([&](Operation *op) {
    if (auto id = op->getAttrOfType<IntegerAttr>(kCalibrationIdAttrName))
      if (isCalibrated(op))
        callback(op, id.getInt());
  });
}

void mixp::assignCalibrationIds(ModuleOp module) {
  int64_t next = 0;
  forEachCalibrated(
      module, [&](Operation *, int64_t id) { next = std::max(next, id + 1); });
  Builder builder(module.getContext());
  module.walk([&](Operation *op) {
    if (isCalibrated(op) && !op->hasAttr(kCalibrationIdAttrName))
      op->setAttr(kCalibrationIdAttrName, builder.getI64IntegerAttr(next++));
  });
}

StringRef mixp::getLayerName(Operation *op) {
  if (auto name = op->getLoc()->findInstanceOf<NameLoc>())
    return name.getName().getValue();
  return "";
}

std::string mixp::describeLayer(Operation *op, int64_t id) {
  std::string text = (op->getName().stripDialect() + " " + Twine(id)).str();
  StringRef name = getLayerName(op);
  return name.empty() ? text : (text + " ('" + name + "')").str();
}

void mixp::removeCalibrationIds(ModuleOp module) {
  module.walk(
      [](Operation *op) { op->removeDiscardableAttr(kCalibrationIdAttrName); });
}

void mixp::removeCalibration(ModuleOp module) {
  module.walk([](Operation *op) {
    for (StringRef name :
         {kCalibrationIdAttrName, kLhsRangeAttrName, kRhsRangeAttrName,
          kLhsChannelMaxAttrName, kLhsMeanAttrName, kLhsGramAttrName})
      op->removeDiscardableAttr(name);
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
    auto what = entry.getAs<StringAttr>("what");
    if (id && operand && what)
      results.push_back(
          {i, {id.getInt(), operand == "lhs"}, what.getValue().str()});
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
  forEachCalibrated(module, [&](Operation *op, int64_t id) {
    for (bool isLhs : {true, false})
      if (auto range = lookup({id, isLhs}))
        op->setAttr(
            isLhs ? kLhsRangeAttrName : kRhsRangeAttrName,
            builder.getDenseF32ArrayAttr({range->first, range->second}));
  });
}
