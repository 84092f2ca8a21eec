//===- Bench.cpp - mixp bench ---------------------------------------------===//
#include "Bench.h"
#include "CommandLine.h"
#include "Subcommands.h"
#include "llvm/Support/raw_ostream.h"
#include <malloc.h>

using namespace mixp;
using namespace mixp::tool;

static constexpr const char *kExamples =
    "  mixp bench model.mlirbc --input x.npy --batch=256 --json\n"
    "  mixp bench --types=ui8,i8,i32 -m 1024 -n 1024 -k 1024\n"
    "  mixp bench --types=f32,i4:g128,f32 -m 1 -n 4096 -k 4096 --json\n"
    "  mixp bench --types=i8,i8,i8 -m 128 -n 256 -k 512 "
    "--epilogue=bias,relu,requantize\n";

static CommandLine::Outcome parseOptions(BenchOptions &options, int argc,
                                         char **argv) {
  CommandLine line("bench [MODEL] [options]",
                   "Measures a model, or a matrix product of given types.",
                   kExamples);
  line.positional(options.words);
  line.list("input", "[NAME=]FILE", options.data.inputs,
            "of a model: a .npy file or random:SEED");
  line.option("random", "SEED", options.data.random,
              "of a model: generate the inputs that are not given");
  line.option("function", "NAME", options.function,
              "of a model: function to run (default main)");
  line.option("batch", "B", options.batch,
              "samples per call, or matrices per product (default 1)");
  line.option("types", "L,R,RESULT", options.types,
              "of a product: element types; R may be i8:per-channel, i4:g128");
  line.option("m", "M", options.m, "rows of the left side");
  line.option("n", "N", options.n, "columns of the right side");
  line.option("k", "K", options.k, "columns of the left side");
  line.option("rhs", "KIND", options.rhs,
              "constant (default, packed at compile time) or runtime");
  line.option("epilogue", "STEPS", options.epilogue,
              "any of bias,relu,requantize, in this order");
  line.option("threads", "T", options.threads, "threads (only 1)");
  line.option("target", "NAME", options.target,
              "target to compile for (default host)");
  line.flag("json", options.json, "print one JSON object");
  return line.parse(argc, argv);
}

int mixp::tool::runBench(int argc, char **argv) {
  BenchOptions options;
  switch (parseOptions(options, argc, argv)) {
  case CommandLine::Outcome::Help:
    return kSuccess;
  case CommandLine::Outcome::Error:
    return kBadInput;
  case CommandLine::Outcome::Run:
    break;
  }
  bool isProduct = !options.types.empty();
  if (options.words.size() != (isProduct ? 0 : 1))
    return reportError(
        "expected one model, or --types (see mixp bench --help)");
  if (options.batch < 1 || options.threads != 1)
    return reportError("expected a --batch of at least 1 and --threads=1");
  // Results are allocated in every call: keep their pages, so that the time is
  // not that of the kernel clearing them.
  mallopt(M_MMAP_THRESHOLD, 1 << 30);
  mallopt(M_TRIM_THRESHOLD, -1);
  std::string checkFailure;
  if (llvm::Error error =
          isProduct ? benchProduct(options, checkFailure) : benchModel(options))
    return reportError(std::move(error));
  if (checkFailure.empty())
    return kSuccess;
  llvm::errs() << "mixp: check failed: " << checkFailure << "\n";
  return kCheckFailed;
}
