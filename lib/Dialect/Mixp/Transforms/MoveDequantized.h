//===- MoveDequantized.h - Moves of stored values and scales ----*- C++ -*-===//
#ifndef MIXP_LIB_DIALECT_MIXP_TRANSFORMS_MOVEDEQUANTIZED_H
#define MIXP_LIB_DIALECT_MIXP_TRANSFORMS_MOVEDEQUANTIZED_H

#include "Dequantized.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

namespace mixp {

// Each builds, of the dequantized inputs of `op`, its dequantized result, or
// nothing where the blocks do not map.
std::optional<Dequantized> moveThrough(mlir::OpBuilder &b,
                                       mlir::tensor::CastOp op,
                                       const Dequantized &input);
std::optional<Dequantized> moveThrough(mlir::OpBuilder &b,
                                       mlir::tensor::CollapseShapeOp op,
                                       const Dequantized &input);
std::optional<Dequantized> moveThrough(mlir::OpBuilder &b,
                                       mlir::tensor::ExpandShapeOp op,
                                       const Dequantized &input);
std::optional<Dequantized> moveThrough(mlir::OpBuilder &b,
                                       mlir::tensor::ExtractSliceOp op,
                                       const Dequantized &input);
std::optional<Dequantized> moveThrough(mlir::OpBuilder &b,
                                       mlir::linalg::TransposeOp op,
                                       const Dequantized &input);
std::optional<Dequantized> moveThrough(mlir::OpBuilder &b,
                                       mlir::tensor::ConcatOp op,
                                       llvm::ArrayRef<Dequantized> inputs);

} // namespace mixp

#endif // MIXP_LIB_DIALECT_MIXP_TRANSFORMS_MOVEDEQUANTIZED_H
