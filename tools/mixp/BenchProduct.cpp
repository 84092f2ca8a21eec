//===- BenchProduct.cpp - mixp bench of a matrix product ------------------===//
#include "BenchCase.h"
#include "ModelFile.h"
#include "Progress.h"
#include "RunReference.h"
#include "mixp/Dialect/Mixp/IR/MixpDialect.h"
#include "mixp/Execution/Jit.h"
#include "mixp/Execution/MachinePeak.h"
#include "mixp/Execution/RandomData.h"
#include "mixp/Execution/Timing.h"
#include "mixp/Target/TargetRegistry.h"
#include "mlir/IR/Diagnostics.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"
#include <cstring>

using namespace mlir;
using namespace mixp;
using namespace mixp::tool;

/// The instruction whose peak bounds the product: of those that multiply its
/// types, the one with the most operations per clock.
static MmaAttr pickInstruction(TargetAttr target, const BenchCase &product) {
  SmallVector<MmaKind> kinds{MmaKind::Fma};
  if (product.hasIntegerOperands())
    kinds = {MmaKind::Vpdpbusd, MmaKind::Vpmaddwd, MmaKind::Fma};
  else if (product.lhs == "bf16" && product.rhs == "bf16")
    kinds.push_back(MmaKind::Vdpbf16ps);
  MmaAttr best;
  for (MmaKind kind : kinds)
    if (MmaAttr row = target.lookup(kind))
      if (!best || row.getOpsPerClock() > best.getOpsPerClock())
        best = row;
  return best;
}

/// Test data for every argument. Scales are positive.
static llvm::Expected<std::vector<HostTensor>>
makeArguments(const Signature &signature, bool hasScale) {
  std::vector<HostTensor> arguments;
  for (auto [i, input] : llvm::enumerate(signature.inputs)) {
    auto array = makeRandomData(input.type.getElementType(),
                                input.type.getShape(), i + 1);
    if (!array)
      return array.takeError();
    if (hasScale && i == 2)
      for (int64_t j = 0, e = array->getNumElements(); j < e; ++j)
        array->setValue(j, 0.001 * static_cast<double>(j % 7 + 1));
    arguments.push_back(std::move(*array));
  }
  return arguments;
}

/// Checks some rows of the first matrix of the batch, as many as the evaluator
/// does in a moment, spread over the result.
static llvm::Error checkRows(MLIRContext &context, const BenchCase &product,
                             ArrayRef<HostTensor> arguments,
                             const HostTensor &result, std::string &failure) {
  BenchCase part = product;
  int64_t budget = int64_t(64) << 20;
  part.batch = 1;
  part.m = std::clamp<int64_t>(budget / (product.n * product.k), 1, product.m);
  OwningOpRef<ModuleOp> module = buildBenchModule(context, part);
  auto function = findEntry(*module);
  if (!function)
    return function.takeError();
  auto signature = readSignature(*function);
  if (!signature)
    return signature.takeError();
  auto pick = [&](const HostTensor &from, int64_t rows, int64_t columns,
                  bool spread) -> llvm::Expected<HostTensor> {
    auto to = HostTensor::create({rows, columns}, from.getKind());
    if (!to)
      return to;
    int64_t bytes = columns * getByteWidth(from.getKind());
    for (int64_t i = 0; i < rows; ++i) {
      int64_t row = spread ? i * product.m / rows : i;
      std::memcpy(to->getData() + i * bytes, from.getData() + row * bytes,
                  bytes);
    }
    return to;
  };
  std::vector<HostTensor> inputs;
  for (auto [i, argument, port] :
       llvm::enumerate(arguments, signature->inputs)) {
    ArrayRef<int64_t> shape = port.type.getShape();
    auto input = shape.size() == 1
                     ? argument.clone()
                     : pick(argument, shape[0], shape[1], /*spread=*/i == 0);
    if (!input)
      return input.takeError();
    inputs.push_back(std::move(*input));
  }
  SmallVector<const HostTensor *> pointers;
  for (const HostTensor &input : inputs)
    pointers.push_back(&input);
  auto got = pick(result, part.m, part.n, /*spread=*/true);
  if (!got)
    return got.takeError();
  Checker checker(*function, *signature);
  if (llvm::Error error = checker.check(pointers, *got))
    return error;
  failure = checker.getFailure();
  return llvm::Error::success();
}

static void report(const BenchOptions &options, const BenchCase &product,
                   const Timing &timing, const MachinePeak &peak,
                   bool checked) {
  double operations = 2.0 * static_cast<double>(product.batch * product.m) *
                      static_cast<double>(product.n * product.k);
  double weightBits = StringRef(product.rhs).ends_with("4")   ? 4
                      : StringRef(product.rhs).ends_with("8") ? 8
                      : product.rhs == "f32"                  ? 32
                                                              : 16;
  double weightBytes = weightBits / 8 * static_cast<double>(product.batch) *
                       static_cast<double>(product.k * product.n);
  double gops = operations / timing.median * 1e-9;
  double stream = weightBytes / timing.median * 1e-9;
  if (options.json) {
    llvm::json::Object object{{"types", options.types},
                              {"m", product.m},
                              {"n", product.n},
                              {"k", product.k},
                              {"batch", product.batch},
                              {"threads", options.threads},
                              {"gops", gops},
                              {"ms_median", timing.median * 1e3},
                              {"ms_min", timing.minimum * 1e3},
                              {"clock_ghz", peak.clockGhz},
                              {"peak_gops", peak.gops},
                              {"peak_model_gops", peak.modelGops},
                              {"fraction_of_peak", gops / peak.gops},
                              {"weights_gbs", stream},
                              {"stream_gbs", peak.streamGbs},
                              {"fraction_of_stream", stream / peak.streamGbs},
                              {"checked", checked}};
    llvm::outs() << llvm::json::Value(std::move(object)) << "\n";
    return;
  }
  llvm::outs() << options.types << " "
               << llvm::format("%.1f GOP/s, %.1f %% of the peak of %.1f "
                               "(model %.1f at %.2f GHz), %.3f ms, weights at "
                               "%.1f of %.1f GB/s\n",
                               gops, gops / peak.gops * 100, peak.gops,
                               peak.modelGops, peak.clockGhz,
                               timing.median * 1e3, stream, peak.streamGbs);
  if (peak.gops < 0.97 * peak.modelGops)
    llvm::outs() << "the measured peak is below 97 % of the description's: "
                    "the machine is busy, or has fewer units than described\n";
}

llvm::Error mixp::tool::benchProduct(const BenchOptions &options,
                                     std::string &checkFailure) {
  auto product = parseBenchCase(options);
  if (!product)
    return product.takeError();
  std::unique_ptr<MLIRContext> context = createContext();
  context->loadDialect<MixpDialect>();
  FailureOr<TargetAttr> target =
      lookupTarget(context.get(), options.target, [&] {
        return mlir::emitError(UnknownLoc::get(context.get()));
      });
  if (failed(target))
    return llvm::createStringError("nothing to measure");
  std::string missing = findMissingHostFeature(*target);
  MmaAttr instruction = pickInstruction(*target, *product);
  if (!missing.empty() || !instruction)
    return llvm::createStringError(
        "target '" + target->getName() + "' cannot be measured here: " +
        (missing.empty() ? std::string("no instruction")
                         : "this machine lacks " + missing));
  OwningOpRef<ModuleOp> module = buildBenchModule(*context, *product);
  if (!module)
    return llvm::createStringError(
        "this product cannot be written as a module");
  auto function = findEntry(*module);
  if (!function)
    return function.takeError();
  auto signature = readSignature(*function);
  if (!signature)
    return signature.takeError();
  auto arguments = makeArguments(*signature, product->group > 0);
  if (!arguments)
    return arguments.takeError();
  bool constant = options.rhs == "constant";
  if (constant)
    bindConstants(*function, *arguments);
  Progress progress("compiling and measuring");
  auto jit = JitFunction::compile(
      *module, {/*function=*/"", options.target, options.dumpFolder,
                options.perfFolder, options.threads});
  if (!jit)
    return jit.takeError();
  SmallVector<const HostTensor *> pointers;
  for (const HostTensor &argument : *arguments)
    pointers.push_back(&argument);
  if (constant)
    pointers.resize(1);
  auto results = (*jit)->call(pointers);
  if (!results)
    return results.takeError();
  if (llvm::Error error = checkRows(*context, *product, *arguments,
                                    results->front(), checkFailure))
    return error;
  auto prepared = (*jit)->prepare(pointers);
  if (!prepared)
    return prepared.takeError();
  // It has worked once.
  Timing timing =
      measure([&] { llvm::consumeError((*jit)->callPrepared(*prepared)); });
  auto peak = measureMachinePeak(*target, instruction);
  if (!peak)
    return peak.takeError();
  report(options, *product, timing, *peak, checkFailure.empty());
  return llvm::Error::success();
}
