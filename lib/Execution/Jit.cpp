//===- Jit.cpp - Compiled functions in this process -----------------------===//
#include "mixp/Execution/Jit.h"
#include "LoadObject.h"
#include "PerfFiles.h"
#include "RuntimeFailure.h"
#include "mixp/Execution/GpuCode.h"
#include "mixp/Target/TargetRegistry.h"
#include "llvm/IR/IRBuilder.h"

using namespace mlir;
using namespace mixp;

JitFunction::JitFunction() = default;
JitFunction::~JitFunction() = default;

static constexpr const char *kEntryName = "mixp_entry";

/// Adds `void mixp_entry(void **pointers)`, which calls the C interface with
/// any number of pointers. Nothing else stays visible, so that LLVM drops what
/// the entry does not need.
static llvm::Error addEntry(llvm::Module &module, StringRef function) {
  llvm::Function *callee =
      module.getFunction(("_mlir_ciface_" + function).str());
  if (!callee || callee->isDeclaration())
    return llvm::createStringError("function '" + function +
                                   "' has no C interface after lowering");
  for (llvm::GlobalValue &global : module.global_values())
    if (!global.isDeclaration())
      global.setLinkage(llvm::GlobalValue::InternalLinkage);
  llvm::LLVMContext &context = module.getContext();
  llvm::IRBuilder<> builder(context);
  auto *type =
      llvm::FunctionType::get(builder.getVoidTy(), {builder.getPtrTy()}, false);
  auto *entry = llvm::Function::Create(type, llvm::Function::ExternalLinkage,
                                       kEntryName, module);
  builder.SetInsertPoint(llvm::BasicBlock::Create(context, "", entry));
  SmallVector<llvm::Value *> arguments;
  for (unsigned i = 0; i < callee->arg_size(); ++i) {
    llvm::Value *slot =
        builder.CreateConstGEP1_64(builder.getPtrTy(), entry->getArg(0), i);
    arguments.push_back(builder.CreateLoad(builder.getPtrTy(), slot));
  }
  builder.CreateCall(callee, arguments);
  builder.CreateRetVoid();
  return llvm::Error::success();
}

/// Lowers to the LLVM dialect, and for a GPU also gives the kernels. Where a
/// pipeline fails, the context has been told why.
static llvm::Expected<std::unique_ptr<GpuProgram>>
lower(ModuleOp module, StringRef name, const JitOptions &options,
      StageDump &dump) {
  auto failed = [&](LogicalResult result) -> llvm::Error {
    if (succeeded(result))
      return llvm::Error::success();
    return llvm::createStringError("compiling '" + name + "' failed");
  };
  CpuPipelineOptions pipeline;
  pipeline.threads = options.threads;
  // A shared kernel has the place of one of its products only.
  pipeline.outlineKernels = options.perfFolder.empty();
  if (!isGpuTargetName(options.target)) {
    pipeline.target = options.target;
    if (llvm::Error error = failed(lowerForCpu(module, pipeline, dump)))
      return std::move(error);
    return nullptr;
  }
  GpuPipelineOptions kernels;
  kernels.target = options.target;
  if (llvm::Error error = failed(lowerForGpu(module, kernels, dump)))
    return std::move(error);
  if (llvm::Error error = failed(bufferizeHostPart(module, pipeline, dump)))
    return std::move(error);
  auto program = GpuProgram::create(module, options.gpu);
  if (!program)
    return program;
  if (llvm::Error error = failed(lowerHostPart(module, pipeline, dump)))
    return std::move(error);
  return program;
}

llvm::Expected<std::unique_ptr<JitFunction>>
JitFunction::compile(ModuleOp module, const JitOptions &options) {
  auto function = findEntry(module, options.function);
  if (!function)
    return function.takeError();
  auto signature = readSignature(*function);
  if (!signature)
    return signature.takeError();
  auto dump = StageDump::create(options.dumpFolder);
  if (!dump)
    return dump.takeError();
  std::unique_ptr<JitFunction> result(new JitFunction());
  result->signature = *signature;
  OwningOpRef<ModuleOp> lowered(module.clone());
  bool forPerf = !options.perfFolder.empty();
  if (forPerf && options.threads != 1)
    return llvm::createStringError("--perf: expected --threads=1: the code of "
                                   "threads has no lines");
  if (forPerf)
    if (llvm::Error error = preparePerfFolder(*lowered, options.perfFolder))
      return std::move(error);
  auto program = lower(*lowered, signature->function, options, *dump);
  if (!program)
    return program.takeError();
  result->program = std::move(*program);
  if (forPerf)
    if (llvm::Error error = addLineTables(*lowered))
      return std::move(error);
  auto native = translateToNative(*lowered);
  if (!native)
    return native.takeError();
  auto resolved = (*lowered)->getAttrOfType<TargetAttr>("mixp.target");
  std::string missing = findMissingHostFeature(resolved);
  if (!missing.empty())
    return llvm::createStringError("this machine cannot run code for target '" +
                                   resolved.getName() + "': it lacks " +
                                   missing);
  if (llvm::Error error = addEntry(*native->module, signature->function))
    return std::move(error);
  guardAllocations(*native->module);
  if (forPerf)
    makeOneFunction(*native->module, kEntryName);
  if (llvm::Error error = optimize(*native, *dump))
    return std::move(error);
  auto jit = loadIntoProcess(*native, forPerf);
  if (!jit)
    return jit.takeError();
  auto entry = (*jit)->lookup(kEntryName);
  if (!entry)
    return entry.takeError();
  result->jit = std::move(*jit);
  result->entry = entry->toPtr<void (*)(void **)>();
  return result;
}
