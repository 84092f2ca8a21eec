//===- PerfFiles.h - What perf needs to know of JIT code --------*- C++ -*-===//
#ifndef MIXP_LIB_EXECUTION_PERFFILES_H
#define MIXP_LIB_EXECUTION_PERFFILES_H

#include "mlir/IR/BuiltinOps.h"
#include "llvm/ExecutionEngine/Orc/LLJIT.h"
#include "llvm/Support/Error.h"

namespace mixp {

/// Creates the folder, writes the module to `model.mlir` there and makes the
/// lines of that file the places of its ops. Jitdump files of this process go
/// to `.debug/jit` below the folder.
llvm::Error preparePerfFolder(mlir::ModuleOp module, llvm::StringRef folder);

/// Gives each function of a module of the LLVM dialect a debug scope, so that
/// places become line tables.
llvm::Error addLineTables(mlir::ModuleOp module);

/// Makes `entry`, which calls compiled code, the only function of the module
/// and gives it a line table. A jitdump file of LLVM has the line tables of all
/// functions before the functions; perf takes the last table for that of the
/// first function.
void makeOneFunction(llvm::Module &module, llvm::StringRef entry);

/// Records all code that is loaded from now on in a jitdump file.
llvm::Error recordForPerf(llvm::orc::LLJIT &jit);

} // namespace mixp

#endif // MIXP_LIB_EXECUTION_PERFFILES_H
