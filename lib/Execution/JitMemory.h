//===- JitMemory.h - Memory of compiled code --------------------*- C++ -*-===//
#ifndef MIXP_LIB_EXECUTION_JITMEMORY_H
#define MIXP_LIB_EXECUTION_JITMEMORY_H

#include "llvm/ExecutionEngine/JITLink/JITLinkMemoryManager.h"

namespace mixp {

/// Memory for objects in this process. That of large objects, whose size is
/// their weights, asks the system for huge pages: a product of few rows reads
/// each weight once, and hardware prefetches none over the end of a page.
llvm::Expected<std::unique_ptr<llvm::jitlink::JITLinkMemoryManager>>
createJitMemory();

} // namespace mixp

#endif // MIXP_LIB_EXECUTION_JITMEMORY_H
