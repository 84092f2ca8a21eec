//===- SplitModel.h - Parts of K for a GPU ----------------------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_GPU_SPLITMODEL_H
#define MIXP_LIB_CODEGEN_GPU_SPLITMODEL_H

#include "mixp/Dialect/Mixp/IR/MixpOps.h"

namespace mixp {

/// `tiles` with `split_k` and, where sizes are known at run time only,
/// `split_blocks` and `split_depth` as they suit `op`. The only place where
/// they are chosen.
GpuScheduleAttr chooseSplit(MatmulOp op, GpuScheduleAttr tiles,
                            GpuTargetAttr target);

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_GPU_SPLITMODEL_H
