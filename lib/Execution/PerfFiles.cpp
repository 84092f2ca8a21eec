//===- PerfFiles.cpp - What perf needs to know of JIT code ----------------===//
#include "PerfFiles.h"
#include "mlir/Dialect/LLVMIR/Transforms/Passes.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Transforms/LocationSnapshot.h"
#include "llvm/ExecutionEngine/Orc/Debugging/DebugInfoSupport.h"
#include "llvm/ExecutionEngine/Orc/Debugging/PerfSupportPlugin.h"
#include "llvm/ExecutionEngine/Orc/ObjectLinkingLayer.h"
#include "llvm/IR/DebugInfoMetadata.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include <cstdlib>

using namespace mlir;
using namespace mixp;

llvm::Error mixp::preparePerfFolder(ModuleOp module, StringRef folder) {
  llvm::SmallString<128> path(folder);
  std::error_code code = llvm::sys::fs::make_absolute(path);
  if (!code)
    code = llvm::sys::fs::create_directories(path);
  if (!code && !llvm::sys::fs::is_directory(path))
    code = std::make_error_code(std::errc::not_a_directory);
  if (code)
    return llvm::createStringError("--perf: cannot create the folder '" +
                                   folder + "': " + code.message());
  // LLVM's writer of jitdump files knows no other way to be told.
  setenv("JITDUMPDIR", path.c_str(), /*overwrite=*/1);
  llvm::sys::path::append(path, "model.mlir");
  OpPrintingFlags flags;
  flags.elideLargeElementsAttrs(16).elideLargeResourceString(16);
  if (failed(generateLocationsFromIR(path, module, flags)))
    return llvm::createStringError("--perf: cannot write '" + path.str() + "'");
  return llvm::Error::success();
}

llvm::Error mixp::addLineTables(ModuleOp module) {
  PassManager passes(module.getContext());
  passes.addPass(LLVM::createDIScopeForLLVMFuncOpPass());
  if (failed(passes.run(module)))
    return llvm::createStringError("--perf: cannot make line tables");
  return llvm::Error::success();
}

void mixp::makeOneFunction(llvm::Module &module, StringRef entry) {
  llvm::Function *caller = module.getFunction(entry);
  llvm::DISubprogram *scope = nullptr;
  for (llvm::Function &function : module) {
    if (function.isDeclaration() || &function == caller)
      continue;
    if (llvm::DISubprogram *own = function.getSubprogram())
      scope = own;
    function.setLinkage(llvm::GlobalValue::InternalLinkage);
    function.removeFnAttr(llvm::Attribute::NoInline);
    function.addFnAttr(llvm::Attribute::AlwaysInline);
  }
  if (!scope)
    return;
  llvm::DISubprogram *copy = llvm::MDNode::replaceWithDistinct(scope->clone());
  caller->setSubprogram(copy);
  auto *place = llvm::DILocation::get(module.getContext(), copy->getLine(),
                                      /*Column=*/0, copy);
  for (llvm::Instruction &instruction : caller->getEntryBlock())
    instruction.setDebugLoc(place);
}

llvm::Error mixp::recordForPerf(llvm::orc::LLJIT &jit) {
  auto *linker =
      llvm::dyn_cast<llvm::orc::ObjectLinkingLayer>(&jit.getObjLinkingLayer());
  if (!linker)
    return llvm::createStringError("--perf: LLVM's linker for this machine "
                                   "cannot write jitdump files");
  auto plugin = llvm::orc::PerfSupportPlugin::Create(
      jit.getExecutionSession().getExecutorProcessControl(),
      jit.getMainJITDylib(), /*EmitDebugInfo=*/true, /*EmitUnwindInfo=*/false);
  if (!plugin)
    return plugin.takeError();
  // The linker drops line tables otherwise.
  auto keep = llvm::orc::DebugInfoPreservationPlugin::Create();
  if (!keep)
    return keep.takeError();
  linker->addPlugin(std::move(*keep));
  linker->addPlugin(std::move(*plugin));
  return llvm::Error::success();
}
