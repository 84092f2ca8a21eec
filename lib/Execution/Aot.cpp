//===- Aot.cpp - Compiling models to files --------------------------------===//
#include "mixp/Execution/Aot.h"
#include "CInterface.h"
#include "OpenMPRuntime.h"
#include "OutputFile.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mixp;

/// Links an object file into a shared library.
static llvm::Error linkShared(StringRef object, StringRef output,
                              bool withThreads) {
  std::string linker;
  for (StringRef name : {"clang-22", "clang", "cc", "gcc"}) {
    if (auto path = llvm::sys::findProgramByName(name)) {
      linker = *path;
      break;
    }
  }
  if (linker.empty())
    return llvm::createStringError(
        "no C compiler found to link '" + output +
        "'; install clang-22 or gcc, or use --emit=object");
  std::string soname =
      ("-Wl,-soname," + llvm::sys::path::filename(output)).str();
  SmallVector<StringRef> arguments{linker, "-shared", "-fPIC", soname,
                                   "-o",   output,    object,  "-lm"};
  std::string folder = ("-L" + getOpenMPFolder()).str();
  if (withThreads && !getOpenMPFolder().empty())
    arguments.push_back(folder);
  if (withThreads)
    arguments.push_back("-lomp");
  std::string message;
  int code = llvm::sys::ExecuteAndWait(linker, arguments, std::nullopt, {}, 0,
                                       0, &message);
  if (code == 0)
    return llvm::Error::success();
  return llvm::createStringError(
      "linking '" + output + "' with '" + linker + "' failed with status " +
      Twine(code) + (message.empty() ? "" : ": ") + message +
      (withThreads ? "; " : "") + (withThreads ? kOpenMPHint : ""));
}

static llvm::Error emitShared(NativeModule &native, StringRef output) {
  bool withThreads = needsOpenMP(*native.module);
  auto object = emitMachineCode(native, llvm::CodeGenFileType::ObjectFile);
  if (!object)
    return object.takeError();
  llvm::SmallString<128> path;
  if (std::error_code code =
          llvm::sys::fs::createTemporaryFile("mixp", "o", path))
    return llvm::createStringError(code, "cannot create a temporary file: " +
                                             code.message());
  llvm::FileRemover remover(path);
  if (llvm::Error error = writeOutputFile(path, (*object)->getBuffer()))
    return error;
  return linkShared(path, output, withThreads);
}

static llvm::Error emit(NativeModule &native, const AotOptions &options) {
  if (options.kind == AotKind::Shared)
    return emitShared(native, options.output);
  if (options.kind == AotKind::LLVM) {
    std::string text;
    llvm::raw_string_ostream os(text);
    native.module->print(os, nullptr);
    return writeOutputFile(options.output, text);
  }
  auto code =
      emitMachineCode(native, options.kind == AotKind::Object
                                  ? llvm::CodeGenFileType::ObjectFile
                                  : llvm::CodeGenFileType::AssemblyFile);
  if (!code)
    return code.takeError();
  return writeOutputFile(options.output, (*code)->getBuffer());
}

llvm::Error mixp::compileToFile(ModuleOp module, const AotOptions &options) {
  auto function = findEntry(module, options.function);
  if (!function)
    return function.takeError();
  auto signature = readSignature(*function);
  if (!signature)
    return signature.takeError();
  auto dump = StageDump::create(options.dumpFolder);
  if (!dump)
    return dump.takeError();
  OwningOpRef<ModuleOp> lowered(module.clone());
  CpuPipelineOptions pipeline;
  pipeline.target = options.target;
  pipeline.threads = options.threads;
  if (failed(lowerForCpu(*lowered, pipeline, *dump)))
    return llvm::createStringError("compiling '" + signature->function +
                                   "' failed");
  auto native = translateToNative(*lowered);
  if (!native)
    return native.takeError();
  if (llvm::Error error = addCFunction(*native, *signature, options.name))
    return error;
  std::string header = formatCHeader(*signature, options.name, *native->machine,
                                     needsOpenMP(*native->module));
  if (llvm::Error error = optimize(*native, *dump))
    return error;
  if (llvm::Error error = emit(*native, options))
    return error;
  if (options.kind != AotKind::Object && options.kind != AotKind::Shared)
    return llvm::Error::success();
  llvm::SmallString<128> path(llvm::sys::path::parent_path(options.output));
  llvm::sys::path::append(path, options.name + ".h");
  return writeOutputFile(path, header);
}
