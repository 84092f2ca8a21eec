//===- Calibrate.cpp - Ranges from sample inputs --------------------------===//
#include "Calibrate.h"
#include "Progress.h"
#include "RunData.h"
#include "mixp/Dialect/Mixp/Transforms/Calibration.h"
#include "mixp/Dialect/Mixp/Transforms/Passes.h"
#include "mixp/Execution/Jit.h"
#include "mixp/Execution/Marshal.h"
#include "mixp/Execution/NpyFile.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Transforms/Passes.h"
#include <cmath>

using namespace mlir;
using namespace mixp;
using namespace mixp::tool;

namespace {
/// The samples: one array per input, and which of them are stacks of samples.
struct Samples {
  std::vector<HostTensor> arrays;
  std::vector<std::string> files;
  SmallVector<bool> stacked;
  int64_t count = 1;
  /// How many samples the model takes at once.
  int64_t chunk = 1;
};

/// Runs samples through an instrumented function.
class Calibrator {
public:
  Calibrator(const Signature &signature, const Samples &samples,
             const JitFunction &jit, ArrayRef<CalibrationResult> results)
      : signature(signature), samples(samples), jit(jit), results(results) {}

  llvm::Error run(int64_t begin, int64_t count);
  const CalibrationRanges &getRanges() const { return ranges; }

private:
  const Signature &signature;
  const Samples &samples;
  const JitFunction &jit;
  ArrayRef<CalibrationResult> results;
  CalibrationRanges ranges;
};
} // namespace

/// Samples that are run at once where the model leaves the number open: enough
/// to fill the vectors, too few to fill the memory.
static constexpr int64_t kChunk = 64;

llvm::Error Calibrator::run(int64_t begin, int64_t count) {
  std::vector<HostTensor> inputs;
  for (auto [port, array, stacked, file] : llvm::zip_equal(
           signature.inputs, samples.arrays, samples.stacked, samples.files)) {
    auto part = stacked ? array.slice(begin, count) : array.clone();
    if (!part)
      return part.takeError();
    auto input = convertInput(*part, port);
    if (!input)
      return llvm::createStringError("'" + file + "' does not fit input " +
                                     llvm::toString(input.takeError()));
    inputs.push_back(std::move(*input));
  }
  SmallVector<const HostTensor *> pointers;
  for (const HostTensor &input : inputs)
    pointers.push_back(&input);
  auto outputs = jit.call(pointers);
  if (!outputs)
    return outputs.takeError();

  std::map<CalibrationKey, std::pair<float, float>> found;
  for (const CalibrationResult &result : results) {
    float value = float((*outputs)[result.resultIndex].getValue(0));
    auto &[lo, hi] = found[result.key];
    (result.isMax ? hi : lo) = value;
  }
  for (auto [key, range] : found) {
    auto [lo, hi] = range;
    if (std::isfinite(lo) && std::isfinite(hi)) {
      ranges.include(key, lo, hi);
      continue;
    }
    if (lo > hi) // an empty operand
      continue;
    // Find the one to blame.
    for (int64_t i = 0; count > 1 && i < count; ++i)
      if (llvm::Error error = run(begin + i, 1))
        return error;
    return llvm::createStringError("--calibration: sample " + Twine(begin) +
                                   " makes the " + (key.isLhs ? "lhs" : "rhs") +
                                   " of matmul " + Twine(key.id) +
                                   (std::isnan(lo) ? " a NaN" : " infinite") +
                                   "; leave it out or mend the model");
  }
  return llvm::Error::success();
}

/// Refuses an array with NaNs or infinities.
static llvm::Error checkFinite(const HostTensor &array, StringRef file) {
  if (!isFloatKind(array.getKind()))
    return llvm::Error::success();
  for (int64_t i = 0, e = array.getNumElements(); i < e; ++i)
    if (double value = array.getValue(i); !std::isfinite(value)) {
      int64_t samples = array.getRank() > 0 ? array.getShape()[0] : 1;
      return llvm::createStringError(
          "'" + file + "': sample " + Twine(i / (e / samples)) + " holds " +
          (std::isnan(value) ? "a NaN" : "an infinity") +
          "; leave it out of the calibration data");
    }
  return llvm::Error::success();
}

/// Decides how the arrays are cut into runs. Leading dims of static 1, and
/// dynamic ones, are batches.
static llvm::Error planRuns(const Signature &signature, Samples &samples) {
  int64_t count = -1;
  samples.chunk = kChunk;
  for (auto [port, array] : llvm::zip_equal(signature.inputs, samples.arrays)) {
    bool sameRank = array.getRank() == port.type.getRank();
    bool stacked = sameRank && array.getRank() > 0 &&
                   (port.type.isDynamicDim(0) || port.type.getDimSize(0) == 1);
    samples.stacked.push_back(stacked);
    if (!stacked)
      continue;
    if (!port.type.isDynamicDim(0))
      samples.chunk = 1;
    int64_t size = array.getShape()[0];
    if (count >= 0 && size != count)
      return llvm::createStringError(
          "--calibration: '" + port.name + "' has " + Twine(size) +
          " samples but an earlier input has " + Twine(count));
    count = size;
  }
  if (count == 0)
    return llvm::createStringError(
        "--calibration: expected at least one sample but got none");
  samples.count = std::max<int64_t>(count, 1);
  return llvm::Error::success();
}

static llvm::Expected<Samples> loadSamples(const Signature &signature,
                                           ArrayRef<std::string> words) {
  auto files = assignToPorts(signature.inputs, words, "--calibration");
  if (!files)
    return files.takeError();
  Samples samples;
  samples.files = std::move(*files);
  for (auto [port, file] : llvm::zip_equal(signature.inputs, samples.files)) {
    if (file.empty())
      return llvm::createStringError("input '" + port.name +
                                     "' has no samples; give --calibration " +
                                     port.name + "=FILE.npy");
    auto array = readNpy(file);
    if (!array)
      return array.takeError();
    if (llvm::Error error = checkFinite(*array, file))
      return std::move(error);
    samples.arrays.push_back(std::move(*array));
  }
  if (llvm::Error error = planRuns(signature, samples))
    return std::move(error);
  return samples;
}

llvm::Error mixp::tool::calibrate(ModuleOp module, ArrayRef<std::string> words,
                                  StringRef dumpFolder) {
  auto entry = findEntry(module);
  if (!entry)
    return entry.takeError();
  auto signature = readSignature(*entry);
  if (!signature)
    return signature.takeError();
  auto samples = loadSamples(*signature, words);
  if (!samples)
    return samples.takeError();

  // The numbers survive in the copy, wherever inlining puts the matmuls.
  assignCalibrationIds(module);
  OwningOpRef<ModuleOp> copy = module.clone();
  PassManager passes(module.getContext());
  passes.addPass(createInlinerPass());
  passes.addPass(createSymbolDCEPass());
  passes.addPass(createInstrumentCalibrationPass());
  passes.addPass(createCSEPass());
  if (failed(passes.run(*copy)))
    return llvm::createStringError("cannot measure the model's ranges");
  auto instrumented = findEntry(*copy, entry->getName());
  if (!instrumented)
    return instrumented.takeError();
  SmallVector<CalibrationResult> results = getCalibrationResults(*instrumented);

  JitOptions options;
  options.function = entry->getName();
  if (!dumpFolder.empty())
    options.dumpFolder = (dumpFolder + "/calibration").str();
  auto jit = JitFunction::compile(*copy, options);
  if (!jit)
    return jit.takeError();
  Calibrator calibrator(*signature, *samples, **jit, results);
  Progress progress("calibrating");
  for (int64_t begin = 0; begin < samples->count; begin += samples->chunk) {
    progress.update(begin, samples->count);
    if (llvm::Error error = calibrator.run(
            begin, std::min(samples->chunk, samples->count - begin)))
      return error;
  }
  calibrator.getRanges().writeTo(module);
  return llvm::Error::success();
}
