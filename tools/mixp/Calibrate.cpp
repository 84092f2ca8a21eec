//===- Calibrate.cpp - What sample inputs say of a model ------------------===//
#include "Calibrate.h"
#include "mixp/Dialect/Mixp/Transforms/ActivationStatistics.h"
#include "mixp/Dialect/Mixp/Transforms/Calibration.h"
#include "mixp/Dialect/Mixp/Transforms/Passes.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Transforms/Passes.h"
#include <cmath>

using namespace mlir;
using namespace mixp;
using namespace mixp::tool;

namespace {
/// A compiled copy of a model that returns what it measures.
struct MeasuringCopy {
  std::unique_ptr<JitFunction> jit;
  SmallVector<CalibrationResult> results;
};

/// Measures a module whose contractions are numbered.
class Calibration {
public:
  Calibration(ModuleOp module, StringRef function,
              const CalibrationSamples &samples,
              const CalibrationOptions &options)
      : module(module), function(function), samples(samples), options(options) {
    forEachCalibrated(module, [&](Operation *op, int64_t id) {
      names[id] = describeLayer(op, id);
    });
  }

  llvm::Error measureRanges();
  llvm::Error measureStatistics();

private:
  llvm::Expected<MeasuringCopy>
  compile(StringRef name, function_ref<void(OpPassManager &)> addPasses);
  llvm::Error addRanges(CalibrationRanges &ranges, const MeasuringCopy &copy,
                        ArrayRef<HostTensor> results, int64_t begin,
                        int64_t size);

  ModuleOp module;
  StringRef function;
  const CalibrationSamples &samples;
  const CalibrationOptions &options;
  /// The contractions' descriptions by their numbers.
  std::map<int64_t, std::string> names;
};
} // namespace

/// Compiles a copy of the module. The numbers survive in it, wherever inlining
/// puts the contractions.
llvm::Expected<MeasuringCopy>
Calibration::compile(StringRef name,
                     function_ref<void(OpPassManager &)> addPasses) {
  OwningOpRef<ModuleOp> copy = module.clone();
  PassManager passes(module.getContext());
  passes.addPass(createInlinerPass());
  passes.addPass(createSymbolDCEPass());
  addPasses(passes);
  passes.addPass(createCSEPass());
  if (failed(passes.run(*copy)))
    return llvm::createStringError("cannot measure the model's ranges");
  auto instrumented = findEntry(*copy, function);
  if (!instrumented)
    return instrumented.takeError();
  MeasuringCopy result;
  result.results = getCalibrationResults(*instrumented);
  JitOptions jitOptions;
  jitOptions.function = function.str();
  if (!options.dumpFolder.empty())
    jitOptions.dumpFolder = (options.dumpFolder + "/" + name).str();
  auto jit = JitFunction::compile(*copy, jitOptions);
  if (!jit)
    return jit.takeError();
  result.jit = std::move(*jit);
  return result;
}

//===----------------------------------------------------------------------===//
// Ranges
//===----------------------------------------------------------------------===//

llvm::Error Calibration::addRanges(CalibrationRanges &ranges,
                                   const MeasuringCopy &copy,
                                   ArrayRef<HostTensor> results, int64_t begin,
                                   int64_t size) {
  float lo = 0;
  for (const CalibrationResult &result : copy.results) {
    auto hi = static_cast<float>(results[result.resultIndex].getValue(0));
    if (result.what == "min") { // its maximum comes next
      lo = hi;
      continue;
    }
    CalibrationKey key = result.key;
    if (std::isfinite(lo) && std::isfinite(hi)) {
      ranges.include(key, lo, hi);
      continue;
    }
    if (lo > hi) // an empty operand
      continue;
    // Find the one to blame.
    for (int64_t i = 0; size > 1 && i < size; ++i) {
      auto one = samples.run(*copy.jit, begin + i, 1);
      if (!one)
        return one.takeError();
      if (llvm::Error error = addRanges(ranges, copy, *one, begin + i, 1))
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
  auto copy = compile("calibration", [](OpPassManager &passes) {
    passes.addPass(createInstrumentCalibrationPass());
  });
  if (!copy)
    return copy.takeError();
  CalibrationRanges ranges;
  if (llvm::Error error = samples.forEachChunk(
          *copy->jit, "calibrating",
          [&](int64_t begin, int64_t size, ArrayRef<HostTensor> results) {
            return addRanges(ranges, *copy, results, begin, size);
          }))
    return error;
  ranges.writeTo(module);
  return llvm::Error::success();
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

llvm::Error mixp::tool::calibrate(ModuleOp module,
                                  const CalibrationSamples &samples,
                                  const CalibrationOptions &options) {
  auto entry = findEntry(module);
  if (!entry)
    return entry.takeError();
  assignCalibrationIds(module);
  Calibration calibration(module, entry->getName(), samples, options);
  if (llvm::Error error = calibration.measureRanges())
    return error;
  if (!options.statistics.empty())
    if (llvm::Error error = calibration.measureStatistics())
      return error;
  removeCalibrationIds(module);
  return llvm::Error::success();
}
