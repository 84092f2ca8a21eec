//===- ParseModel.cpp - Modules from files that may be damaged ------------===//
#include "ParseModel.h"
#include "CommandLine.h"
#include "mixp/Execution/ModelLimits.h"
#include "mlir/Bytecode/BytecodeReader.h"
#include "mlir/Parser/Parser.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/SourceMgr.h"
#include <cerrno>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace mlir;
using namespace mixp;
using namespace mixp::tool;

/// The parser calls itself for each level.
static constexpr int64_t kMaxNesting = 256;

/// The line at which brackets are nested too deeply, or 0. Strings and comments
/// are passed over; '>' of an arrow closes nothing.
static int64_t findDeepNesting(StringRef text) {
  int64_t depth = 0, line = 1;
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '\n') {
      ++line;
    } else if (c == '"') {
      while (++i < text.size() && text[i] != '"' && text[i] != '\n')
        i += text[i] == '\\';
      line += i < text.size() && text[i] == '\n';
    } else if (c == '/' && text.substr(i, 2) == "//") {
      i = text.find('\n', i);
      if (i == StringRef::npos)
        return 0;
      ++line;
    } else if (StringRef("([{<").contains(c)) {
      if (++depth > kMaxNesting)
        return line;
    } else if (StringRef(")]}").contains(c) ||
               (c == '>' && i > 0 && text[i - 1] != '-')) {
      depth = std::max<int64_t>(depth - 1, 0);
    }
  }
  return 0;
}

static OwningOpRef<ModuleOp>
parseAndVerify(MLIRContext &context, std::shared_ptr<llvm::SourceMgr> source,
               StringRef path) {
  OwningOpRef<ModuleOp> module =
      parseSourceFile<ModuleOp>(source, ParserConfig(&context));
  if (!module)
    reportError("'" + path +
                "' is not a valid module; expected a .mlir, "
                ".mlirbc or .onnx file of which every op verifies");
  else if (failed(verifyModelLimits(*module)))
    module = nullptr;
  return module;
}

/// Whether `work` ends a process: a copy of this one that says nothing. After
/// a crash that corrupts the heap, as bytecode can cause, this process could
/// not go on. The context has not started its threads yet, so the copy is
/// whole.
static bool crashes(llvm::function_ref<void()> work) {
  pid_t child = fork();
  if (child < 0)
    return false;
  if (child == 0) {
    int null = open("/dev/null", O_WRONLY);
    if (null >= 0)
      dup2(null, STDERR_FILENO);
    work();
    _exit(0);
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status != 0;
}

OwningOpRef<ModuleOp> mixp::tool::parseModel(MLIRContext &context,
                                             StringRef path) {
  auto buffer = llvm::MemoryBuffer::getFile(path);
  if (!buffer) {
    reportError("cannot open '" + path + "': " + buffer.getError().message());
    return nullptr;
  }
  bool isText = !isBytecode((*buffer)->getMemBufferRef());
  if (int64_t line = isText ? findDeepNesting((*buffer)->getBuffer()) : 0) {
    reportError("'" + path + "' line " + Twine(line) +
                ": brackets are nested more than " + Twine(kMaxNesting) +
                " deep; the file is damaged");
    return nullptr;
  }
  auto source = std::make_shared<llvm::SourceMgr>();
  source->AddNewSourceBuffer(std::move(*buffer), llvm::SMLoc());
  if (crashes([&] { parseAndVerify(context, source, path); })) {
    reportError("'" + path + "' is damaged: reading it as " +
                (isText ? "text" : "bytecode") +
                " makes the parser crash; write the model again");
    return nullptr;
  }
  return parseAndVerify(context, source, path);
}
