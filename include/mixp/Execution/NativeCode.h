//===- NativeCode.h - Lowered modules to machine code -----------*- C++ -*-===//
#ifndef MIXP_EXECUTION_NATIVECODE_H
#define MIXP_EXECUTION_NATIVECODE_H

#include "mixp/Dialect/Mixp/IR/MixpAttrs.h"
#include "mixp/Execution/StageDump.h"
#include "mixp/Pipelines/CpuPipeline.h"
#include "mlir/IR/BuiltinOps.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/CodeGen.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Target/TargetMachine.h"
#include <memory>

namespace mixp {

/// An LLVM module together with the machine that it is for.
struct NativeModule {
  std::unique_ptr<llvm::LLVMContext> context;
  std::unique_ptr<llvm::TargetMachine> machine;
  std::unique_ptr<llvm::Module> module;
};

/// Lowers `module` in place to the LLVM dialect. The input and what each stage
/// makes of it go to `dump`. Says what is wrong through the context's
/// diagnostics.
mlir::LogicalResult lowerForCpu(mlir::ModuleOp module,
                                const CpuPipelineOptions &options,
                                StageDump &dump);

/// Makes LLVM's code generators known, once.
void initializeCodeGenerators();

/// The code generator for a target, with its CPU and features.
llvm::Expected<std::unique_ptr<llvm::TargetMachine>>
createTargetMachine(TargetAttr target);

/// Sets the module's triple, data layout and functions' CPU to the target's.
void prepareForTarget(NativeModule &native, TargetAttr target);

/// Translates a module of the LLVM dialect that has the attribute
/// `mixp.target`. Nothing is optimized yet.
llvm::Expected<NativeModule> translateToNative(mlir::ModuleOp module);

/// Runs LLVM's -O3 pipeline for the module's machine.
void optimize(NativeModule &native);
/// The same, with the module before and after it, and its assembly, in `dump`.
llvm::Error optimize(NativeModule &native, StageDump &dump);

/// Assembly text or an object file. Consumes the module: the code generator
/// changes it.
llvm::Expected<std::unique_ptr<llvm::MemoryBuffer>>
emitMachineCode(NativeModule &native, llvm::CodeGenFileType fileType);
/// The same of a module that only has to be destroyed afterwards.
llvm::Expected<std::unique_ptr<llvm::MemoryBuffer>>
emitMachineCode(llvm::Module &module, llvm::TargetMachine &machine,
                llvm::CodeGenFileType fileType);

} // namespace mixp

#endif // MIXP_EXECUTION_NATIVECODE_H
