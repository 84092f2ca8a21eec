//===- CalibrationTable.cpp - Ranges in a file ----------------------------===//
#include "mixp/Calibration/CalibrationTable.h"
#include "llvm/Support/JSON.h"
#include <cmath>

using namespace mixp;
using llvm::json::Array;
using llvm::json::Object;
using llvm::json::ObjectMapper;
using llvm::json::Path;
using llvm::json::Value;

/// Of the form, to be raised when that changes.
static constexpr int64_t kVersion = 1;

//===----------------------------------------------------------------------===//
// Writing
//===----------------------------------------------------------------------===//

static Value toJSON(CalibratedRange range) { return Array{range.lo, range.hi}; }

static Value toJSON(const CalibrationTable::Operand &operand) {
  Object object;
  if (operand.ranges.size() == 1) {
    object["range"] = toJSON(operand.ranges.front());
  } else {
    Array ranges;
    for (CalibratedRange range : operand.ranges)
      ranges.push_back(toJSON(range));
    object["ranges"] = std::move(ranges);
  }
  // A range that loses nothing has no finite ratio.
  if (operand.signalToNoise && std::isfinite(*operand.signalToNoise))
    object["signal_to_noise_db"] = *operand.signalToNoise;
  return object;
}

void CalibrationTable::write(llvm::raw_ostream &os) const {
  Array inputValues, layerValues;
  for (const Input &input : inputs)
    inputValues.push_back(
        Object{{"name", input.name}, {"range", toJSON(input.range)}});
  for (const Layer &layer : layers) {
    Object object{{"name", layer.name}, {"op", layer.op}};
    if (layer.lhs)
      object["lhs"] = toJSON(*layer.lhs);
    if (layer.rhs)
      object["rhs"] = toJSON(*layer.rhs);
    layerValues.push_back(std::move(object));
  }
  Object table{{"version", kVersion},
               {"calibrator", calibrator},
               {"symmetric", symmetric},
               {"samples", samples},
               {"inputs", std::move(inputValues)},
               {"layers", std::move(layerValues)}};
  if (group != 0)
    table["group"] = group;
  os << llvm::formatv("{0:2}", Value(std::move(table))) << "\n";
}

//===----------------------------------------------------------------------===//
// Reading
//===----------------------------------------------------------------------===//

namespace mixp {
// Found by the mappers.
static bool fromJSON(const Value &value, CalibratedRange &range, Path path) {
  std::vector<double> bounds;
  if (!llvm::json::fromJSON(value, bounds, path))
    return false;
  if (bounds.size() == 2) {
    range = {static_cast<float>(bounds[0]), static_cast<float>(bounds[1])};
    if (std::isfinite(range.lo) && std::isfinite(range.hi) &&
        range.lo <= range.hi)
      return true;
  }
  path.report("expected [lo, hi] of finite f32 numbers lo <= hi");
  return false;
}

static bool fromJSON(const Value &value, CalibrationTable::Operand &operand,
                     Path path) {
  ObjectMapper map(value, path);
  if (!map || !map.mapOptional("ranges", operand.ranges) ||
      !map.map("signal_to_noise_db", operand.signalToNoise))
    return false;
  if (!operand.ranges.empty())
    return true;
  CalibratedRange range;
  if (!map.map("range", range))
    return false;
  operand.ranges.push_back(range);
  return true;
}

static bool fromJSON(const Value &value, CalibrationTable::Input &input,
                     Path path) {
  ObjectMapper map(value, path);
  return map && map.map("name", input.name) && map.map("range", input.range);
}

static bool fromJSON(const Value &value, CalibrationTable::Layer &layer,
                     Path path) {
  ObjectMapper map(value, path);
  return map && map.map("name", layer.name) && map.map("op", layer.op) &&
         map.map("lhs", layer.lhs) && map.mapOptional("rhs", layer.rhs);
}
} // namespace mixp

llvm::Expected<CalibrationTable> CalibrationTable::parse(llvm::StringRef text) {
  llvm::Expected<Value> value = llvm::json::parse(text);
  if (!value)
    return value.takeError();
  CalibrationTable table;
  Path::Root root("table");
  ObjectMapper map(*value, root);
  int64_t version = 0;
  if (!map || !map.map("version", version))
    return root.getError();
  if (version != kVersion)
    return llvm::createStringError("expected version %lld but got %lld",
                                   static_cast<long long>(kVersion),
                                   static_cast<long long>(version));
  if (!map.map("calibrator", table.calibrator) ||
      !map.map("symmetric", table.symmetric) ||
      !map.mapOptional("group", table.group) ||
      !map.map("samples", table.samples) || !map.map("inputs", table.inputs) ||
      !map.map("layers", table.layers))
    return root.getError();
  return table;
}
