//===- Calibration.cpp - What sample data say of contractions -------------===//
#include "mixp/Dialect/Mixp/Transforms/Calibration.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include <algorithm>

using namespace mlir;
using namespace mixp;

std::string mixp::getObservationLabel(CalibrationKey key) {
  std::string label = std::to_string(key.id) + (key.isLhs ? ".lhs" : ".rhs");
  if (key.group != CalibrationKey::kWhole)
    label += "." + std::to_string(key.group);
  return label;
}

std::optional<CalibrationKey>
mixp::parseObservationLabel(llvm::StringRef label) {
  auto [id, rest] = label.split('.');
  auto [operand, group] = rest.split('.');
  CalibrationKey key = {0, operand == "lhs"};
  if (id.getAsInteger(10, key.id) || (!key.isLhs && operand != "rhs") ||
      (operand != rest && group.getAsInteger(10, key.group)))
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
         {kCalibrationIdAttrName, kLhsRangeAttrName, kLhsRangeGroupAttrName,
          kRhsRangeAttrName, kLhsChannelMaxAttrName, kLhsMeanAttrName,
          kLhsGramAttrName})
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

void CalibrationRanges::includeAlongK(int64_t id, ArrayRef<float> lo,
                                      ArrayRef<float> hi) {
  int64_t k = 0;
  for (auto [low, high] : llvm::zip_equal(lo, hi))
    include({id, /*isLhs=*/true, k++ / group}, low, high);
}

std::optional<std::pair<float, float>>
CalibrationRanges::lookup(CalibrationKey key) const {
  auto it = ranges.find(key);
  if (it == ranges.end())
    return std::nullopt;
  return it->second;
}

std::optional<OperandRanges>
CalibrationRanges::lookup(Operation *op, int64_t id, bool isLhs) const {
  OperandRanges result;
  int64_t count = isLhs ? countRangeGroups(op, group) : 1;
  if (count > 1)
    result.group = group;
  for (int64_t i = 0; i < count; ++i) {
    auto found = lookup(
        CalibrationKey{id, isLhs, count > 1 ? i : CalibrationKey::kWhole});
    if (!found)
      return std::nullopt;
    result.ranges.push_back({found->first, found->second});
  }
  return result;
}

void CalibrationRanges::writeTo(ModuleOp module) const {
  forEachCalibrated(module, [&](Operation *op, int64_t id) {
    for (bool isLhs : {true, false})
      if (auto ranges = lookup(op, id, isLhs))
        writeRanges(op, isLhs, *ranges);
  });
}
