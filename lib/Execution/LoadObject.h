//===- LoadObject.h - Object code into this process -------------*- C++ -*-===//
#ifndef MIXP_LIB_EXECUTION_LOADOBJECT_H
#define MIXP_LIB_EXECUTION_LOADOBJECT_H

#include "mixp/Execution/NativeCode.h"
#include "llvm/ExecutionEngine/Orc/LLJIT.h"

namespace mixp {

/// Generates code for a module and loads it into this process, where it finds
/// malloc, memcpy and libm's functions. `forPerf` records it in a jitdump file
/// below the folder that preparePerfFolder was given.
llvm::Expected<std::unique_ptr<llvm::orc::LLJIT>>
loadIntoProcess(NativeModule &native, bool forPerf = false);

} // namespace mixp

#endif // MIXP_LIB_EXECUTION_LOADOBJECT_H
