//===- Intrinsics.h - LLVM's names of matrix instructions -------*- C++ -*-===//
#ifndef MIXP_TARGET_INTRINSICS_H
#define MIXP_TARGET_INTRINSICS_H

#include "mixp/Dialect/Mixp/IR/MixpOps.h"

namespace mixp {

/// The LLVM intrinsic for `kind` on vectors of `vectorBits`, or on tiles; empty
/// where it is written in plain LLVM IR.
llvm::StringRef getIntrinsic(MmaKind kind, int64_t vectorBits);

} // namespace mixp

#endif // MIXP_TARGET_INTRINSICS_H
