//===- ModelFile.cpp - Models from files ----------------------------------===//
#include "ModelFile.h"
#include "CommandLine.h"
#include "mixp/Pipelines/Register.h"
#include "mlir/InitAllDialects.h"
#include "mlir/InitAllExtensions.h"
#include "mlir/Parser/Parser.h"
#include "llvm/Support/FileSystem.h"

using namespace mlir;
using namespace mixp::tool;

std::unique_ptr<MLIRContext> mixp::tool::createContext() {
  DialectRegistry registry;
  registerAllDialects(registry);
  registerAllExtensions(registry);
  registerMixp(registry);
  return std::make_unique<MLIRContext>(registry);
}

OwningOpRef<ModuleOp> mixp::tool::loadModel(MLIRContext &context,
                                            StringRef path) {
  // A device or a pipe could be read for ever.
  llvm::sys::fs::file_status status;
  if (std::error_code code = llvm::sys::fs::status(path, status)) {
    reportError("cannot open '" + path + "': " + code.message());
    return nullptr;
  }
  if (!llvm::sys::fs::is_regular_file(status)) {
    reportError("cannot open '" + path + "': expected a regular file");
    return nullptr;
  }
  OwningOpRef<ModuleOp> module = parseSourceFile<ModuleOp>(path, &context);
  if (!module)
    reportError("'" + path + "' is not a valid module");
  return module;
}
