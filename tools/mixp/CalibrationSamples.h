//===- CalibrationSamples.h - Sample inputs of a model ----------*- C++ -*-===//
#ifndef MIXP_TOOLS_CALIBRATIONSAMPLES_H
#define MIXP_TOOLS_CALIBRATIONSAMPLES_H

#include "mixp/Calibration/CalibrationTable.h"
#include "mixp/Execution/Jit.h"

namespace mixp::tool {

/// The samples: one array per input, some of which are stacks of samples.
class CalibrationSamples {
public:
  /// Reads `[name=]x.npy` for each input, without a name in the order of the
  /// inputs. Under `isOneSample` the arrays together are one sample, whatever
  /// their leading dims. What does not fit the inputs, is not finite or is
  /// empty is an error.
  static llvm::Expected<CalibrationSamples>
  load(const Signature &signature, llvm::ArrayRef<std::string> words,
       bool isOneSample);

  int64_t getCount() const { return count; }
  /// How many samples a model takes at once.
  int64_t getChunk() const { return chunk; }
  /// The inputs' names and the ranges of their values.
  std::vector<CalibrationTable::Input> describeInputs() const;
  llvm::ArrayRef<std::string> getFiles() const { return files; }

  /// Runs `jit`, a function of the inputs that the samples were read for, on
  /// the samples [begin, begin + size).
  llvm::Expected<llvm::SmallVector<HostTensor>>
  run(const JitFunction &jit, int64_t begin, int64_t size) const;

  /// Hears of the results of a run on the samples [begin, begin + size).
  using Callback = llvm::function_ref<llvm::Error(
      int64_t begin, int64_t size, llvm::MutableArrayRef<HostTensor> results)>;
  /// Runs `jit` on all samples, chunk by chunk, and says so after two seconds.
  llvm::Error forEachChunk(const JitFunction &jit, llvm::StringRef activity,
                           Callback callback) const;

private:
  llvm::Error planRuns(bool isOneSample);

  Signature signature;
  std::vector<HostTensor> arrays;
  std::vector<std::string> files;
  llvm::SmallVector<bool> stacked;
  int64_t count = 1, chunk = 1;
};

} // namespace mixp::tool

#endif // MIXP_TOOLS_CALIBRATIONSAMPLES_H
