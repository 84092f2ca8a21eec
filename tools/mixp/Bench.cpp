//===- Bench.cpp - mixp bench ---------------------------------------------===//
#include "BenchAgainst.h"
#include "BenchSuite.h"
#include "CommandLine.h"
#include "Progress.h"
#include "Subcommands.h"
#include "mixp/Target/TargetRegistry.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/raw_ostream.h"
#include <cstdlib>
#include <malloc.h>
#include <thread>

using namespace mixp;
using namespace mixp::tool;

/// A batch of more samples is taken for a mistake.
static constexpr int64_t kMaxBatch = 1000000;

static constexpr const char *kExamples =
    "  mixp bench model.mlirbc --input x.npy --batch=256 --json\n"
    "  mixp bench f32.mlirbc w8a8.mlirbc --random=1 --batch=1,256\n"
    "  mixp bench --types=ui8,i8,i32 -m 1024 -n 1024 -k 1024\n"
    "  mixp bench --types=f32:i8,i4:g128,f32 -m 1 -n 4096 -k 4096 --json\n"
    "  mixp bench --types=i8,i8,i8 -m 128 -n 256 -k 512 "
    "--epilogue=bias,relu,requantize\n"
    "  mixp bench --types=ui8,i8,i32 -m 2048 -n 2048 -k 2048 --threads=2\n"
    "  mixp bench --types=f32,f32,f32 -m 1024 -n 1024 -k 1024 "
    "--against=onednn,openblas\n"
    "  mixp bench --suite --against=onednn,openblas --output=performance\n";

/// Parses "1,256".
static llvm::Error parseBatches(llvm::StringRef text,
                                std::vector<int64_t> &batches) {
  llvm::SmallVector<llvm::StringRef> words;
  text.split(words, ',');
  for (llvm::StringRef word : words) {
    int64_t batch;
    if (word.getAsInteger(10, batch) || batch < 1 || batch > kMaxBatch)
      return llvm::createStringError(
          "--batch: expected sizes from 1 to " + llvm::Twine(kMaxBatch) +
          " with commas between but got '" + text + "'");
    batches.push_back(batch);
  }
  return llvm::Error::success();
}

static std::optional<int> parseOptions(BenchOptions &options,
                                       std::string &batches, int argc,
                                       char **argv) {
  CommandLine line("bench [MODEL...] [options]",
                   "Measures models, or a matrix product of given types.\n"
                   "Each model is compiled once; at each batch size the models "
                   "take turns.",
                   kExamples);
  line.positional(options.words);
  line.list("input", "[NAME=]FILE", options.data.inputs,
            "of models: a .npy file or random:SEED");
  line.option("random", "SEED", options.data.random,
              "of models: generate the inputs that are not given");
  line.option("function", "NAME", options.function,
              "of models: function to run (default main)");
  line.option("batch", "B", batches,
              "samples per call, or several numbers: B,B,...; of a product: "
              "matrices (default 1)");
  line.option("types", "L,R,RESULT", options.types,
              "of a product: element types; L may be f32:i8 (quantized in the "
              "call); R may be i8:per-channel, i4:g128, f4E2M1FN:mx");
  line.option("m", "M", options.m, "rows of the left side");
  line.option("n", "N", options.n, "columns of the right side");
  line.option("k", "K", options.k, "columns of the left side");
  line.option("rhs", "KIND", options.rhs,
              "constant (default, packed at compile time) or runtime");
  line.option("epilogue", "STEPS", options.epilogue,
              "any of bias,relu,requantize, in this order");
  line.option("against", "LIBRARIES", options.against,
              "of a product: measure onednn,openblas by turns beside mixp");
  line.flag("suite", options.suite,
            "measure many products beside the best known figures");
  line.flag("list", options.list,
            "of the suite: print its cases and what is asked of them");
  line.option("match", "REGEX", options.match,
              "of the suite: only cases with such names, e.g. '^1024.* f32'");
  line.option(
      "output", "DIR", options.output,
      "of the suite: write suite.json, suite.md and roofline.png there");
  line.option("milliseconds", "MS", options.milliseconds,
              "of products: measure each for at least this long (default 300; "
              "of the suite 150)");
  line.option("threads", "T", options.threads, kThreadsHelp);
  line.option("target", "NAME", options.target,
              "target to compile for (default host)");
  line.option("dump-stages", "DIR", options.dumpFolder,
              "write the module after each stage there; a folder for each of "
              "several models");
  line.option("perf", "DIR", options.perfFolder,
              "write what perf needs to know of the compiled code there; one "
              "model or product");
  line.flag("json", options.json,
            "print JSON: an object, or an array if there are several");
  return line.parse(argc, argv);
}

static llvm::Error benchProduct(const BenchOptions &options,
                                std::string &checkFailure) {
  auto product = parseBenchCase(options);
  if (!product)
    return product.takeError();
  auto against = parseLibraries(options.against);
  if (!against)
    return against.takeError();
  MeasureOptions measure;
  measure.constantRhs = options.rhs == "constant";
  // Limits are those of so many cores.
  measure.threads = options.threads > 0 ? options.threads
                                        : std::thread::hardware_concurrency();
  measure.target = options.target;
  measure.dumpFolder = options.dumpFolder;
  measure.perfFolder = options.perfFolder;
  measure.against = *against;
  measure.minSeconds = static_cast<double>(options.milliseconds) * 1e-3;
  auto measurer = BenchMeasurer::create(options.target);
  if (!measurer)
    return measurer.takeError();
  Progress progress("compiling and measuring");
  auto record = (*measurer)->measure(*product, options.types, measure);
  if (!record)
    return record.takeError();
  if (options.json)
    llvm::outs() << llvm::json::Value(toJson(*record)) << "\n";
  else
    printRecord(*record, llvm::outs());
  checkFailure = record->checkFailure;
  return llvm::Error::success();
}

/// For what is read when memory is first asked for or a library is loaded.
static void setEnvironment() {
  // Results are allocated in every call: keep their pages, so that the time is
  // not that of the kernel clearing them.
  mallopt(M_MMAP_THRESHOLD, 1 << 30);
  mallopt(M_TRIM_THRESHOLD, -1);
  // What takes turns must not find the cores taken: idle threads of LLVM's
  // OpenMP spin 200 ms, those of GCC's some milliseconds, those of OpenBLAS
  // 2^26 clocks.
  setenv("KMP_BLOCKTIME", "1", /*overwrite=*/0);
  setenv("GOMP_SPINCOUNT", "30000", /*overwrite=*/0);
  setenv("OPENBLAS_THREAD_TIMEOUT", "20", /*overwrite=*/0);
  // Nor may two of LLVM's threads share a core while another process has the
  // other one for itself, which the system takes for an even share. Outside of
  // parallel regions nothing is bound, so that libraries' threads are free.
  setenv("KMP_AFFINITY", "nowarnings,scatter,reset", /*overwrite=*/0);
}

int mixp::tool::runBench(int argc, char **argv) {
  BenchOptions options;
  std::string batches = "1";
  if (std::optional<int> exit = parseOptions(options, batches, argc, argv))
    return *exit;
  bool isProduct = !options.types.empty();
  if (!options.words.empty() + isProduct + options.suite != 1)
    return reportError("expected models, --types or --suite, one of these (see "
                       "mixp bench --help)");
  if (options.milliseconds < 0)
    return reportError("--milliseconds: expected at least 1");
  if (options.milliseconds == 0)
    options.milliseconds = options.suite ? 150 : 300;
  if (llvm::Error error = parseBatches(batches, options.batches))
    return reportError(std::move(error));
  if (isProduct && options.batches.size() != 1)
    return reportError("--batch: expected one size with --types but got '" +
                       batches + "'");
  if (!options.perfFolder.empty() && options.words.size() > 1)
    return reportError("--perf: expected one model but got " +
                       llvm::Twine(options.words.size()) +
                       "; measure them one by one");
  if (isGpuTargetName(options.target))
    return reportError("--target=" + options.target +
                       ": mixp bench measures CPUs; tools/gpu-bench measures "
                       "a GPU");
  if (llvm::Error error = checkThreads(options.threads))
    return reportError(std::move(error));
  setEnvironment();
  std::string checkFailure;
  if (llvm::Error error = options.suite ? benchSuite(options, checkFailure)
                          : isProduct   ? benchProduct(options, checkFailure)
                                        : benchModels(options))
    return reportError(std::move(error));
  if (checkFailure.empty())
    return kSuccess;
  llvm::errs() << "mixp: check failed: " << checkFailure << "\n";
  return kCheckFailed;
}
