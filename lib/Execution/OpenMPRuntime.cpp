//===- OpenMPRuntime.cpp - The library that runs threads ------------------===//
#include "OpenMPRuntime.h"
#include "llvm/ExecutionEngine/Orc/ExecutionUtils.h"

using namespace mixp;

bool mixp::needsOpenMP(const llvm::Module &module) {
  return llvm::any_of(module, [](const llvm::Function &function) {
    return function.getName().starts_with("__kmpc_");
  });
}

llvm::StringRef mixp::getOpenMPFolder() { return MIXP_OPENMP_FOLDER; }

llvm::Error mixp::loadOpenMP(llvm::orc::LLJIT &jit) {
  std::string inFolder = (getOpenMPFolder() + "/libomp.so").str();
  for (llvm::StringRef path :
       {llvm::StringRef("libomp.so.5"), llvm::StringRef(inFolder)}) {
    auto library = llvm::orc::DynamicLibrarySearchGenerator::Load(
        path.str().c_str(), jit.getDataLayout().getGlobalPrefix());
    if (library) {
      jit.getMainJITDylib().addGenerator(std::move(*library));
      return llvm::Error::success();
    }
    llvm::consumeError(library.takeError());
  }
  return llvm::createStringError(kOpenMPHint);
}
