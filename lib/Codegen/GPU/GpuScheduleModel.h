//===- GpuScheduleModel.h - Tiles for a GPU ---------------------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_GPU_GPUSCHEDULEMODEL_H
#define MIXP_LIB_CODEGEN_GPU_GPUSCHEDULEMODEL_H

#include "mixp/Dialect/Mixp/IR/MixpOps.h"

namespace mixp {

/// The instruction of `target` for the operands of `op` as they are and the
/// accumulator its result needs, or null.
TensorCoreAttr selectTensorCore(MatmulOp op, GpuTargetAttr target);

/// The same for operands of these elements. Integers of the result are i32,
/// everything else f32.
TensorCoreAttr selectTensorCore(GpuTargetAttr target, mlir::Type lhs,
                                bool lhsUnsigned, mlir::Type rhs,
                                bool rhsUnsigned, OperandPrecision precision);

/// Whether `core` multiplies the operands of `op` as they are.
bool multiplies(TensorCoreAttr core, MatmulOp op);

/// Whether `core` reads operands that are not contiguous along K.
bool readsAcrossK(TensorCoreAttr core);

/// The only place where tiles are chosen.
GpuScheduleAttr chooseGpuSchedule(MatmulOp op, TensorCoreAttr core,
                                  GpuTargetAttr target);

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_GPU_GPUSCHEDULEMODEL_H
