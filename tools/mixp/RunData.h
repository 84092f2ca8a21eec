//===- RunData.h - Inputs and outputs of mixp run ---------------*- C++ -*-===//
#ifndef MIXP_TOOLS_RUNDATA_H
#define MIXP_TOOLS_RUNDATA_H

#include "mixp/Execution/Signature.h"
#include <functional>

namespace mixp::tool {

/// Where inputs come from.
struct InputOptions {
  /// `[name=]x.npy` or `[name=]random:SEED[:3x7]`; without a name in the order
  /// of the model's inputs.
  std::vector<std::string> inputs;
  /// Seed for every input that `inputs` leaves out; empty: there must be none.
  std::string random;
  bool randomSpecials = false;
  /// Size of dynamic dims of random inputs.
  int64_t dynamicSize = 3;
};

/// One array for each input, in the model's order, not yet converted.
llvm::Expected<std::vector<HostTensor>> loadInputs(const Signature &signature,
                                                   const InputOptions &options);

/// Assigns words of the form `[name=]value` to ports. Returns one value per
/// port, empty where there is none.
llvm::Expected<std::vector<std::string>>
assignToPorts(llvm::ArrayRef<Port> ports, llvm::ArrayRef<std::string> words,
              llvm::StringRef option);

/// Runs a function on converted arrays of exactly its inputs' types.
using Runner = std::function<llvm::Expected<llvm::SmallVector<HostTensor>>(
    llvm::ArrayRef<const HostTensor *>)>;

/// Arrays of the inputs' element kinds.
struct ConvertedInputs {
  std::vector<HostTensor> arrays;
  /// Which arrays hold `samples` samples along a leading dim that is 1 in the
  /// model.
  std::vector<bool> isStacked;
  /// 0 if the arrays are the inputs as they are.
  int64_t samples = 0;
};

/// Checks the arrays against the inputs and converts them. Where leading dims
/// of the model are static 1 and those of the arrays are N, there are N
/// samples.
llvm::Expected<ConvertedInputs>
convertInputs(const Signature &signature, llvm::ArrayRef<HostTensor> arrays);

/// Runs the model once, or for each sample, and stacks the results. `onSample`
/// hears of each run's inputs and results.
using SampleCallback = std::function<llvm::Error(
    int64_t sample, llvm::ArrayRef<const HostTensor *> inputs,
    llvm::ArrayRef<HostTensor> results)>;
llvm::Expected<llvm::SmallVector<HostTensor>>
runStacked(const ConvertedInputs &inputs, const Runner &runner,
           const SampleCallback &onSample);

} // namespace mixp::tool

#endif // MIXP_TOOLS_RUNDATA_H
