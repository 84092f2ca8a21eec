//===- CalibrationSamples.cpp - Sample inputs of a model ------------------===//
#include "CalibrationSamples.h"
#include "Progress.h"
#include "RunData.h"
#include "mixp/Execution/Marshal.h"
#include "mixp/Execution/NpyFile.h"
#include <cmath>

using namespace mlir;
using namespace mixp;
using namespace mixp::tool;

/// Samples that are run at once where the model leaves the number open: enough
/// to fill the vectors, too few to fill the memory.
static constexpr int64_t kChunk = 64;

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
llvm::Error CalibrationSamples::planRuns(bool isOneSample) {
  int64_t found = -1;
  chunk = kChunk;
  for (auto [port, array] : llvm::zip_equal(signature.inputs, arrays)) {
    bool sameRank = array.getRank() == port.type.getRank();
    stacked.push_back(
        !isOneSample && sameRank && array.getRank() > 0 &&
        (port.type.isDynamicDim(0) || port.type.getDimSize(0) == 1));
    if (!stacked.back())
      continue;
    if (!port.type.isDynamicDim(0))
      chunk = 1;
    int64_t size = array.getShape()[0];
    if (found >= 0 && size != found)
      return llvm::createStringError(
          "--calibration: '" + port.name + "' has " + Twine(size) +
          " samples but an earlier input has " + Twine(found) +
          "; give --one-sample if leading dims do not count samples");
    found = size;
  }
  if (found == 0)
    return llvm::createStringError(
        "--calibration: expected at least one sample but got none");
  count = std::max<int64_t>(found, 1);
  return llvm::Error::success();
}

llvm::Expected<CalibrationSamples>
CalibrationSamples::load(const Signature &signature,
                         ArrayRef<std::string> words, bool isOneSample) {
  auto files = assignToPorts(signature.inputs, words, "--calibration");
  if (!files)
    return files.takeError();
  CalibrationSamples samples;
  samples.signature = signature;
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
  if (llvm::Error error = samples.planRuns(isOneSample))
    return std::move(error);
  return samples;
}

std::vector<CalibrationTable::Input>
CalibrationSamples::describeInputs() const {
  std::vector<CalibrationTable::Input> inputs;
  for (auto [port, array] : llvm::zip_equal(signature.inputs, arrays)) {
    double lo = 0, hi = 0;
    for (int64_t i = 0, e = array.getNumElements(); i < e; ++i) {
      double value = array.getValue(i);
      lo = i == 0 ? value : std::min(lo, value);
      hi = i == 0 ? value : std::max(hi, value);
    }
    inputs.push_back(
        {port.name, {static_cast<float>(lo), static_cast<float>(hi)}});
  }
  return inputs;
}

llvm::Expected<llvm::SmallVector<HostTensor>>
CalibrationSamples::run(const JitFunction &jit, int64_t begin,
                        int64_t size) const {
  std::vector<HostTensor> inputs;
  for (auto [port, array, isStack, file] :
       llvm::zip_equal(signature.inputs, arrays, stacked, files)) {
    auto part = isStack ? array.slice(begin, size) : array.clone();
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
  return jit.call(pointers);
}

llvm::Error CalibrationSamples::forEachChunk(const JitFunction &jit,
                                             StringRef activity,
                                             Callback callback) const {
  Progress progress(activity.str());
  for (int64_t begin = 0; begin < count; begin += chunk) {
    progress.update(begin, count);
    int64_t size = std::min(chunk, count - begin);
    auto results = run(jit, begin, size);
    if (!results)
      return results.takeError();
    if (llvm::Error error = callback(begin, size, *results))
      return error;
  }
  return llvm::Error::success();
}
