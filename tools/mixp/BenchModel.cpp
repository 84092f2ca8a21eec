//===- BenchModel.cpp - mixp bench of a model -----------------------------===//
#include "Bench.h"
#include "ModelFile.h"
#include "Progress.h"
#include "mixp/Execution/Jit.h"
#include "mixp/Execution/Timing.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"
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

/// Makes every input with a dynamic leading dim a batch of `batch` samples.
static llvm::Error resizeBatch(const Signature &signature, int64_t batch,
                               std::vector<HostTensor> &arrays) {
  for (auto [port, array] : llvm::zip_equal(signature.inputs, arrays)) {
    if (!isBatchInput(port) || array.getRank() == 0)
      continue;
    auto rows = takeRows(array, batch);
    if (!rows)
      return rows.takeError();
    array = std::move(*rows);
  }
  return llvm::Error::success();
}

static void report(const BenchOptions &options, const Timing &timing) {
  double scale = 1e6 / static_cast<double>(options.batch);
  double median = timing.median * scale, minimum = timing.minimum * scale;
  if (options.json) {
    llvm::json::Object object{{"model", options.words.front()},
                              {"batch", options.batch},
                              {"us_per_sample", median},
                              {"us_per_sample_min", minimum},
                              {"repetitions", timing.repetitions}};
    llvm::outs() << llvm::json::Value(std::move(object)) << "\n";
    return;
  }
  llvm::outs() << llvm::format(
      "batch %lld: %.3f us per sample (least %.3f, %lld repetitions)\n",
      static_cast<long long>(options.batch), median, minimum,
      static_cast<long long>(timing.repetitions));
}

llvm::Error mixp::tool::benchModel(const BenchOptions &options) {
  std::unique_ptr<MLIRContext> context = createContext();
  OwningOpRef<ModuleOp> module = loadModel(*context, options.words.front());
  if (!module)
    return llvm::createStringError("nothing to measure");
  auto function = findEntry(*module, options.function);
  if (!function)
    return function.takeError();
  auto signature = readSignature(*function);
  if (!signature)
    return signature.takeError();
  InputOptions data = options.data;
  data.dynamicSize = options.batch;
  auto arrays = loadInputs(*signature, data);
  if (!arrays)
    return arrays.takeError();
  if (llvm::Error error = resizeBatch(*signature, options.batch, *arrays))
    return error;
  auto inputs = convertInputs(*signature, *arrays);
  if (!inputs)
    return inputs.takeError();
  Progress progress("compiling and measuring");
  auto jit = JitFunction::compile(*module, options.function, options.target);
  if (!jit)
    return jit.takeError();
  // A model of one sample is called once for each sample of the batch.
  std::vector<PreparedArguments> calls;
  std::vector<HostTensor> samples;
  bool isBatched = llvm::any_of(signature->inputs, isBatchInput);
  int64_t count = isBatched ? 1 : options.batch;
  samples.reserve(count * inputs->arrays.size());
  for (int64_t i = 0; i < count; ++i) {
    SmallVector<const HostTensor *> pointers;
    for (auto [array, stacked] :
         llvm::zip_equal(inputs->arrays, inputs->isStacked)) {
      if (stacked)
        samples.push_back(array.slice(i % inputs->samples, 1));
      pointers.push_back(stacked ? &samples.back() : &array);
    }
    auto prepared = (*jit)->prepare(pointers);
    if (!prepared)
      return prepared.takeError();
    calls.push_back(std::move(*prepared));
  }
  report(options, measure([&] {
           for (const PreparedArguments &call : calls)
             (*jit)->callPrepared(call);
         }));
  return llvm::Error::success();
}
