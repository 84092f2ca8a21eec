//===- BenchProduct.cpp - A product that is ready to be measured ----------===//
#include "BenchProduct.h"
#include "ModelFile.h"
#include "RunReference.h"
#include "mixp/Dialect/Mixp/IR/MixpDialect.h"
#include "mixp/Execution/RandomData.h"
#include <algorithm>
#include <cmath>
#include <cstring>

using namespace mlir;
using namespace mixp;
using namespace mixp::tool;

/// From so many rows on, reading the right side takes little of the time.
static constexpr int64_t kFewRows = 16;
/// Copies of the right side. Weights so small that it takes more to leave the
/// caches are of models that stay there.
static constexpr int64_t kMostCopies = 64;

static int64_t countCopies(const BenchCase &product) {
  if (product.m > kFewRows)
    return 1;
  auto beyond = static_cast<double>(getBytesBeyondCaches());
  auto copies =
      static_cast<int64_t>(std::ceil(beyond / product.getWeightBytes()));
  return copies <= kMostCopies ? copies : 1;
}

/// The same elements, each in another place: `rows` rows on.
static llvm::Expected<HostTensor> rotate(const HostTensor &from, int64_t rows) {
  auto to = HostTensor::create(from.getShape(), from.getKind());
  if (!to)
    return to;
  int64_t bytes = from.getShape().back() * getByteWidth(from.getKind());
  const char *begin = from.getData(), *end = begin + from.getByteSize();
  int64_t total = from.getByteSize() / bytes;
  std::rotate_copy(begin, begin + rows % total * bytes, end, to->getData());
  return to;
}

static OwningOpRef<ModuleOp> build(MLIRContext &context,
                                   const BenchCase &product) {
  context.loadDialect<MixpDialect>();
  return buildBenchModule(context, product);
}

/// A module of a product, and its only function's signature.
static llvm::Expected<Signature> readModule(OwningOpRef<ModuleOp> &module) {
  if (!module)
    return llvm::createStringError(
        "this product cannot be written as a module");
  auto function = findEntry(*module);
  if (!function)
    return function.takeError();
  return readSignature(*function);
}

/// Scales are positive, and integers added to a product no larger than it, as
/// they are in models.
static void limitValues(const BenchCase &product, size_t argument,
                        HostTensor &array) {
  bool isScale = product.group > 0 && argument == 2;
  bool isBias = product.bias && argument == (product.group > 0 ? 3 : 2);
  for (int64_t j = 0, e = array.getNumElements(); j < e; ++j)
    if (isScale && product.scaleType == "f32")
      array.setValue(j, 0.001 * static_cast<double>(j % 7 + 1));
    else if (isScale)
      array.setValue(j, std::ldexp(1.0, -static_cast<int>(j % 7)));
    else if (isBias && product.isInteger())
      array.setValue(j, static_cast<double>(j * 7919 % 20011 - 10000));
}

llvm::Error BenchProduct::makeData() {
  std::unique_ptr<MLIRContext> context = createContext();
  OwningOpRef<ModuleOp> module = build(*context, product);
  auto signature = readModule(module);
  if (!signature)
    return signature.takeError();
  arguments.resize(countCopies(product));
  auto keep = [&](HostTensor array) {
    data.push_back(std::make_unique<HostTensor>(std::move(array)));
    return data.back().get();
  };
  for (auto [i, input] : llvm::enumerate(signature->inputs)) {
    auto made = makeRandomData(input.type.getElementType(),
                               input.type.getShape(), i + 1);
    if (!made)
      return made.takeError();
    HostTensor *array = keep(std::move(*made));
    limitValues(product, i, *array);
    arguments[0].push_back(array);
    for (size_t copy = 1; copy < arguments.size(); ++copy) {
      if (i != 1) {
        arguments[copy].push_back(array);
        continue;
      }
      auto rotated = rotate(*array, static_cast<int64_t>(copy) * 37);
      if (!rotated)
        return rotated.takeError();
      arguments[copy].push_back(keep(std::move(*rotated)));
    }
  }
  return llvm::Error::success();
}

llvm::Error BenchProduct::compile(const MeasureOptions &options) {
  size_t count = options.constantRhs ? arguments.size() : 1;
  for (size_t copy = 0; copy < count; ++copy) {
    MLIRContext &context = *contexts.emplace_back(createContext());
    OwningOpRef<ModuleOp> module = build(context, product);
    auto function = findEntry(*module);
    if (!function)
      return function.takeError();
    if (options.constantRhs)
      bindConstants(*function, arguments[copy]);
    JitOptions jitOptions;
    jitOptions.target = options.target;
    jitOptions.threads = options.threads;
    if (copy == 0) {
      instruction = findInstruction(*module, options.target);
      jitOptions.dumpFolder = options.dumpFolder;
      jitOptions.perfFolder = options.perfFolder;
    }
    auto jit = JitFunction::compile(*module, jitOptions);
    if (!jit)
      return jit.takeError();
    functions.push_back(std::move(*jit));
  }
  for (size_t copy = 0; copy < arguments.size(); ++copy) {
    ArrayRef<const HostTensor *> inputs = arguments[copy];
    const auto &function = functions[options.constantRhs ? copy : 0];
    auto prepared =
        function->prepare(options.constantRhs ? inputs.take_front() : inputs);
    if (!prepared)
      return prepared.takeError();
    calls.push_back(std::move(*prepared));
    // What works once can be measured.
    if (llvm::Error error = function->callPrepared(calls.back()))
      return error;
  }
  return llvm::Error::success();
}

llvm::Expected<std::unique_ptr<BenchProduct>>
BenchProduct::create(const BenchCase &product, const MeasureOptions &options) {
  std::unique_ptr<BenchProduct> result(new BenchProduct(product));
  if (llvm::Error error = result->makeData())
    return std::move(error);
  if (llvm::Error error = result->compile(options))
    return std::move(error);
  return result;
}

void BenchProduct::run() {
  const auto &function = functions[functions.size() == 1 ? 0 : next];
  llvm::consumeError(function->callPrepared(calls[next]));
  next = (next + 1) % calls.size();
}

llvm::Expected<HostTensor> BenchProduct::compute() const {
  ArrayRef<const HostTensor *> inputs = arguments.front();
  size_t count = functions.front()->getSignature().inputs.size();
  auto results = functions.front()->call(inputs.take_front(count));
  if (!results)
    return results.takeError();
  return std::move(results->front());
}

/// The first rows of a matrix, or as many that are spread over it.
static llvm::Expected<HostTensor> pickRows(const HostTensor &from, int64_t rows,
                                           int64_t step) {
  int64_t columns = from.getShape().back();
  auto to = HostTensor::create({rows, columns}, from.getKind());
  if (!to)
    return to;
  int64_t bytes = columns * getByteWidth(from.getKind());
  for (int64_t i = 0; i < rows; ++i)
    std::memcpy(to->getData() + i * bytes, from.getData() + i * step * bytes,
                bytes);
  return to;
}

llvm::Expected<std::string>
BenchProduct::check(const HostTensor &result) const {
  // The evaluator does so much in a moment; of a batch, the first matrix.
  constexpr int64_t kBudget = int64_t(64) << 20;
  BenchCase part = product;
  part.batch = 1;
  part.m = std::clamp<int64_t>(kBudget / (product.n * product.k), 1, product.m);
  int64_t step = product.m / part.m;
  std::unique_ptr<MLIRContext> context = createContext();
  OwningOpRef<ModuleOp> module = build(*context, part);
  auto signature = readModule(module);
  if (!signature)
    return signature.takeError();
  std::vector<HostTensor> inputs;
  for (auto [i, argument, port] :
       llvm::enumerate(arguments.front(), signature->inputs)) {
    ArrayRef<int64_t> shape = port.type.getShape();
    auto input = shape.size() == 1
                     ? argument->clone()
                     : pickRows(*argument, shape[0], i == 0 ? step : 1);
    if (!input)
      return input.takeError();
    inputs.push_back(std::move(*input));
  }
  SmallVector<const HostTensor *> pointers;
  for (const HostTensor &input : inputs)
    pointers.push_back(&input);
  auto got = pickRows(result, part.m, step);
  if (!got)
    return got.takeError();
  Checker checker(*findEntry(*module), *signature);
  if (llvm::Error error = checker.check(pointers, *got))
    return std::move(error);
  return checker.getFailure();
}
