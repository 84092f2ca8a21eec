//===- Bench.cpp - mixp bench ---------------------------------------------===//
#include "Bench.h"
#include "CommandLine.h"
#include "Subcommands.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/raw_ostream.h"
#include <malloc.h>

using namespace mixp;
using namespace mixp::tool;

/// A batch of more samples is taken for a mistake.
static constexpr int64_t kMaxBatch = 1000000;

static constexpr const char *kExamples =
    "  mixp bench model.mlirbc --input x.npy --batch=256 --json\n"
    "  mixp bench f32.mlirbc w8a8.mlirbc --random=1 --batch=1,256\n"
    "  mixp bench --types=ui8,i8,i32 -m 1024 -n 1024 -k 1024\n"
    "  mixp bench --types=f32,i4:g128,f32 -m 1 -n 4096 -k 4096 --json\n"
    "  mixp bench --types=i8,i8,i8 -m 128 -n 256 -k 512 "
    "--epilogue=bias,relu,requantize\n";

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

static CommandLine::Outcome parseOptions(BenchOptions &options,
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
              "of a product: element types; R may be i8:per-channel, i4:g128");
  line.option("m", "M", options.m, "rows of the left side");
  line.option("n", "N", options.n, "columns of the right side");
  line.option("k", "K", options.k, "columns of the left side");
  line.option("rhs", "KIND", options.rhs,
              "constant (default, packed at compile time) or runtime");
  line.option("epilogue", "STEPS", options.epilogue,
              "any of bias,relu,requantize, in this order");
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

int mixp::tool::runBench(int argc, char **argv) {
  BenchOptions options;
  std::string batches = "1";
  switch (parseOptions(options, batches, argc, argv)) {
  case CommandLine::Outcome::Help:
    return kSuccess;
  case CommandLine::Outcome::Error:
    return kBadInput;
  case CommandLine::Outcome::Run:
    break;
  }
  bool isProduct = !options.types.empty();
  if (options.words.empty() != isProduct)
    return reportError("expected models or --types, one of the two (see mixp "
                       "bench --help)");
  if (llvm::Error error = parseBatches(batches, options.batches))
    return reportError(std::move(error));
  if (isProduct && options.batches.size() != 1)
    return reportError("--batch: expected one size with --types but got '" +
                       batches + "'");
  if (!options.perfFolder.empty() && options.words.size() > 1)
    return reportError("--perf: expected one model but got " +
                       llvm::Twine(options.words.size()) +
                       "; measure them one by one");
  if (llvm::Error error = checkThreads(options.threads))
    return reportError(std::move(error));
  // Results are allocated in every call: keep their pages, so that the time is
  // not that of the kernel clearing them.
  mallopt(M_MMAP_THRESHOLD, 1 << 30);
  mallopt(M_TRIM_THRESHOLD, -1);
  std::string checkFailure;
  if (llvm::Error error = isProduct ? benchProduct(options, checkFailure)
                                    : benchModels(options))
    return reportError(std::move(error));
  if (checkFailure.empty())
    return kSuccess;
  llvm::errs() << "mixp: check failed: " << checkFailure << "\n";
  return kCheckFailed;
}
