//===- WeightOnly.h - Products with weights in few bits ---------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_GPU_WEIGHTONLY_H
#define MIXP_LIB_CODEGEN_GPU_WEIGHTONLY_H

#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mixp/Dialect/Mixp/Transforms/Remarks.h"

namespace mixp {

/// Whether lhs is f16 or bf16 and rhs holds codes of 4 or 8 bits that registers
/// make numbers of lhs's type from.
bool isWeightOnly(MatmulOp op);

/// The element type of a weight-only product's rhs, unsigned integers as ui4 or
/// ui8.
mlir::Type getWeightCode(MatmulOp op);

/// Why no kernel applies the scales or zero points that a weight-only product
/// still has; nothing where one does.
std::optional<RemarkCode> findWeightObstacle(MatmulOp op);

/// Elements of K that share a row of the product's tables, or nothing where the
/// tables have one row.
std::optional<int64_t> getWeightGroup(MatmulOp op);

/// The tile sizes of a weight-only product; `core` multiplies lhs's type.
GpuScheduleAttr chooseWeightSchedule(MatmulOp op, GpuTargetAttr target);

/// The product's scales with one for each column, in a type that kernels read;
/// null without scales.
mlir::Value buildScaleTable(mlir::OpBuilder &b, MatmulOp op);
/// Its zero points, one for each column, in lhs's type.
mlir::Value buildZeroPointTable(mlir::OpBuilder &b, MatmulOp op);

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_GPU_WEIGHTONLY_H
