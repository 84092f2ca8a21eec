//===- MeasuringLoop.h - Loops that measure the machine ---------*- C++ -*-===//
#ifndef MIXP_LIB_EXECUTION_MEASURINGLOOP_H
#define MIXP_LIB_EXECUTION_MEASURINGLOOP_H

#include "mixp/Dialect/Mixp/IR/MixpAttrs.h"
#include "llvm/ExecutionEngine/Orc/LLJIT.h"
#include "llvm/Support/Error.h"

namespace mixp {

/// Compiles LLVM IR for a target into this process. Intrinsics are declared by
/// their use.
llvm::Expected<std::unique_ptr<llvm::orc::LLJIT>>
compileLoops(const std::string &text, TargetAttr target);

} // namespace mixp

#endif // MIXP_LIB_EXECUTION_MEASURINGLOOP_H
