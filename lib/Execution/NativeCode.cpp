//===- NativeCode.cpp - Lowered modules to machine code -------------------===//
#include "mixp/Execution/NativeCode.h"
#include "OneLaneStores.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Target/LLVMIR/Dialect/Builtin/BuiltinToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Dialect/LLVMIR/LLVMToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Dialect/OpenMP/OpenMPToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Export.h"
#include "llvm/IR/LegacyPassManager.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Support/SmallVectorMemoryBuffer.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mixp;

/// Refuses ops that no stage of the pipeline would lower: what bufferization
/// says of them names neither the op nor a way out.
static LogicalResult verifyDialects(ModuleOp module) {
  static constexpr StringRef known[] = {
      "affine", "arith", "bufferization", "builtin", "cf",   "func", "index",
      "linalg", "llvm",  "math",          "memref",  "mixp", "scf",  "tensor",
      "ub",     "vector"};
  WalkResult result = module.walk([&](Operation *op) {
    if (llvm::is_contained(known, op->getName().getDialectNamespace()))
      return WalkResult::advance();
    op->emitOpError() << "is of a dialect that the CPU pipeline does not take: "
                         "expected mixp, linalg, tensor, arith, math, scf, "
                         "affine, cf or func; convert it first";
    return WalkResult::interrupt();
  });
  return failure(result.wasInterrupted());
}

LogicalResult mixp::lowerForCpu(ModuleOp module,
                                const CpuPipelineOptions &options,
                                StageDump &dump) {
  auto write = [&](StringRef stage) -> LogicalResult {
    if (llvm::Error error = dump.write(stage, module))
      return module.emitError() << llvm::toString(std::move(error));
    return success();
  };
  if (failed(write("input")) || failed(verifyDialects(module)))
    return failure();
  for (const CpuStage &stage : getCpuStages()) {
    PassManager manager(module.getContext());
    stage.build(manager, options);
    if (failed(manager.run(module)) || failed(write(stage.name)))
      return failure();
  }
  return success();
}

void mixp::initializeCodeGenerators() {
  static const bool initialized = [] {
    llvm::InitializeAllTargetInfos();
    llvm::InitializeAllTargets();
    llvm::InitializeAllTargetMCs();
    llvm::InitializeAllAsmPrinters();
    llvm::InitializeAllAsmParsers();
    return true;
  }();
  (void)initialized;
}

llvm::Expected<std::unique_ptr<llvm::TargetMachine>>
mixp::createTargetMachine(TargetAttr target) {
  initializeCodeGenerators();
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
  registerOpenMPDialectTranslation(*module.getContext());
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

llvm::Error mixp::optimize(NativeModule &native, StageDump &dump) {
  if (llvm::Error error = dump.write("translate", *native.module))
    return error;
  optimize(native);
  if (llvm::Error error = dump.write("optimize", *native.module))
    return error;
  return dump.writeAssembly("assemble", *native.module, *native.machine);
}

llvm::Expected<std::unique_ptr<llvm::MemoryBuffer>>
mixp::emitMachineCode(llvm::Module &module, llvm::TargetMachine &machine,
                      llvm::CodeGenFileType fileType) {
  llvm::SmallVector<char, 0> code;
  llvm::raw_svector_ostream os(code);
  llvm::legacy::PassManager passes;
  if (machine.addPassesToEmitFile(passes, os, nullptr, fileType))
    return llvm::createStringError(
        "LLVM's code generator cannot emit this kind of file for " +
        machine.getTargetTriple().str());
  passes.run(module);
  return std::make_unique<llvm::SmallVectorMemoryBuffer>(
      std::move(code), "mixp", /*RequiresNullTerminator=*/false);
}

llvm::Expected<std::unique_ptr<llvm::MemoryBuffer>>
mixp::emitMachineCode(NativeModule &native, llvm::CodeGenFileType fileType) {
  auto code = emitMachineCode(*native.module, *native.machine, fileType);
  native.module.reset();
  return code;
}
