//===- OneLaneStores.h - Masked stores of one element -----------*- C++ -*-===//
#ifndef MIXP_LIB_EXECUTION_ONELANESTORES_H
#define MIXP_LIB_EXECUTION_ONELANESTORES_H

#include "llvm/IR/Module.h"

namespace mixp {

/// Turns each masked store whose constant mask has exactly one lane into a
/// store of that element. LLVM 22's x86 code generator writes four bytes for
/// one lane of a `trunc <16 x i32> to <16 x i8>`, past the end of the array:
///
///   llvm.masked.store(<16 x i8> %v, ptr %p, <1, 0, ...>)
///   // becomes
///   store i8 (extractelement %v, 0), ptr %p
void storeSingleLanes(llvm::Module &module);

} // namespace mixp

#endif // MIXP_LIB_EXECUTION_ONELANESTORES_H
