//===- ElementwiseBuilder.h - Small linalg ops around products --*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_PRODUCTS_ELEMENTWISEBUILDER_H
#define MIXP_LIB_CODEGEN_PRODUCTS_ELEMENTWISEBUILDER_H

#include "mlir/IR/AffineMap.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"

namespace mixp {

/// An operand of an elementwise op and the map from the result's dims to its
/// own (dims and zeros only).
struct MappedOperand {
  mlir::Value value;
  mlir::AffineMap map;
};

/// A linalg.generic with a parallel iterator for each dim of a tensor of
/// `sizes` and `element`; `body` gets the operands' elements.
mlir::Value buildElementwise(
    mlir::OpBuilder &builder, mlir::Location loc,
    llvm::ArrayRef<mlir::OpFoldResult> sizes, mlir::Type element,
    llvm::ArrayRef<MappedOperand> operands,
    llvm::function_ref<mlir::Value(mlir::OpBuilder &, mlir::Location,
                                   mlir::ValueRange)>
        body);

/// Element `index` of raw 8- or 4-bit data, one byte each.
int32_t readInteger(llvm::ArrayRef<char> bytes, int64_t index, unsigned width,
                    bool isUnsigned);

/// The i32 sums of an 8- or 4-bit integer tensor along its dim `dim`, modulo
/// 2^32. Computed here where `tensor` is a constant.
mlir::Value buildIntegerSums(mlir::OpBuilder &builder, mlir::Location loc,
                             mlir::Value tensor, int64_t dim, bool isUnsigned);

/// `factor` times the i32 sums of groups of `size` columns of an M x K tensor,
/// K static: M x ceil(K / size). They wrap modulo 2^32.
mlir::Value buildIntegerGroupSums(mlir::OpBuilder &builder, mlir::Location loc,
                                  mlir::Value tensor, int64_t size,
                                  bool isUnsigned, int32_t factor);

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_PRODUCTS_ELEMENTWISEBUILDER_H
