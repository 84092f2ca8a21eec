//===- LoadObject.cpp - Object code into this process ---------------------===//
#include "LoadObject.h"

llvm::Expected<std::unique_ptr<llvm::orc::LLJIT>>
mixp::loadIntoProcess(NativeModule &native) {
  auto object = emitMachineCode(native, llvm::CodeGenFileType::ObjectFile);
  if (!object)
    return object.takeError();
  auto jit = llvm::orc::LLJITBuilder().create();
  if (!jit)
    return jit;
  auto process = llvm::orc::DynamicLibrarySearchGenerator::GetForCurrentProcess(
      (*jit)->getDataLayout().getGlobalPrefix());
  if (!process)
    return process.takeError();
  (*jit)->getMainJITDylib().addGenerator(std::move(*process));
  if (llvm::Error error = (*jit)->addObjectFile(std::move(*object)))
    return std::move(error);
  return jit;
}
