//===- Aot.h - Compiling models to files ------------------------*- C++ -*-===//
#ifndef MIXP_EXECUTION_AOT_H
#define MIXP_EXECUTION_AOT_H

#include "mlir/IR/BuiltinOps.h"
#include "llvm/Support/Error.h"
#include <string>

namespace mixp {

/// What to write: an object file, a shared library (linked by the first of
/// clang-22, clang, cc and gcc that is found), optimized LLVM IR or assembly.
enum class AotKind { Object, Shared, LLVM, Assembly };

struct AotOptions {
  AotKind kind = AotKind::Shared;
  /// Name of the target, see lookupTarget.
  std::string target = "host";
  /// Function to compile, see findEntry.
  std::string function;
  /// Prefix of everything with external linkage: a C identifier.
  std::string name = "model";
  /// The file to write; `-` writes text to stdout.
  std::string output;
  /// Folder for the module after each stage (StageDump); empty: none.
  std::string dumpFolder;
  /// Threads that share each large product; 0: as many as OpenMP has. Code for
  /// more than one may need libomp; a shared library is linked with it.
  int64_t threads = 1;
};

/// Compiles a module of mixp, linalg and tensor ops to a file whose only
/// external symbol is the C function `NAME_run`. Objects and shared libraries
/// get a header `NAME.h` beside them. Diagnostics of the pipeline go to the
/// context; the error then says only that compiling failed.
llvm::Error compileToFile(mlir::ModuleOp module, const AotOptions &options);

} // namespace mixp

#endif // MIXP_EXECUTION_AOT_H
