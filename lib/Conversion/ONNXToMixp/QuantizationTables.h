//===- QuantizationTables.h - Scales and zero points of nodes ---*- C++ -*-===//
#ifndef MIXP_LIB_CONVERSION_ONNXTOMIXP_QUANTIZATIONTABLES_H
#define MIXP_LIB_CONVERSION_ONNXTOMIXP_QUANTIZATIONTABLES_H

#include "NodeContext.h"

namespace mixp::importer {

/// An input and what messages call it: `the scale of A`.
struct TableRole {
  size_t index;
  llvm::StringRef name;
};
/// `the scale of A (input #1)`.
std::string describe(TableRole role);

/// The scale as the node has it, narrow floats as f32. A constant has to be
/// positive and finite.
mlir::FailureOr<ImportedTensor> readScale(NodeContext &context, TableRole role);
/// The same for scales of `kinds`, of which float8e8m0 is kept, and which need
/// not be positive.
mlir::FailureOr<ImportedTensor>
readScaleOfAnySign(NodeContext &context, TableRole role,
                   llvm::ArrayRef<ElementKind> kinds);
/// Fails for a constant with an element that is not.
mlir::LogicalResult checkPositive(NodeContext &context, TableRole role,
                                  const ImportedTensor &scale);

/// The zero point of numbers of `kind` as i32. Nothing where it is left out,
/// and for floats, whose zero point can only be 0.
mlir::FailureOr<std::optional<ImportedTensor>>
readZeroPoint(NodeContext &context, TableRole role, ElementKind kind);

/// A table repeated along dims of size 1; small constants are stored so.
ImportedTensor repeatTable(TensorBuilder &build, const ImportedTensor &table,
                           llvm::ArrayRef<Dim> shape);

/// Element-wise on tables, with broadcasting.
ImportedTensor computeTables(TensorBuilder &build, Arithmetic op,
                             const ImportedTensor &lhs,
                             const ImportedTensor &rhs);

/// Scale and zero point of one rank as mixp's ops take them: in one shape.
/// Every dim of size 1 is one for the whole dim.
Quantization makeQuantization(TensorBuilder &build,
                              std::optional<ImportedTensor> scale,
                              std::optional<ImportedTensor> zeroPoint);

/// Scale and zero point, of one element each, of a tensor of `rank`.
mlir::FailureOr<Quantization> readPerTensor(NodeContext &context, size_t rank,
                                            TableRole scale,
                                            TableRole zeroPoint,
                                            ElementKind kind);

} // namespace mixp::importer

#endif // MIXP_LIB_CONVERSION_ONNXTOMIXP_QUANTIZATIONTABLES_H
