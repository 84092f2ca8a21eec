//===- ScheduleLegality.h - Schedules that kernels obey ---------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_GPU_SCHEDULELEGALITY_H
#define MIXP_LIB_CODEGEN_GPU_SCHEDULELEGALITY_H

#include "mixp/Dialect/Mixp/IR/MixpOps.h"

namespace mixp {

/// Whether a kernel for `target` can do what the op's schedule says, which a
/// user may have written; an error on the op says what it cannot.
mlir::LogicalResult checkSchedule(TensorCoreMatmulOp op, GpuTargetAttr target);

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_GPU_SCHEDULELEGALITY_H
