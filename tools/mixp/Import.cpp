//===- Import.cpp - mixp import -------------------------------------------===//
#include "CommandLine.h"
#include "ModelFile.h"
#include "Progress.h"
#include "Subcommands.h"

using namespace mlir;
using namespace mixp::tool;

static constexpr const char *kExamples =
    "  mixp import model.onnx -o model.mlirbc    MLIR bytecode\n"
    "  mixp import model.onnx -o model.mlir      text\n"
    "  mixp import model.onnx -o -               text to standard output\n";

int mixp::tool::runImport(int argc, char **argv) {
  std::vector<std::string> words;
  std::string output;
  CommandLine line("import MODEL.onnx -o FILE",
                   "Turns an ONNX model (opset 1 to 25) into a module with one "
                   "function, main.\nIts arguments and results carry the "
                   "model's names; a symbolic leading dim becomes `?`.",
                   kExamples);
  line.positional(words);
  line.option("o", "FILE", output,
              ".mlirbc for bytecode, .mlir for text, - for standard output");
  if (std::optional<int> exit = line.parse(argc, argv))
    return *exit;
  if (words.size() != 1)
    return reportError("expected one model (see mixp import --help)");
  if (output.empty())
    return reportError("expected -o FILE (see mixp import --help)");
  std::unique_ptr<MLIRContext> context = createContext();
  Progress progress("importing");
  OwningOpRef<ModuleOp> module = loadOnnxModel(*context, words.front());
  if (!module)
    return kBadInput;
  if (llvm::Error error = writeModel(*module, output))
    return reportError(std::move(error));
  return kSuccess;
}
