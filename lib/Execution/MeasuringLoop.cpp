//===- MeasuringLoop.cpp - Loops that measure the machine -----------------===//
#include "MeasuringLoop.h"
#include "LoadObject.h"
#include "llvm/AsmParser/Parser.h"
#include "llvm/Support/SourceMgr.h"

using namespace mixp;

llvm::Expected<std::unique_ptr<llvm::orc::LLJIT>>
mixp::compileLoops(const std::string &text, TargetAttr target) {
  auto machine = createTargetMachine(target);
  if (!machine)
    return machine.takeError();
  NativeModule native;
  native.machine = std::move(*machine);
  native.context = std::make_unique<llvm::LLVMContext>();
  llvm::SMDiagnostic diagnostic;
  native.module = llvm::parseAssemblyString(text, diagnostic, *native.context);
  if (!native.module)
    return llvm::createStringError("a measuring loop does not parse: " +
                                   diagnostic.getMessage());
  prepareForTarget(native, target);
  return loadIntoProcess(native);
}
