//===- GpuCompile.h - Compiling models for GPUs to files --------*- C++ -*-===//
#ifndef MIXP_EXECUTION_GPUCOMPILE_H
#define MIXP_EXECUTION_GPUCOMPILE_H

#include "mlir/IR/BuiltinOps.h"
#include "llvm/Support/Error.h"
#include <string>

namespace mixp {

/// What to write: the kernels as PTX or, by ptxas, as a cubin; or a folder with
/// all that mixp-gpu-run needs (docs/GpuBundle.md).
enum class GpuFileKind { Ptx, Cubin, Bundle };

struct GpuCompileOptions {
  GpuFileKind kind = GpuFileKind::Ptx;
  /// Name of the GPU, see lookupGpuTarget.
  std::string target;
  /// Function to compile, see findEntry.
  std::string function;
  /// Name of the bundle and its files: a C identifier.
  std::string name = "model";
  /// The file or folder to write; `-` writes PTX to stdout.
  std::string output;
  /// Folder for the module after each stage (StageDump); empty: none.
  std::string dumpFolder;
};

/// Compiles the kernels of a model. Diagnostics of the pipeline go to the
/// context; the error then says only that compiling failed.
llvm::Error compileForGpu(mlir::ModuleOp module,
                          const GpuCompileOptions &options);

} // namespace mixp

#endif // MIXP_EXECUTION_GPUCOMPILE_H
