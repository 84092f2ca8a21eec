//===- NativeCode.cpp - Lowered modules to machine code -------------------===//
#include "mixp/Execution/NativeCode.h"
#include "OneLaneStores.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Target/LLVMIR/Dialect/Builtin/BuiltinToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Dialect/LLVMIR/LLVMToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Export.h"
#include "llvm/IR/LegacyPassManager.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/SmallVectorMemoryBuffer.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mixp;

LogicalResult mixp::lowerForCpu(ModuleOp module, StringRef target,
                                StringRef dumpFolder) {
  PassManager manager(module.getContext());
  if (!dumpFolder.empty()) {
    // The pass manager would go on without a word to its caller.
    std::error_code code = llvm::sys::fs::create_directories(dumpFolder);
    if (!code && !llvm::sys::fs::is_directory(dumpFolder))
      code = std::make_error_code(std::errc::not_a_directory);
    if (code)
      return module.emitError() << "cannot create the folder '" << dumpFolder
                                << "': " << code.message();
    // Printing whole modules from nested passes needs a single thread.
    module.getContext()->disableMultithreading();
    OpPrintingFlags flags;
    flags.elideLargeElementsAttrs(16).elideLargeResourceString(16);
    manager.enableIRPrintingToFileTree(
        [](Pass *, Operation *) { return false; },
        [](Pass *, Operation *) { return true; }, /*printModuleScope=*/true,
        /*printAfterOnlyOnChange=*/true, /*printAfterOnlyOnFailure=*/false,
        dumpFolder, flags);
  }
  CpuPipelineOptions options;
  options.target = target.str();
  buildCpuPipeline(manager, options);
  return manager.run(module);
}

llvm::Expected<std::unique_ptr<llvm::TargetMachine>>
mixp::createTargetMachine(TargetAttr target) {
  static const bool initialized = [] {
    llvm::InitializeAllTargetInfos();
    llvm::InitializeAllTargets();
    llvm::InitializeAllTargetMCs();
    llvm::InitializeAllAsmPrinters();
    llvm::InitializeAllAsmParsers();
    return true;
  }();
  (void)initialized;
  llvm::Triple triple(target.getTriple());
  std::string message;
  const llvm::Target *backend =
      llvm::TargetRegistry::lookupTarget(triple, message);
  if (!backend)
    return llvm::createStringError("target '" + target.getName() +
                                   "': " + message);
  llvm::TargetOptions options;
  std::unique_ptr<llvm::TargetMachine> machine(backend->createTargetMachine(
      triple, target.getCpu(), target.getFeatures(), options, llvm::Reloc::PIC_,
      std::nullopt, llvm::CodeGenOptLevel::Aggressive));
  if (!machine)
    return llvm::createStringError("LLVM has no code generator for target '" +
                                   target.getName() + "'");
  return machine;
}

void mixp::prepareForTarget(NativeModule &native, TargetAttr target) {
  native.module->setTargetTriple(native.machine->getTargetTriple());
  native.module->setDataLayout(native.machine->createDataLayout());
  // The optimizer asks each function, not the machine, what the CPU can do.
  for (llvm::Function &function : *native.module) {
    if (function.isDeclaration())
      continue;
    function.addFnAttr("target-cpu", target.getCpu());
    function.addFnAttr("target-features", target.getFeatures());
    function.addFnAttr("prefer-vector-width",
                       std::to_string(target.getVectorBits()));
  }
}

llvm::Expected<NativeModule> mixp::translateToNative(ModuleOp module) {
  auto target = module->getAttrOfType<TargetAttr>("mixp.target");
  if (!target)
    return llvm::createStringError("the module has no attribute mixp.target; "
                                   "run mixp-cpu-pipeline first");
  auto machine = createTargetMachine(target);
  if (!machine)
    return machine.takeError();
  registerBuiltinDialectTranslation(*module.getContext());
  registerLLVMDialectTranslation(*module.getContext());
  NativeModule native;
  native.machine = std::move(*machine);
  native.context = std::make_unique<llvm::LLVMContext>();
  native.module = translateModuleToLLVMIR(module, *native.context, "mixp");
  if (!native.module)
    return llvm::createStringError("translation to LLVM IR failed");
  prepareForTarget(native, target);
  return native;
}

void mixp::optimize(NativeModule &native) {
  llvm::PipelineTuningOptions tuning;
  tuning.LoopVectorization = true;
  tuning.SLPVectorization = true;
  llvm::PassBuilder builder(native.machine.get(), tuning);
  llvm::LoopAnalysisManager loops;
  llvm::FunctionAnalysisManager functions;
  llvm::CGSCCAnalysisManager callGraph;
  llvm::ModuleAnalysisManager modules;
  builder.registerModuleAnalyses(modules);
  builder.registerCGSCCAnalyses(callGraph);
  builder.registerFunctionAnalyses(functions);
  builder.registerLoopAnalyses(loops);
  builder.crossRegisterProxies(loops, functions, callGraph, modules);
  builder.buildPerModuleDefaultPipeline(llvm::OptimizationLevel::O3)
      .run(*native.module, modules);
  storeSingleLanes(*native.module);
}

llvm::Expected<std::unique_ptr<llvm::MemoryBuffer>>
mixp::emitMachineCode(NativeModule &native, llvm::CodeGenFileType fileType) {
  llvm::SmallVector<char, 0> code;
  llvm::raw_svector_ostream os(code);
  llvm::legacy::PassManager passes;
  if (native.machine->addPassesToEmitFile(passes, os, nullptr, fileType))
    return llvm::createStringError(
        "LLVM's code generator cannot emit this kind of file for " +
        native.machine->getTargetTriple().str());
  passes.run(*native.module);
  native.module.reset();
  return std::make_unique<llvm::SmallVectorMemoryBuffer>(
      std::move(code), "mixp", /*RequiresNullTerminator=*/false);
}
