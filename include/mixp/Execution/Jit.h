//===- Jit.h - Compiled functions in this process ---------------*- C++ -*-===//
#ifndef MIXP_EXECUTION_JIT_H
#define MIXP_EXECUTION_JIT_H

#include "mixp/Execution/GpuProgram.h"
#include "mixp/Execution/NativeCode.h"
#include "mixp/Execution/Signature.h"

namespace llvm::orc {
class LLJIT;
} // namespace llvm::orc

namespace mixp {

/// Memref descriptors, as compiled code takes and gives them: allocated
/// pointer, aligned pointer, offset, sizes, strides.
using DescriptorWords = llvm::SmallVector<int64_t>;

/// The arguments of a call in the form that compiled code takes, so that a call
/// can be repeated without converting them again.
struct PreparedArguments {
  /// Packed copies of sub-byte arguments; the others stay the caller's.
  std::vector<HostTensor> packed;
  std::vector<DescriptorWords> descriptors;
};

struct JitOptions {
  /// Function to compile, see findEntry.
  std::string function;
  /// Name of the target, see lookupTarget; or of a GPU, see lookupGpuTarget,
  /// and then the rest is compiled for the host.
  std::string target = "host";
  /// Folder for the module after each stage (StageDump); empty: none.
  std::string dumpFolder;
  /// Folder that perf can attribute samples by (see PerfFiles.h); empty: none.
  std::string perfFolder;
  /// Threads that share each large product; 0: as many as OpenMP has. Only one
  /// thread for perf.
  int64_t threads = 1;
  /// Where kernels for a GPU run.
  GpuOptions gpu = {};
};

/// A function that was compiled for the machine this process runs on. Calls are
/// thread-safe.
class JitFunction {
public:
  ~JitFunction();

  /// Compiles a function of a module of mixp, linalg and tensor ops, which is
  /// left unchanged. Diagnostics of the pipeline go to
  /// the context; the error then says only that compiling failed.
  static llvm::Expected<std::unique_ptr<JitFunction>>
  compile(mlir::ModuleOp module, const JitOptions &options = {});

  /// The kernels and where they run; null where the target is no GPU.
  const GpuProgram *getGpuProgram() const { return program.get(); }

  /// The signature before lowering.
  const Signature &getSignature() const { return signature; }

  /// Calls the function. Arguments must have the kinds that getHostKind gives
  /// for the inputs' types (convertInput sees to that); results have those of
  /// the result types. Sizes that do not fit each other are an error that names
  /// the op, as is memory that runs out.
  llvm::Expected<llvm::SmallVector<HostTensor>>
  call(llvm::ArrayRef<const HostTensor *> arguments) const;

  /// The two halves of `call`, for measuring: `callPrepared` runs the function
  /// and drops its results. The arguments must outlive the prepared form.
  llvm::Expected<PreparedArguments>
  prepare(llvm::ArrayRef<const HostTensor *> arguments) const;
  llvm::Error callPrepared(const PreparedArguments &arguments) const;

private:
  JitFunction();
  llvm::Error invoke(const PreparedArguments &arguments,
                     std::vector<DescriptorWords> &results) const;

  Signature signature;
  std::unique_ptr<GpuProgram> program;
  std::unique_ptr<llvm::orc::LLJIT> jit;
  /// Takes one pointer to the pointers that the C interface takes.
  void (*entry)(void **) = nullptr;
};

} // namespace mixp

#endif // MIXP_EXECUTION_JIT_H
