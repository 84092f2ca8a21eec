//===- ScheduleName.h - The schedule of a product ---------------*- C++ -*-===//
#ifndef MIXP_CODEGEN_GPU_SCHEDULENAME_H
#define MIXP_CODEGEN_GPU_SCHEDULENAME_H

#include "llvm/ADT/StringRef.h"

namespace mixp {

/// Discardable attribute of a mixp.matmul: the `#mixp.gpu_schedule` by which a
/// GPU computes it. Without it the product stays on the host.
inline constexpr llvm::StringLiteral kGpuScheduleAttrName = "mixp.gpu_schedule";

} // namespace mixp

#endif // MIXP_CODEGEN_GPU_SCHEDULENAME_H
