//===- BenchedModel.cpp - A model to measure ------------------------------===//
#include "BenchedModel.h"
#include "ModelFile.h"
#include <cstring>

using namespace mlir;
using namespace mixp;
using namespace mixp::tool;

/// `count` rows of an array, over and over where it has fewer.
static llvm::Expected<HostTensor> takeRows(const HostTensor &array,
                                           int64_t count) {
  SmallVector<int64_t> shape(array.getShape());
  int64_t have = shape.front();
  if (have == 0)
    return llvm::createStringError("an input has no samples");
  shape.front() = count;
  auto rows = HostTensor::create(shape, array.getKind());
  if (!rows)
    return rows;
  int64_t bytes = array.getByteSize() / have;
  for (int64_t i = 0; i < count; ++i)
    std::memcpy(rows->getData() + i * bytes, array.getData() + i % have * bytes,
                bytes);
  return rows;
}

/// Whether an input holds any number of samples.
static bool isBatchInput(const Port &port) {
  return port.type.getRank() > 0 && port.type.isDynamicDim(0);
}

/// The model's inputs. Those with a dynamic leading dim are a batch of `batch`
/// samples.
static llvm::Expected<ConvertedInputs>
makeInputs(const Signature &signature, InputOptions data, int64_t batch) {
  data.dynamicSize = batch;
  auto arrays = loadInputs(signature, data);
  if (!arrays)
    return arrays.takeError();
  for (auto [port, array] : llvm::zip_equal(signature.inputs, *arrays)) {
    if (!isBatchInput(port) || array.getRank() == 0)
      continue;
    auto rows = takeRows(array, batch);
    if (!rows)
      return rows.takeError();
    array = std::move(*rows);
  }
  return convertInputs(signature, *arrays);
}

llvm::Error BenchedModel::fail(llvm::Error error) const {
  return llvm::createStringError(path + ": " +
                                 llvm::toString(std::move(error)));
}

llvm::Expected<BenchedModel> BenchedModel::load(StringRef path,
                                                const BenchOptions &options) {
  BenchedModel model;
  model.path = path.str();
  model.context = createContext();
  model.module = loadModel(*model.context, path);
  if (!model.module)
    return llvm::createStringError("nothing to measure");
  auto function = findEntry(*model.module, options.function);
  if (!function)
    return model.fail(function.takeError());
  auto signature = readSignature(*function);
  if (!signature)
    return model.fail(signature.takeError());
  model.signature = std::move(*signature);
  auto inputs =
      makeInputs(model.signature, options.data, options.batches.front());
  if (!inputs)
    return model.fail(inputs.takeError());
  return model;
}

llvm::Error BenchedModel::compile(const BenchOptions &options, size_t number) {
  JitOptions jitOptions{options.function, options.target, options.dumpFolder,
                        options.perfFolder, options.threads};
  if (!options.dumpFolder.empty() && options.words.size() > 1)
    jitOptions.dumpFolder += "/" + std::to_string(number);
  auto compiled = JitFunction::compile(*module, jitOptions);
  if (!compiled)
    return fail(compiled.takeError());
  jit = std::move(*compiled);
  module = nullptr;
  return llvm::Error::success();
}

llvm::Expected<BenchCalls> BenchedModel::prepare(const BenchOptions &options,
                                                 int64_t batch) const {
  auto inputs = makeInputs(signature, options.data, batch);
  if (!inputs)
    return fail(inputs.takeError());
  BenchCalls result;
  result.inputs = std::move(*inputs);
  int64_t count = llvm::any_of(signature.inputs, isBatchInput) ? 1 : batch;
  result.samples.reserve(count * result.inputs.arrays.size());
  for (int64_t i = 0; i < count; ++i) {
    SmallVector<const HostTensor *> pointers;
    for (auto [array, stacked] :
         llvm::zip_equal(result.inputs.arrays, result.inputs.isStacked)) {
      if (stacked) {
        auto sample = array.slice(i % result.inputs.samples, 1);
        if (!sample)
          return fail(sample.takeError());
        result.samples.push_back(std::move(*sample));
      }
      pointers.push_back(stacked ? &result.samples.back() : &array);
    }
    auto prepared = jit->prepare(pointers);
    if (!prepared)
      return fail(prepared.takeError());
    result.calls.push_back(std::move(*prepared));
  }
  return result;
}
