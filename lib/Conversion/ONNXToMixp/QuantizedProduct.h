//===- QuantizedProduct.h - Products of stored integers ---------*- C++ -*-===//
#ifndef MIXP_LIB_CONVERSION_ONNXTOMIXP_QUANTIZEDPRODUCT_H
#define MIXP_LIB_CONVERSION_ONNXTOMIXP_QUANTIZEDPRODUCT_H

#include "MatMulShapes.h"
#include "QuantizationTables.h"

namespace mixp::importer {

/// What the entries of a matrix's table are for, unless there is only one.
enum class EntryPer { Row, Column };

/// A matrix, with batch dims, and what the product takes it as.
struct MatrixShape {
  llvm::ArrayRef<Dim> matrix, flat;
  EntryPer entries;
};

/// `table` in the rank of `place.flat`: it has one element, one for each row
/// (or column), or the rank of `place.matrix`.
mlir::FailureOr<ImportedTensor> layTable(NodeContext &context,
                                         const ImportedTensor &table,
                                         TableRole role,
                                         const MatrixShape &place);

/// The inputs of an operand; those that its node leaves out may be absent.
struct OperandInputs {
  size_t values;
  std::optional<TableRole> scale;
  TableRole zeroPoint;
};

/// An operand as stored, with its tables in the rank that it has in a product.
struct StoredOperand {
  ImportedTensor values;
  std::optional<ImportedTensor> scale, zeroPoint;
};

/// Fails unless `values`, the input `inputs.values` or its transpose, are int8
/// or uint8 and the tables fit.
mlir::FailureOr<StoredOperand> readOperand(NodeContext &context,
                                           const OperandInputs &inputs,
                                           const ImportedTensor &values,
                                           const MatrixShape &place);

/// The sum of products without zero points, i32.
ImportedTensor multiplyIntegers(TensorBuilder &build, const StoredOperand &lhs,
                                const StoredOperand &rhs);
/// The product of the real numbers that the operands stand for, f32.
ImportedTensor multiplyReals(TensorBuilder &build, const StoredOperand &lhs,
                             const StoredOperand &rhs);

/// `product` plus the bias that is input `index`, an element for each column,
/// where there is one.
mlir::FailureOr<ImportedTensor>
addColumns(NodeContext &context, const ImportedTensor &product, size_t index);

} // namespace mixp::importer

#endif // MIXP_LIB_CONVERSION_ONNXTOMIXP_QUANTIZEDPRODUCT_H
