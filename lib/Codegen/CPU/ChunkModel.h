//===- ChunkModel.h - What one thread computes at a time --------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_CPU_CHUNKMODEL_H
#define MIXP_LIB_CODEGEN_CPU_CHUNKMODEL_H

#include "ScheduleModel.h"

namespace mixp {

/// Adds chunks for `threads` threads (0: an unknown number) to the schedule of
/// a product, unless it is too small to share out.
void chooseChunks(ScheduleChoice &choice, MatmulOp op, TargetAttr target,
                  int64_t threads);

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_CPU_CHUNKMODEL_H
