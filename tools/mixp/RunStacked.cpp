//===- RunStacked.cpp - A model of one sample on many ---------------------===//
#include "RunData.h"
#include "mixp/Execution/Marshal.h"
#include <cstring>

using namespace mlir;
using namespace mixp;
using namespace mixp::tool;

/// Whether the array holds several samples of an input of one sample.
static bool isStack(const HostTensor &array, const Port &input) {
  return array.getRank() == input.type.getRank() && array.getRank() > 0 &&
         input.type.getDimSize(0) == 1 && array.getShape()[0] != 1;
}

/// The number of samples, or 0 if the arrays are the inputs as they are.
static llvm::Expected<int64_t> countSamples(const Signature &signature,
                                            ArrayRef<HostTensor> arrays) {
  int64_t samples = -1;
  for (auto [input, array] : llvm::zip_equal(signature.inputs, arrays)) {
    if (!isStack(array, input))
      continue;
    int64_t size = array.getShape()[0];
    if (samples >= 0 && size != samples)
      return llvm::createStringError(
          "'" + input.name + "': has " + Twine(size) +
          " samples but an earlier input has " + Twine(samples));
    samples = size;
  }
  if (samples == 0)
    return llvm::createStringError(
        "the inputs have no samples; expected a leading dim of at least 1");
  if (samples > 0)
    for (const Port &result : signature.results)
      if (result.type.getRank() == 0 || result.type.getDimSize(0) != 1)
        return llvm::createStringError(
            "'" + result.name +
            "': only results with a static leading dim of 1 can be stacked; "
            "give one sample at a time");
  return std::max<int64_t>(samples, 0);
}

/// Appends a sample's results to the stacks.
static llvm::Error appendResults(llvm::SmallVector<HostTensor> &stacks,
                                 ArrayRef<HostTensor> results, int64_t sample,
                                 int64_t samples) {
  for (auto [i, result] : llvm::enumerate(results)) {
    if (sample == 0) {
      SmallVector<int64_t> shape(result.getShape());
      shape[0] = samples;
      auto stack = HostTensor::create(shape, result.getKind());
      if (!stack)
        return stack.takeError();
      stacks.push_back(std::move(*stack));
    }
    if (stacks[i].getShape().drop_front() != result.getShape().drop_front())
      return llvm::createStringError("the shape of a result changes from one "
                                     "sample to the next");
    std::memcpy(stacks[i].getData() + sample * result.getByteSize(),
                result.getData(), result.getByteSize());
  }
  return llvm::Error::success();
}

llvm::Expected<ConvertedInputs>
mixp::tool::convertInputs(const Signature &signature,
                          ArrayRef<HostTensor> arrays) {
  auto samples = countSamples(signature, arrays);
  if (!samples)
    return samples.takeError();
  ConvertedInputs inputs;
  inputs.samples = *samples;
  for (auto [port, array] : llvm::zip_equal(signature.inputs, arrays)) {
    bool stacked = *samples > 0 && isStack(array, port);
    Port expected = port;
    if (stacked) {
      SmallVector<int64_t> shape(port.type.getShape());
      shape[0] = *samples;
      expected.type = port.type.clone(shape);
    }
    auto converted = convertInput(array, expected);
    if (!converted)
      return converted.takeError();
    inputs.arrays.push_back(std::move(*converted));
    inputs.isStacked.push_back(stacked);
  }
  return inputs;
}

llvm::Expected<llvm::SmallVector<HostTensor>>
mixp::tool::runStacked(const ConvertedInputs &inputs, const Runner &runner,
                       const SampleCallback &onSample) {
  llvm::SmallVector<HostTensor> stacks;
  for (int64_t sample = 0; sample < std::max<int64_t>(inputs.samples, 1);
       ++sample) {
    std::vector<HostTensor> slices;
    slices.reserve(inputs.arrays.size());
    SmallVector<const HostTensor *> pointers;
    for (auto [array, stacked] :
         llvm::zip_equal(inputs.arrays, inputs.isStacked)) {
      if (stacked) {
        auto slice = array.slice(sample, 1);
        if (!slice)
          return slice.takeError();
        slices.push_back(std::move(*slice));
      }
      pointers.push_back(stacked ? &slices.back() : &array);
    }
    auto results = runner(pointers);
    if (!results)
      return results.takeError();
    if (llvm::Error error = onSample(sample, pointers, *results))
      return std::move(error);
    if (inputs.samples == 0)
      return results;
    if (llvm::Error error =
            appendResults(stacks, *results, sample, inputs.samples))
      return std::move(error);
  }
  return stacks;
}
