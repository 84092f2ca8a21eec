//===- ModelFile.cpp - Models from files ----------------------------------===//
#include "ModelFile.h"
#include "CommandLine.h"
#include "ParseModel.h"
#include "mixp/Conversion/ONNXToMixp/ONNXToMixp.h"
#include "mixp/Pipelines/Register.h"
#include "mlir/Bytecode/BytecodeWriter.h"
#include "mlir/InitAllDialects.h"
#include "mlir/InitAllExtensions.h"
#include "mlir/Support/FileUtilities.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/ToolOutputFile.h"

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
  if (path.ends_with(".onnx"))
    return loadOnnxModel(context, path);
  return parseModel(context, path);
}

OwningOpRef<ModuleOp> mixp::tool::loadOnnxModel(MLIRContext &context,
                                                StringRef path) {
  // The importer's messages name the file themselves; they have no place in it.
  ScopedDiagnosticHandler handler(&context, [](Diagnostic &diagnostic) {
    if (diagnostic.getSeverity() != DiagnosticSeverity::Error)
      return failure();
    reportError(diagnostic.str());
    return success();
  });
  FailureOr<OwningOpRef<ModuleOp>> module = importOnnx(context, path);
  return succeeded(module) ? std::move(*module) : nullptr;
}

llvm::Error mixp::tool::writeModel(ModuleOp module, StringRef path) {
  std::string message;
  std::unique_ptr<llvm::ToolOutputFile> file = openOutputFile(path, &message);
  if (!file)
    return llvm::createStringError(message);
  if (path == "-" || path.ends_with(".mlir"))
    module.print(file->os());
  else if (failed(writeBytecodeToFile(module, file->os())))
    return llvm::createStringError("cannot write '" + path + "' as bytecode");
  file->os().flush();
  if (std::error_code code = file->os().error()) {
    file->os().clear_error();
    return llvm::createStringError("cannot write '" + path +
                                   "': " + code.message());
  }
  file->keep();
  return llvm::Error::success();
}
