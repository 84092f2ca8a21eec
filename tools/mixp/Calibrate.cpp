//===- Calibrate.cpp - What sample inputs say of a model ------------------===//
#include "Calibrate.h"
#include "CalibrationFile.h"
#include "MeasuringCopy.h"
#include "mixp/Dialect/Mixp/Transforms/ActivationStatistics.h"
#include "mixp/Dialect/Mixp/Transforms/ConstantData.h"
#include "mixp/Dialect/Mixp/Transforms/Passes.h"
#include "llvm/Support/FormatVariadic.h"
#include <cmath>

using namespace mlir;
using namespace mixp;
using namespace mixp::tool;

namespace {
/// Measures a module whose contractions are numbered.
class Calibration {
public:
  Calibration(ModuleOp module, StringRef function,
              const CalibrationSamples &samples,
              const CalibrationOptions &options)
      : module(module), function(function), samples(samples), options(options),
        measured(options.group) {
    forEachCalibrated(module, [&](Operation *op, int64_t id) {
      names[id] = describeLayer(op, id);
    });
  }

  /// Refuses constants that are not finite: samples are not to blame for them.
  llvm::Error checkConstants();
  /// The smallest and the largest value of each operand.
  llvm::Error measureRanges();
  /// How the values are spread in these ranges.
  llvm::Error measureHistograms();
  /// Writes what the calibrator makes of both, to the module and to `table`.
  void chooseRanges(CalibrationTable &table);
  llvm::Error measureStatistics();

private:
  llvm::Expected<MeasuringCopy>
  compile(StringRef name, function_ref<void(OpPassManager &)> addPasses);
  llvm::Error addRanges(const MeasuringCopy &copy, ArrayRef<HostTensor> results,
                        int64_t begin, int64_t size);
  std::optional<CalibrationTable::Operand> chooseRanges(Operation *op,
                                                        CalibrationKey key);

  ModuleOp module;
  StringRef function;
  const CalibrationSamples &samples;
  const CalibrationOptions &options;
  /// The contractions' descriptions by their numbers.
  std::map<int64_t, std::string> names;
  CalibrationRanges measured;
  std::map<CalibrationKey, Histogram> histograms;
};
} // namespace

llvm::Expected<MeasuringCopy>
Calibration::compile(StringRef name,
                     function_ref<void(OpPassManager &)> addPasses) {
  std::string folder;
  if (!options.dumpFolder.empty())
    folder = (options.dumpFolder + "/" + name).str();
  return MeasuringCopy::compile(module, function, folder, addPasses);
}

//===----------------------------------------------------------------------===//
// Ranges
//===----------------------------------------------------------------------===//

llvm::Error Calibration::checkConstants() {
  std::string blamed;
  forEachCalibrated(module, [&](Operation *op, int64_t id) {
    for (bool isLhs : {true, false}) {
      auto values = readF32Constant(getContractionOperand(op, isLhs));
      if (!blamed.empty() || !values)
        continue;
      auto bad = llvm::find_if(
          *values, [](float value) { return !std::isfinite(value); });
      if (bad != values->end())
        blamed = llvm::formatv("the {0} of {1} is a constant whose element {2} "
                               "is {3}; mend the model",
                               isLhs ? "lhs" : "rhs", names.at(id),
                               bad - values->begin(),
                               std::isnan(*bad) ? "a NaN" : "infinite");
    }
  });
  if (blamed.empty())
    return llvm::Error::success();
  return llvm::createStringError("--calibration: " + blamed);
}

static std::vector<float> readFloats(const HostTensor &tensor) {
  std::vector<float> values;
  for (int64_t i = 0, e = tensor.getNumElements(); i < e; ++i)
    values.push_back(static_cast<float>(tensor.getValue(i)));
  return values;
}

llvm::Error Calibration::addRanges(const MeasuringCopy &copy,
                                   ArrayRef<HostTensor> results, int64_t begin,
                                   int64_t size) {
  float lo = 0;
  std::vector<float> lows;
  for (const CalibrationResult &result : copy.results) {
    // The least come before the greatest.
    if (result.what == "min_along_k") {
      lows = readFloats(results[result.resultIndex]);
      continue;
    }
    if (result.what == "max_along_k") {
      measured.includeAlongK(result.key.id, lows,
                             readFloats(results[result.resultIndex]));
      continue;
    }
    auto hi = static_cast<float>(results[result.resultIndex].getValue(0));
    if (result.what == "min") { // its maximum comes next
      lo = hi;
      continue;
    }
    CalibrationKey key = result.key;
    if (std::isfinite(lo) && std::isfinite(hi)) {
      measured.include(key, lo, hi);
      continue;
    }
    if (lo > hi) // an empty operand
      continue;
    // Find the one to blame.
    for (int64_t i = 0; size > 1 && i < size; ++i) {
      auto one = samples.run(*copy.jit, begin + i, 1);
      if (!one)
        return one.takeError();
      if (llvm::Error error = addRanges(copy, *one, begin + i, 1))
        return error;
    }
    return llvm::createStringError("--calibration: sample " + Twine(begin) +
                                   " makes the " + (key.isLhs ? "lhs" : "rhs") +
                                   " of " + names.at(key.id) +
                                   (std::isnan(lo) ? " a NaN" : " infinite") +
                                   "; leave it out or mend the model");
  }
  return llvm::Error::success();
}

llvm::Error Calibration::measureRanges() {
  InstrumentCalibrationPassOptions passOptions;
  passOptions.measure = {"range"};
  if (options.group != 0)
    passOptions.measure.push_back("range-along-k");
  auto copy = compile("calibration", [&](OpPassManager &passes) {
    passes.addPass(createInstrumentCalibrationPass(passOptions));
  });
  if (!copy)
    return copy.takeError();
  if (llvm::Error error = samples.forEachChunk(
          *copy->jit, "calibrating",
          [&](int64_t begin, int64_t size, ArrayRef<HostTensor> results) {
            return addRanges(*copy, results, begin, size);
          }))
    return error;
  measured.writeTo(module);
  return llvm::Error::success();
}

//===----------------------------------------------------------------------===//
// Histograms
//===----------------------------------------------------------------------===//

llvm::Error Calibration::measureHistograms() {
  auto copy = compile("histograms", [](OpPassManager &passes) {
    passes.addPass(createObserveContractionsPass());
    passes.addPass(createExportObservationsPass());
  });
  if (!copy)
    return copy.takeError();
  for (auto [index, key] : copy->histograms) {
    auto [lo, hi] = *measured.lookup(key);
    histograms[key] = Histogram::forRange(lo, hi);
  }
  auto add = [&](int64_t, int64_t,
                 ArrayRef<HostTensor> results) -> llvm::Error {
    std::vector<int64_t> counts;
    for (auto [index, key] : copy->histograms) {
      const HostTensor &array = results[index];
      counts.clear();
      for (int64_t i = 0, e = array.getNumElements(); i < e; ++i)
        counts.push_back(static_cast<int64_t>(array.getValue(i)));
      histograms[key].add(counts);
    }
    return llvm::Error::success();
  };
  return samples.forEachChunk(*copy->jit, "counting values", add);
}

/// The ranges that the calibrator gives the operand, or each of its groups.
std::optional<CalibrationTable::Operand>
Calibration::chooseRanges(Operation *op, CalibrationKey key) {
  std::optional<OperandRanges> found = measured.lookup(op, key.id, key.isLhs);
  if (!found)
    return std::nullopt;
  CalibrationTable::Operand operand;
  const CalibratorOptions &calibrator = options.calibrator;
  // What mixp-quantize stores.
  StaticForm form =
      key.isLhs ? StaticForm::UnsignedAffine : StaticForm::SignedSymmetric;
  SmallVector<QuantizedValues> parts;
  for (auto [i, range] : llvm::enumerate(found->ranges)) {
    if (calibrator.kind == CalibratorKind::MinMax && !calibrator.symmetric) {
      operand.ranges.push_back(range);
      continue;
    }
    if (found->group != 0)
      key.group = static_cast<int64_t>(i);
    auto counted = histograms.find(key);
    Histogram histogram;
    if (counted != histograms.end())
      histogram = counted->second;
    histogram.min = range.lo;
    histogram.max = range.hi;
    range = calibrateRange(histogram, form, calibrator);
    operand.ranges.push_back(range);
    if (counted != histograms.end())
      parts.push_back({counted->second, StaticQuantizer(range, form)});
  }
  if (!parts.empty())
    operand.signalToNoise = getSignalToNoise(parts);
  return operand;
}

void Calibration::chooseRanges(CalibrationTable &table) {
  table.group = options.group;
  forEachCalibrated(module, [&](Operation *op, int64_t id) {
    CalibrationTable::Layer layer = describeForTable(op);
    for (bool isLhs : {true, false}) {
      auto &operand = isLhs ? layer.lhs : layer.rhs;
      operand = chooseRanges(op, {id, isLhs});
      if (operand)
        applyRanges(op, isLhs, *operand, options.group);
    }
    table.layers.push_back(std::move(layer));
  });
}

//===----------------------------------------------------------------------===//
// Statistics
//===----------------------------------------------------------------------===//

llvm::Error Calibration::measureStatistics() {
  InstrumentCalibrationPassOptions passOptions;
  passOptions.measure.assign(options.statistics.begin(),
                             options.statistics.end());
  auto copy = compile("statistics", [&](OpPassManager &passes) {
    passes.addPass(createDecomposeConvPass());
    passes.addPass(createInstrumentCalibrationPass(passOptions));
  });
  if (!copy)
    return copy.takeError();
  ActivationStatistics statistics;
  auto add = [&](int64_t, int64_t,
                 ArrayRef<HostTensor> results) -> llvm::Error {
    std::vector<double> values;
    for (const CalibrationResult &result : copy->results) {
      const HostTensor &array = results[result.resultIndex];
      values.clear();
      for (int64_t i = 0, e = array.getNumElements(); i < e; ++i)
        values.push_back(array.getValue(i));
      statistics.add(result.key.id, result.what, values);
    }
    return llvm::Error::success();
  };
  if (llvm::Error error =
          samples.forEachChunk(*copy->jit, "measuring activations", add))
    return error;
  statistics.writeTo(module);
  return llvm::Error::success();
}

llvm::Expected<CalibrationTable>
mixp::tool::calibrate(ModuleOp module, const CalibrationSamples &samples,
                      const CalibrationOptions &options) {
  auto entry = findEntry(module);
  if (!entry)
    return entry.takeError();
  assignCalibrationIds(module);
  Calibration calibration(module, entry->getName(), samples, options);
  if (llvm::Error error = calibration.checkConstants())
    return std::move(error);
  if (llvm::Error error = calibration.measureRanges())
    return std::move(error);
  if (options.calibrator.needsHistogram())
    if (llvm::Error error = calibration.measureHistograms())
      return std::move(error);
  CalibrationTable table;
  table.calibrator = formatCalibrator(options.calibrator);
  table.symmetric = options.calibrator.symmetric;
  table.samples = samples.getCount();
  table.inputs = samples.describeInputs();
  calibration.chooseRanges(table);
  if (!options.statistics.empty())
    if (llvm::Error error = calibration.measureStatistics())
      return std::move(error);
  removeCalibrationIds(module);
  return table;
}
