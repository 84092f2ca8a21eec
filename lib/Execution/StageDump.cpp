//===- StageDump.cpp - The module after each stage, in files --------------===//
#include "mixp/Execution/StageDump.h"
#include "mixp/Execution/NativeCode.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Transforms/Utils/Cloning.h"

using namespace mlir;
using namespace mixp;

/// In bytes.
static constexpr uint64_t kLargeGlobal = 1024;

llvm::Expected<StageDump> StageDump::create(StringRef folder) {
  StageDump dump;
  dump.folder = folder.str();
  if (folder.empty())
    return dump;
  std::error_code code = llvm::sys::fs::create_directories(folder);
  if (!code && !llvm::sys::fs::is_directory(folder))
    code = std::make_error_code(std::errc::not_a_directory);
  if (code)
    return llvm::createStringError("--dump-stages: cannot create the folder '" +
                                   folder + "': " + code.message());
  return dump;
}

llvm::Error StageDump::writeFile(StringRef stage, StringRef extension,
                                 StringRef text) {
  llvm::SmallString<128> path(folder);
  std::string number = (next < 10 ? "0" : "") + std::to_string(next);
  ++next;
  llvm::sys::path::append(path, number + "-" + stage + "." + extension);
  std::error_code code;
  llvm::raw_fd_ostream file(path, code);
  if (!code) {
    file << text;
    file.flush();
    code = file.error();
    file.clear_error();
  }
  if (code)
    return llvm::createStringError("--dump-stages: cannot write '" +
                                   path.str() + "': " + code.message());
  return llvm::Error::success();
}

llvm::Error StageDump::write(StringRef stage, ModuleOp module) {
  if (folder.empty())
    return llvm::Error::success();
  std::string text;
  llvm::raw_string_ostream os(text);
  OpPrintingFlags flags;
  module.print(os,
               flags.elideLargeElementsAttrs(16).elideLargeResourceString(16));
  return writeFile(stage, "mlir", text);
}

/// A copy whose large constants are declarations.
static std::unique_ptr<llvm::Module> elide(const llvm::Module &module) {
  std::unique_ptr<llvm::Module> copy = llvm::CloneModule(module);
  for (llvm::GlobalVariable &global : copy->globals()) {
    if (!global.hasInitializer() || !global.isConstant() ||
        copy->getDataLayout().getTypeAllocSize(global.getValueType()) <=
            kLargeGlobal)
      continue;
    global.setInitializer(nullptr);
    global.setLinkage(llvm::GlobalValue::ExternalLinkage);
  }
  return copy;
}

llvm::Error StageDump::write(StringRef stage, const llvm::Module &module) {
  if (folder.empty())
    return llvm::Error::success();
  std::string text;
  llvm::raw_string_ostream os(text);
  elide(module)->print(os, nullptr);
  return writeFile(stage, "ll", text);
}

llvm::Error StageDump::writeAssembly(StringRef stage,
                                     const llvm::Module &module,
                                     llvm::TargetMachine &machine) {
  if (folder.empty())
    return llvm::Error::success();
  auto text = emitMachineCode(*elide(module), machine,
                              llvm::CodeGenFileType::AssemblyFile);
  if (!text)
    return text.takeError();
  return writeFile(stage, "s", (*text)->getBuffer());
}
