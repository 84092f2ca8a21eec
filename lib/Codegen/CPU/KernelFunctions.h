//===- KernelFunctions.h - How kernels are recognized -----------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_CPU_KERNELFUNCTIONS_H
#define MIXP_LIB_CODEGEN_CPU_KERNELFUNCTIONS_H

#include "llvm/ADT/StringRef.h"

namespace mixp {

/// Marks a function that mixp-outline-kernels made: it writes some of its
/// memref arguments and only reads the others, and those that it writes overlap
/// no other.
inline constexpr llvm::StringLiteral kKernelAttrName = "mixp.kernel";

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_CPU_KERNELFUNCTIONS_H
