//===- Compile.cpp - mixp compile -----------------------------------------===//
#include "CommandLine.h"
#include "ModelFile.h"
#include "PrintRemarks.h"
#include "Progress.h"
#include "Subcommands.h"
#include "mixp/Execution/Aot.h"
#include "mixp/Execution/GpuCompile.h"
#include "mixp/Target/TargetRegistry.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/Path.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::tool;

static constexpr const char *kExamples =
    "  mixp compile q.mlirbc --emit=shared --name=digits -o libdigits.so\n"
    "  mixp compile q.mlirbc --target=avx512-vnni --emit=object -o q.o\n"
    "  mixp compile q.mlir --emit=asm -o -\n"
    "  mixp compile q.mlir --target=sm_90a --emit=bundle -o q.gpu\n";

static bool isCIdentifier(StringRef name) {
  return !name.empty() && !llvm::isDigit(name.front()) &&
         llvm::all_of(name,
                      [](char c) { return llvm::isAlnum(c) || c == '_'; });
}

/// A C identifier from a file's name.
static std::string deriveName(StringRef path) {
  std::string name;
  for (char c : llvm::sys::path::stem(path))
    name += llvm::isAlnum(c) ? c : '_';
  return isCIdentifier(name) ? name : "model_" + name;
}

static std::optional<AotKind> parseKind(StringRef text) {
  return llvm::StringSwitch<std::optional<AotKind>>(text)
      .Case("object", AotKind::Object)
      .Case("shared", AotKind::Shared)
      .Case("llvm", AotKind::LLVM)
      .Case("asm", AotKind::Assembly)
      .Default(std::nullopt);
}

static std::optional<GpuFileKind> parseGpuKind(StringRef text) {
  return llvm::StringSwitch<std::optional<GpuFileKind>>(text)
      .Case("ptx", GpuFileKind::Ptx)
      .Case("cubin", GpuFileKind::Cubin)
      .Case("bundle", GpuFileKind::Bundle)
      .Default(std::nullopt);
}

/// `mixp compile` with a GPU as its target.
static int compileGpuModel(StringRef model, StringRef emit,
                           const AotOptions &host, StringRef remarks) {
  std::optional<GpuFileKind> kind = parseGpuKind(emit);
  if (!kind)
    return reportError("--emit=" + emit +
                       ": expected ptx, cubin or bundle for "
                       "the GPU " +
                       host.target);
  if (host.output == "-" && *kind != GpuFileKind::Ptx)
    return reportError("-o -: only --emit=ptx writes text");
  GpuCompileOptions options;
  options.kind = *kind;
  options.target = host.target;
  options.function = host.function;
  options.output = host.output;
  options.dumpFolder = host.dumpFolder;
  options.name = host.name.empty() ? deriveName(model) : host.name;
  if (!isCIdentifier(options.name))
    return reportError("--name: expected a C identifier but got '" +
                       options.name + "'");
  std::unique_ptr<MLIRContext> context = createContext();
  if (llvm::Error error = printRemarks(*context, remarks))
    return reportError(std::move(error));
  OwningOpRef<ModuleOp> module = loadModel(*context, model);
  if (!module)
    return kBadInput;
  Progress progress("compiling");
  if (llvm::Error error = compileForGpu(*module, options))
    return reportError(std::move(error));
  return kSuccess;
}

int mixp::tool::runCompile(int argc, char **argv) {
  AotOptions options;
  options.name.clear();
  std::vector<std::string> words;
  std::string emit = "shared", remarks;
  CommandLine line("compile MODEL [options]",
                   "Compiles a model to a file with one C function, and writes "
                   "its header.",
                   kExamples);
  line.positional(words);
  line.option("target", "NAME", options.target,
              "target to compile for (default host; see mixp targets)");
  line.option("threads", "T", options.threads, kThreadsHelp);
  line.option("emit", "KIND", emit,
              "object, shared (default), llvm or asm; for a GPU ptx, cubin or "
              "bundle");
  line.option("o", "FILE", options.output, "file to write; - is stdout");
  line.option("name", "NAME", options.name,
              "the function is NAME_run, the header NAME.h (default: from the "
              "model's file name)");
  line.option("function", "NAME", options.function,
              "function to compile (default main)");
  line.option("dump-stages", "DIR", options.dumpFolder,
              "write the module after each stage there");
  line.option("remarks", "REGEX", remarks,
              "print what became of products: mixp-absorb, mixp-legal or "
              "mixp.*");
  if (std::optional<int> exit = line.parse(argc, argv))
    return *exit;
  if (words.size() == 1 && !options.output.empty() &&
      isGpuTargetName(options.target))
    return compileGpuModel(words.front(), emit, options, remarks);
  if (words.size() != 1 || options.output.empty())
    return reportError("expected one model and -o FILE (see mixp compile "
                       "--help)");
  std::optional<AotKind> kind = parseKind(emit);
  if (!kind && parseGpuKind(emit))
    return reportError("--emit=" + emit +
                       ": needs a GPU's --target, for example sm_80; see mixp "
                       "targets");
  if (!kind)
    return reportError(
        "--emit: expected object, shared, llvm or asm but got '" + emit + "'");
  options.kind = *kind;
  if (llvm::Error error = checkThreads(options.threads))
    return reportError(std::move(error));
  bool isText = *kind == AotKind::LLVM || *kind == AotKind::Assembly;
  if (options.output == "-" && !isText)
    return reportError("-o -: only --emit=llvm and --emit=asm write text");
  if (options.name.empty())
    options.name = deriveName(words.front());
  if (!isCIdentifier(options.name))
    return reportError("--name: expected a C identifier but got '" +
                       options.name + "'");
  std::unique_ptr<MLIRContext> context = createContext();
  if (llvm::Error error = printRemarks(*context, remarks))
    return reportError(std::move(error));
  OwningOpRef<ModuleOp> module = loadModel(*context, words.front());
  if (!module)
    return kBadInput;
  Progress progress("compiling");
  if (llvm::Error error = compileToFile(*module, options))
    return reportError(std::move(error));
  return kSuccess;
}
