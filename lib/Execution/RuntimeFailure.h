//===- RuntimeFailure.h - Compiled code that gives up -----------*- C++ -*-===//
#ifndef MIXP_LIB_EXECUTION_RUNTIMEFAILURE_H
#define MIXP_LIB_EXECUTION_RUNTIMEFAILURE_H

#include "llvm/IR/Module.h"
#include <string>

namespace mixp {

/// The function that compiled code calls with a message where a check fails
/// (see mixp-lower-asserts). It must not return.
inline constexpr const char *kFailName = "mixp_fail";

/// Makes allocations of a module call that function where memory runs out,
/// instead of writing to a null pointer.
void guardAllocations(llvm::Module &module);

/// What is called under that name in this process: back to callGuarded. Memory
/// that the compiled code has allocated by then is lost.
[[noreturn]] void failInProcess(const char *message);

/// Calls compiled code. Returns false and the message if it gave up.
bool callGuarded(void (*entry)(void **), void **pointers, std::string &message);

} // namespace mixp

#endif // MIXP_LIB_EXECUTION_RUNTIMEFAILURE_H
