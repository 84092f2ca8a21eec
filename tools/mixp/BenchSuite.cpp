//===- BenchSuite.cpp - Many products, and what is asked of them ----------===//
#include "BenchSuite.h"
#include "BenchAgainst.h"
#include "BusyCore.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/Regex.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::tool;

static llvm::Expected<BenchCase> parseCase(const SuiteCase &bench) {
  BenchOptions options;
  options.types = bench.types;
  options.epilogue = bench.epilogue;
  options.batches = {1};
  options.m = bench.m;
  options.n = bench.n;
  options.k = bench.k;
  return parseBenchCase(options);
}

/// The product that takes turns with a case to be compared with it; none where
/// the two would disturb each other by threads that still wait for work.
static std::optional<SuiteCase> findBaselineInTurns(const SuiteCase &bench) {
  for (const SuiteCase &other : getSuiteCases())
    if (other.name == bench.baseline && other.threads == bench.threads &&
        !bench.busy)
      return other;
  return std::nullopt;
}

static llvm::Expected<BenchRecord> measureCase(BenchMeasurer &measurer,
                                               const SuiteCase &bench,
                                               MeasureOptions measure) {
  auto product = parseCase(bench);
  if (!product)
    return product.takeError();
  measure.threads = bench.threads;
  std::unique_ptr<BusyCore> busy;
  if (bench.busy) {
    // The libraries' threads would wait for each other.
    measure.against.clear();
    auto created = BusyCore::create();
    if (!created)
      return created.takeError();
    busy = std::move(*created);
  }
  std::optional<SuiteCase> other = findBaselineInTurns(bench);
  if (!other)
    return measurer.measure(*product, bench.types, measure);
  auto baseline = parseCase(*other);
  if (!baseline)
    return baseline.takeError();
  return measurer.measure(*product, bench.types, measure, &*baseline);
}

/// A line of progress for each case.
static void printProgress(const SuiteResult &result, size_t number,
                          size_t total) {
  llvm::errs() << "[" << number << "/" << total << "] " << result.bench.name
               << ": ";
  if (!result.record) {
    llvm::errs() << "not run: " << result.notRun << "\n";
    return;
  }
  llvm::errs() << llvm::format("%.1f GOP/s, %.1f %% of the peak",
                               result.record->gops.median,
                               result.record->getFractionOfPeak() * 100);
  if (result.bench.reference > 0)
    llvm::errs() << llvm::format(", ratio %.2f", result.getRatio());
  if (!result.record->checkFailure.empty())
    llvm::errs() << ", WRONG: " << result.record->checkFailure;
  llvm::errs() << "\n";
}

static llvm::Expected<std::vector<SuiteCase>>
selectCases(const std::string &match) {
  llvm::Regex names(match.empty() ? "." : match);
  std::string problem;
  if (!names.isValid(problem))
    return llvm::createStringError("--match: '" + match + "': " + problem);
  std::vector<SuiteCase> cases = getSuiteCases();
  llvm::erase_if(
      cases, [&](const SuiteCase &bench) { return !names.match(bench.name); });
  if (cases.empty())
    return llvm::createStringError("--match: no case has a name like '" +
                                   match + "', as '1024^3 f32' is one");
  return cases;
}

/// Draws by a script, as only Python has the means. Debian's modules belong to
/// Debian's Python, which need not be the first on the path.
static void drawRoofline(const std::string &folder) {
  std::string script = findInstalledFile("roofline.py");
  std::string data = folder + "/suite.json", image = folder + "/roofline.png";
  std::string message = "no python3";
  static constexpr StringRef kSystem[] = {"/usr/bin"};
  for (bool anywhere : {false, true}) {
    ArrayRef<StringRef> folders;
    if (!anywhere)
      folders = kSystem;
    auto python = llvm::sys::findProgramByName("python3", folders);
    if (!python)
      continue;
    StringRef arguments[] = {*python, script, data, image};
    if (llvm::sys::ExecuteAndWait(*python, arguments, std::nullopt, {}, 60, 0,
                                  &message) == 0)
      return;
  }
  llvm::errs() << "mixp: no roofline.png: it needs python3 with matplotlib "
                  "(package python3-matplotlib)"
               << (message.empty() ? "" : ": ") << message << "\n";
}

static llvm::Error writeFiles(llvm::ArrayRef<SuiteResult> results,
                              const std::string &folder) {
  if (std::error_code error = llvm::sys::fs::create_directories(folder))
    return llvm::createStringError(error, "--output: cannot make '" + folder +
                                              "': " + error.message());
  for (StringRef name : {"suite.json", "suite.md"}) {
    std::error_code error;
    llvm::raw_fd_ostream os(folder + "/" + name.str(), error);
    if (error)
      return llvm::createStringError(error, "--output: cannot write '" +
                                                folder + "/" + name +
                                                "': " + error.message());
    if (name == "suite.md")
      writeMarkdown(results, os);
    else
      os << llvm::formatv("{0:2}", llvm::json::Value(toJson(results))) << "\n";
  }
  drawRoofline(folder);
  return llvm::Error::success();
}

/// The cases without running them.
static void listCases(ArrayRef<SuiteCase> cases) {
  for (const SuiteCase &bench : cases) {
    llvm::outs() << bench.name << ": " << bench.types;
    if (!bench.epilogue.empty())
      llvm::outs() << " " << bench.epilogue;
    if (bench.reference > 0)
      llvm::outs() << llvm::format(", best known %.0f of %.0f GOP/s",
                                   bench.reference, bench.referencePeak);
    for (const std::string &limit : getLimits(bench))
      llvm::outs() << "; " << limit;
    llvm::outs() << "\n";
  }
}

llvm::Error mixp::tool::benchSuite(const BenchOptions &options,
                                   std::string &checkFailure) {
  auto cases = selectCases(options.match);
  if (!cases)
    return cases.takeError();
  if (options.list) {
    listCases(*cases);
    return llvm::Error::success();
  }
  MeasureOptions measure;
  measure.target = options.target;
  measure.minSeconds = static_cast<double>(options.milliseconds) * 1e-3;
  auto against = parseLibraries(options.against);
  if (!against)
    return against.takeError();
  measure.against = *against;
  auto measurer = BenchMeasurer::create(options.target);
  if (!measurer)
    return measurer.takeError();
  std::vector<SuiteResult> results;
  for (const SuiteCase &bench : *cases) {
    SuiteResult &result = results.emplace_back();
    result.bench = bench;
    auto record = measureCase(**measurer, bench, measure);
    if (record)
      result.record = std::move(*record);
    else
      result.notRun = llvm::toString(record.takeError());
    printProgress(result, results.size(), cases->size());
    if (result.record && checkFailure.empty())
      checkFailure = result.record->checkFailure;
  }
  if (!options.output.empty())
    if (llvm::Error error = writeFiles(results, options.output))
      return error;
  if (options.json)
    llvm::outs() << llvm::json::Value(toJson(results)) << "\n";
  else
    writeMarkdown(results, llvm::outs());
  return llvm::Error::success();
}
