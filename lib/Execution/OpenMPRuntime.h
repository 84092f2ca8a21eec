//===- OpenMPRuntime.h - The library that runs threads ----------*- C++ -*-===//
#ifndef MIXP_LIB_EXECUTION_OPENMPRUNTIME_H
#define MIXP_LIB_EXECUTION_OPENMPRUNTIME_H

#include "llvm/ExecutionEngine/Orc/LLJIT.h"
#include "llvm/IR/Module.h"

namespace mixp {

/// How users get the library.
inline constexpr const char *kOpenMPHint =
    "threads need LLVM's OpenMP runtime, libomp: install libomp-22-dev, or use "
    "--threads=1";

/// Whether translated code starts threads.
bool needsOpenMP(const llvm::Module &module);

/// The folder that mixp was configured with for libomp; may be empty.
llvm::StringRef getOpenMPFolder();

/// Loads libomp and adds its functions to what jitted code can call.
llvm::Error loadOpenMP(llvm::orc::LLJIT &jit);

} // namespace mixp

#endif // MIXP_LIB_EXECUTION_OPENMPRUNTIME_H
