//===- GpuCode.cpp - Kernels to PTX ---------------------------------------===//
#include "mixp/Execution/GpuCode.h"
#include "mixp/Codegen/GPU/Passes.h"
#include "mixp/Dialect/Mixp/IR/MixpDialect.h"
#include "mixp/Execution/NativeCode.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Target/LLVMIR/Dialect/Builtin/BuiltinToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Dialect/GPU/GPUToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Dialect/LLVMIR/LLVMToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Dialect/NVVM/NVVMToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Export.h"
#include "llvm/MC/TargetRegistry.h"

using namespace mlir;
using namespace mixp;

LogicalResult mixp::lowerForGpu(ModuleOp module,
                                const GpuPipelineOptions &options,
                                StageDump &dump) {
  auto write = [&](StringRef stage) -> LogicalResult {
    if (llvm::Error error = dump.write(stage, module))
      return module.emitError() << llvm::toString(std::move(error));
    return success();
  };
  if (failed(write("input")))
    return failure();
  for (const GpuStage &stage : getGpuStages()) {
    PassManager manager(module.getContext());
    stage.build(manager, options);
    if (failed(manager.run(module)) || failed(write(stage.name)))
      return failure();
  }
  return success();
}

/// Runs these stages of the CPU pipeline. Products were prepared and packed
/// before kernels were made of them.
static LogicalResult runHostStages(ModuleOp module, ArrayRef<StringRef> stages,
                                   const CpuPipelineOptions &options,
                                   StageDump &dump) {
  for (const CpuStage &stage : getCpuStages()) {
    if (!llvm::is_contained(stages, stage.name))
      continue;
    PassManager manager(module.getContext());
    if (stage.name == "vectorize")
      manager.addPass(createLowerLaunchesPass());
    stage.build(manager, options);
    if (failed(manager.run(module)))
      return failure();
    if (llvm::Error error = dump.write(stage.name, module))
      return module.emitError() << llvm::toString(std::move(error));
  }
  return success();
}

LogicalResult mixp::bufferizeHostPart(ModuleOp module,
                                      const CpuPipelineOptions &options,
                                      StageDump &dump) {
  return runHostStages(module, {"bufferize"}, options, dump);
}

LogicalResult mixp::lowerHostPart(ModuleOp module,
                                  const CpuPipelineOptions &options,
                                  StageDump &dump) {
  return runHostStages(module, {"vectorize", "lower"}, options, dump);
}

gpu::GPUModuleOp mixp::findKernels(ModuleOp module) {
  for (auto kernels : module.getOps<gpu::GPUModuleOp>())
    return kernels;
  return {};
}

/// LLVM's code generator for the chip. The version of PTX is named: without it
/// an instruction that the default does not have aborts the process.
static llvm::Expected<std::unique_ptr<llvm::TargetMachine>>
createMachine(GpuTargetAttr target) {
  initializeCodeGenerators();
  llvm::Triple triple("nvptx64-nvidia-cuda");
  std::string message;
  const llvm::Target *backend =
      llvm::TargetRegistry::lookupTarget(triple, message);
  if (!backend)
    return llvm::createStringError("GPU '" + target.getName() +
                                   "': " + message);
  std::string features = "+ptx" + std::to_string(target.getPtxVersion());
  return std::unique_ptr<llvm::TargetMachine>(backend->createTargetMachine(
      triple, target.getChip(), features, {}, std::nullopt, std::nullopt,
      llvm::CodeGenOptLevel::Aggressive));
}

llvm::Expected<std::string> mixp::emitPtx(gpu::GPUModuleOp kernels,
                                          GpuTargetAttr target) {
  auto machine = createMachine(target);
  if (!machine)
    return machine.takeError();
  MLIRContext &context = *kernels.getContext();
  registerBuiltinDialectTranslation(context);
  registerLLVMDialectTranslation(context);
  registerGPUDialectTranslation(context);
  registerNVVMDialectTranslation(context);
  NativeModule native;
  native.machine = std::move(*machine);
  native.context = std::make_unique<llvm::LLVMContext>();
  native.module = translateModuleToLLVMIR(kernels, *native.context, "mixp");
  if (!native.module)
    return llvm::createStringError("translation of kernels to LLVM IR failed");
  native.module->setTargetTriple(native.machine->getTargetTriple());
  native.module->setDataLayout(native.machine->createDataLayout());
  optimize(native);
  auto text = emitMachineCode(native, llvm::CodeGenFileType::AssemblyFile);
  if (!text)
    return text.takeError();
  return (*text)->getBuffer().str();
}
