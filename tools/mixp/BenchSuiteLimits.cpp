//===- BenchSuiteLimits.cpp - What is asked of the suite ------------------===//
#include "BenchSuite.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Regex.h"

using namespace mixp;
using namespace mixp::tool;

double SuiteResult::getRatio(bool best) const {
  if (!record || bench.reference == 0)
    return 0;
  double part = best ? record->gops.best / record->peakGops.best
                     : record->getFractionOfPeak();
  return part / (bench.reference / bench.referencePeak);
}

static const BenchRecord *findBaseline(const SuiteResult &result,
                                       llvm::ArrayRef<SuiteResult> all) {
  for (const SuiteResult &other : all)
    if (other.bench.name == result.bench.baseline && other.record)
      return &*other.record;
  return nullptr;
}

double mixp::tool::getGopsOverBaseline(const SuiteResult &result,
                                       llvm::ArrayRef<SuiteResult> all) {
  if (!result.record)
    return 0;
  if (const auto &inTurns = result.record->baselineGops)
    return result.record->gops.median / inTurns->median;
  const BenchRecord *baseline = findBaseline(result, all);
  return baseline ? result.record->gops.median / baseline->gops.median : 0;
}

double mixp::tool::getPeakOverBaseline(const SuiteResult &result,
                                       llvm::ArrayRef<SuiteResult> all) {
  if (!result.record)
    return 0;
  if (result.record->baselineGops) // with the same peak
    return getGopsOverBaseline(result, all);
  const BenchRecord *baseline = findBaseline(result, all);
  return baseline ? result.record->getFractionOfPeak() /
                        baseline->getFractionOfPeak()
                  : 0;
}

namespace {
enum class Quantity {
  /// Of the table's figure.
  Ratio,
  /// Of the streaming rate.
  Stream,
  /// Of the baseline.
  Speed,
  PeakPart,
  /// Of the library that comes closest.
  Libraries,
  /// Of the description's peak.
  Model
};

struct Rule {
  const char *what;
  /// Matches the names of the cases that it is asked of.
  const char *cases;
  Quantity quantity;
  double asked;
};
} // namespace

static constexpr Rule kRules[] = {
    {"each cell", ".", Quantity::Ratio, 0.97},
    {"w4 g128 from 128 rows up", "^([1-9][0-9]+,|[0-9]+\\^3).* w4 g128",
     Quantity::Ratio, 1.08},
    {"w4 g32 from 128 rows up", "^([1-9][0-9]+,|[0-9]+\\^3).* w4 g32",
     Quantity::Ratio, 1.35},
    {"8 rows: f32, bf16, int8",
     "^8,[0-9,]+ (f32|bf16|[us]8.s8|s8 requantized)$", Quantity::Ratio, 1.3},
    {"8 rows: w4", "^8,.* w4", Quantity::Ratio, 2.0},
    {"1 row, of the streaming rate",
     "^1,4096,4096(, two threads)? (f32|bf16|u8.s8)$", Quantity::Stream, 0.92},
    {"1 row of w4, of the streaming rate", "^1,4096.* w4", Quantity::Stream,
     0.85},
    {"two threads over one: f32", "^2048\\^3, two threads f32$",
     Quantity::Speed, 1.8},
    {"two threads over one: others",
     "^2048\\^3, two threads (bf16|[us]8|w[48]).*$", Quantity::Speed, 1.85},
    {"two threads over one, one core busy: f32", "one core busy f32$",
     Quantity::Speed, 1.3},
    {"two threads over one, one core busy: others",
     "one core busy (bf16|[us]8|w[48])", Quantity::Speed, 1.35},
    {"1023^3 over 1024^3", "^1023\\^3", Quantity::PeakPart, 0.94},
    {"fused epilogues over none", "^1024\\^3 (.* with |u8.s8 .)",
     Quantity::PeakPart, 0.98},
    {"over the fastest library", ".", Quantity::Libraries, 1.0},
    {"measured peak of the description's", ".", Quantity::Model, 0.97},
};

/// 0: the quantity is not of this case.
static double getQuantity(const SuiteResult &result,
                          llvm::ArrayRef<SuiteResult> all, Quantity quantity) {
  switch (quantity) {
  case Quantity::Ratio:
    return result.getRatio();
  case Quantity::Stream:
    return result.record ? result.record->getFractionOfStream() : 0;
  case Quantity::Speed:
    return getGopsOverBaseline(result, all);
  case Quantity::PeakPart:
    return getPeakOverBaseline(result, all);
  case Quantity::Model:
    return result.record
               ? result.record->peakGops.median / result.record->peakModelGops
               : 0;
  case Quantity::Libraries:
    break;
  }
  double least = 0;
  if (result.record)
    for (const LibraryRecord &library : result.record->against)
      if (library.reason.empty()) {
        double over = result.record->gops.median / library.gops.median;
        least = least == 0 ? over : std::min(least, over);
      }
  return least;
}

/// Whether a case has the quantity if it runs.
static bool hasQuantity(const SuiteCase &bench, Quantity quantity) {
  switch (quantity) {
  case Quantity::Ratio:
    return bench.reference > 0;
  case Quantity::Speed:
  case Quantity::PeakPart:
    return !bench.baseline.empty();
  case Quantity::Libraries:
  case Quantity::Model:
    // A core that is busy is not there for the peak either.
    return !bench.busy;
  case Quantity::Stream:
    return true;
  }
  return false;
}

std::vector<std::string> mixp::tool::getLimits(const SuiteCase &bench) {
  std::vector<std::string> limits;
  for (const Rule &rule : kRules)
    if (hasQuantity(bench, rule.quantity) &&
        llvm::Regex(rule.cases).match(bench.name))
      limits.push_back(llvm::formatv("{0} {1:F2}", rule.what, rule.asked));
  return limits;
}

std::vector<SuiteLimit>
mixp::tool::evaluateLimits(llvm::ArrayRef<SuiteResult> results) {
  std::vector<SuiteLimit> limits;
  for (const Rule &rule : kRules) {
    SuiteLimit &limit = limits.emplace_back();
    limit.what = rule.what;
    limit.asked = rule.asked;
    llvm::Regex names(rule.cases);
    for (const SuiteResult &result : results) {
      double value = hasQuantity(result.bench, rule.quantity) &&
                             names.match(result.bench.name)
                         ? getQuantity(result, results, rule.quantity)
                         : 0;
      if (value == 0)
        continue;
      if (limit.count++ == 0 || value < limit.least) {
        limit.least = value;
        limit.leastCase = result.bench.name;
      }
    }
  }
  return limits;
}

std::string mixp::tool::summarizeSuite(llvm::ArrayRef<SuiteResult> results) {
  int64_t cells = 0, reached = 0, held = 0, asked = 0;
  for (const SuiteResult &result : results) {
    cells += result.bench.reference > 0;
    reached += result.getRatio() >= 1;
  }
  std::vector<SuiteLimit> limits = evaluateLimits(results);
  for (const SuiteLimit &limit : limits) {
    asked += limit.count > 0;
    held += limit.holds();
  }
  std::string text = llvm::formatv(
      "{0} of {1} cells at least 1.00 (asked: 60 of 68)", reached, cells);
  const SuiteLimit &each = limits.front();
  if (each.count > 0)
    text +=
        llvm::formatv(", the least {0:F2} ({1})", each.least, each.leastCase);
  return text + llvm::formatv("; {0} of {1} limits hold", held, asked).str();
}
