//===- BenchMeasure.cpp - Measuring a product -----------------------------===//
#include "BenchMeasure.h"
#include "BenchAgainst.h"
#include "ModelFile.h"
#include "mixp/Target/TargetRegistry.h"
#include "mlir/IR/Diagnostics.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::tool;

llvm::Expected<std::unique_ptr<BenchMeasurer>>
BenchMeasurer::create(StringRef target) {
  std::unique_ptr<BenchMeasurer> result(new BenchMeasurer());
  result->context = createContext();
  FailureOr<TargetAttr> found =
      lookupTarget(result->context.get(), target, [&] {
        return mlir::emitError(UnknownLoc::get(result->context.get()));
      });
  if (failed(found))
    return llvm::createStringError("nothing to measure");
  result->target = *found;
  std::string missing = findMissingHostFeature(*found);
  if (!missing.empty())
    return llvm::createStringError("target '" + found->getName() +
                                   "' cannot be measured here: this machine "
                                   "lacks " +
                                   missing);
  return result;
}

llvm::Expected<MachinePeak *> BenchMeasurer::getPeak(MmaKind instruction,
                                                     int64_t threads) {
  MmaAttr row = target.lookup(instruction);
  if (!row)
    return llvm::createStringError("target '" + target.getName() +
                                   "' cannot be measured here: no " +
                                   stringifyMmaKind(instruction));
  auto &peak = peaks[{instruction, threads}];
  if (!peak) {
    auto created = MachinePeak::create(target, row, threads);
    if (!created)
      return created.takeError();
    peak = std::move(*created);
  }
  return peak.get();
}

llvm::Expected<StreamRate *> BenchMeasurer::getStream(int64_t threads) {
  auto &stream = streams[threads];
  if (!stream) {
    auto created = StreamRate::create(target, threads);
    if (!created)
      return created.takeError();
    stream = std::move(*created);
  }
  return stream.get();
}

/// Rates of a timing by a function that falls with the seconds.
static Rate toRate(const Timing &timing,
                   llvm::function_ref<double(double)> rate) {
  return {rate(timing.median), rate(timing.upperQuartile),
          rate(timing.lowerQuartile), rate(timing.minimum)};
}

namespace {
/// A library's product, if the library has it.
struct Rival {
  LibraryRecord record;
  std::unique_ptr<LibraryProduct> product;
  int64_t next = 0;
};
} // namespace

static llvm::Expected<std::vector<Rival>>
createRivals(const BenchProduct &product, const MeasureOptions &options,
             const HostTensor &result) {
  std::vector<Rival> rivals;
  for (const std::string &name : options.against) {
    Rival &rival = rivals.emplace_back();
    rival.record.name = name;
    auto created = createLibraryProduct(name, product, options, result,
                                        rival.record.reason);
    if (!created)
      return created.takeError();
    rival.product = std::move(*created);
    if (rival.product)
      rival.record.kernel = rival.product->describe();
  }
  return rivals;
}

/// Takes turns: our product, the libraries', and what bounds them all.
static void measureAll(BenchRecord &record, BenchProduct &product,
                       BenchProduct *baseline, std::vector<Rival> &rivals,
                       const MachinePeak &peak, const StreamRate &stream,
                       double minSeconds) {
  auto runProduct = [&] { return timeOnce([&] { product.run(); }); };
  // As long as a call of the product: what interrupts a machine now and then
  // then costs both the same part.
  runProduct();
  constexpr double kLongest = 0.02;
  int64_t rounds = peak.getRounds(std::min(runProduct(), kLongest));
  std::vector<TimedWork> works{
      runProduct, [&] { return peak.runInstruction(rounds); },
      [&] { return peak.runClock(); }, [&] { return stream.run(); }};
  size_t first = works.size();
  for (Rival &rival : rivals)
    if (rival.product)
      works.push_back([&rival, copies = product.getWeightCopies()] {
        rival.next = (rival.next + 1) % copies;
        return timeOnce([&] { rival.product->run(rival.next); });
      });
  if (baseline)
    works.push_back([&] { return timeOnce([&] { baseline->run(); }); });
  std::vector<Timing> timings = measureTimedInTurns(works, minSeconds);
  record.timing = timings[0];
  double operations = record.product.getOperations() * 1e-9;
  double bytes = record.product.getWeightBytes() * 1e-9;
  auto toGops = [&](double seconds) { return operations / seconds; };
  record.gops = toRate(timings[0], toGops);
  record.weightsGbs =
      toRate(timings[0], [&](double seconds) { return bytes / seconds; });
  record.peakGops = toRate(timings[1], [&](double seconds) {
    return peak.getGops(rounds, seconds);
  });
  record.clockGhz = toRate(
      timings[2], [&](double seconds) { return peak.getClockGhz(seconds); });
  record.streamGbs = toRate(
      timings[3], [&](double seconds) { return stream.getGbs(seconds); });
  record.peakModelGops = peak.getModelGops(record.clockGhz.median);
  record.streamWay = stream.describe();
  for (Rival &rival : rivals) {
    if (rival.product) {
      rival.record.timing = timings[first++];
      rival.record.gops = toRate(rival.record.timing, toGops);
    }
    record.against.push_back(rival.record);
  }
  if (baseline)
    record.baselineGops = toRate(timings.back(), [&](double seconds) {
      return baseline->getCase().getOperations() * 1e-9 / seconds;
    });
}

llvm::Expected<BenchRecord>
BenchMeasurer::measure(const BenchCase &product, const std::string &types,
                       const MeasureOptions &options,
                       const BenchCase *baseline) {
  BenchRecord record;
  record.product = product;
  record.types = types;
  record.threads = options.threads;
  auto compiled = BenchProduct::create(product, options);
  if (!compiled)
    return compiled.takeError();
  // A plain loop at best multiplies in f32.
  auto peak = getPeak((*compiled)->getInstruction().value_or(MmaKind::Fma),
                      options.threads);
  if (!peak)
    return peak.takeError();
  record.weightCopies = (*compiled)->getWeightCopies();
  auto result = (*compiled)->compute();
  if (!result)
    return result.takeError();
  auto failure = (*compiled)->check(*result);
  if (!failure)
    return failure.takeError();
  record.checkFailure = *failure;
  auto rivals = createRivals(**compiled, options, *result);
  if (!rivals)
    return rivals.takeError();
  auto stream = getStream(options.threads);
  if (!stream)
    return stream.takeError();
  std::unique_ptr<BenchProduct> other;
  if (baseline) {
    auto created = BenchProduct::create(*baseline, options);
    if (!created)
      return created.takeError();
    other = std::move(*created);
  }
  measureAll(record, **compiled, other.get(), *rivals, **peak, **stream,
             options.minSeconds);
  return record;
}
