//===- LoadObject.cpp - Object code into this process ---------------------===//
#include "LoadObject.h"
#include "JitMemory.h"
#include "OpenMPRuntime.h"
#include "PerfFiles.h"
#include "RuntimeFailure.h"
#include "mixp/Execution/GpuProgram.h"
#include "llvm/ExecutionEngine/Orc/AbsoluteSymbols.h"
#include "llvm/ExecutionEngine/Orc/ObjectLinkingLayer.h"

llvm::Expected<std::unique_ptr<llvm::orc::LLJIT>>
mixp::loadIntoProcess(NativeModule &native, bool forPerf) {
  bool hasThreads = needsOpenMP(*native.module);
  auto object = emitMachineCode(native, llvm::CodeGenFileType::ObjectFile);
  if (!object)
    return object.takeError();
  auto jit =
      llvm::orc::LLJITBuilder()
          .setObjectLinkingLayerCreator(
              [](llvm::orc::ExecutionSession &session)
                  -> llvm::Expected<std::unique_ptr<llvm::orc::ObjectLayer>> {
                auto memory = createJitMemory();
                if (!memory)
                  return memory.takeError();
                return std::make_unique<llvm::orc::ObjectLinkingLayer>(
                    session, std::move(*memory));
              })
          .create();
  if (!jit)
    return jit;
  auto process = llvm::orc::DynamicLibrarySearchGenerator::GetForCurrentProcess(
      (*jit)->getDataLayout().getGlobalPrefix());
  if (!process)
    return process.takeError();
  (*jit)->getMainJITDylib().addGenerator(std::move(*process));
  if (hasThreads)
    if (llvm::Error error = loadOpenMP(**jit))
      return std::move(error);
  llvm::orc::SymbolMap symbols;
  auto define = [&](const char *name, auto *function) {
    symbols[(*jit)->mangleAndIntern(name)] = {
        llvm::orc::ExecutorAddr::fromPtr(function),
        llvm::JITSymbolFlags::Exported | llvm::JITSymbolFlags::Callable};
  };
  define(kFailName, &failInProcess);
  define(kToDeviceName, &copyToDeviceInProcess);
  define(kLaunchName, &launchInProcess);
  define(kToHostName, &copyToHostInProcess);
  define(kReleaseName, &releaseInProcess);
  if (llvm::Error error = (*jit)->getMainJITDylib().define(
          llvm::orc::absoluteSymbols(std::move(symbols))))
    return std::move(error);
  if (forPerf)
    if (llvm::Error error = recordForPerf(**jit))
      return std::move(error);
  if (llvm::Error error = (*jit)->addObjectFile(std::move(*object)))
    return std::move(error);
  return jit;
}
