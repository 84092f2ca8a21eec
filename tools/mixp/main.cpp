//===- main.cpp - The mixp command ----------------------------------------===//
#include "CommandLine.h"
#include "Subcommands.h"
#include "mixp/Execution/FreedMemory.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/raw_ostream.h"

using namespace mixp::tool;

/// In the order in which a model goes through them.
static constexpr Subcommand kSubcommands[] = {
    {"import", "turn an ONNX model into a module", runImport},
    {"quantize", "rewrite a model to a mixed-precision form", runQuantize},
    {"compile", "compile a model to an object file or a shared library",
     runCompile},
    {"run", "run a model on arrays from .npy files", runRun},
    {"bench", "measure a model or a matrix product", runBench},
    {"targets", "list the targets and their instructions", runTargets},
    {"batch", "run many commands from one process", runBatch},
};

static void printHelp(llvm::raw_ostream &os) {
  os << "Imports, quantizes, compiles, runs and measures models.\n\n"
        "usage: mixp SUBCOMMAND [options]\n\n";
  for (const Subcommand &subcommand : kSubcommands)
    os << llvm::formatv("  {0,-10} {1}\n", subcommand.name, subcommand.summary);
  os << "\nmixp SUBCOMMAND --help explains the options and gives examples.\n"
        "Exit status: 0 done, 1 bad input, 2 a check failed.\n";
}

int mixp::tool::runSubcommand(int argc, char **argv) {
  llvm::StringRef name = argc > 1 ? argv[1] : "";
  if (name == "--help" || name == "-h" || name == "help") {
    printHelp(llvm::outs());
    return kSuccess;
  }
  for (const Subcommand &subcommand : kSubcommands)
    if (name == subcommand.name)
      return subcommand.run(argc - 2, argv + 2);
  if (name.empty())
    reportError("expected a subcommand");
  else
    reportError("unknown subcommand '" + name + "'");
  printHelp(llvm::errs());
  return kBadInput;
}

int main(int argc, char **argv) {
  llvm::InitLLVM init(argc, argv);
  mixp::keepFreedMemory();
  return runSubcommand(argc, argv);
}
