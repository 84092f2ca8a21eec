//===- OpTable.h - The ONNX ops that are imported ---------------*- C++ -*-===//
#ifndef MIXP_LIB_CONVERSION_ONNXTOMIXP_OPTABLE_H
#define MIXP_LIB_CONVERSION_ONNXTOMIXP_OPTABLE_H

#include "NodeContext.h"

namespace mixp::importer {

/// Imports a node whose arity and attribute names have been checked. On failure
/// one error has been emitted. Every op here has one result.
using Converter = mlir::FailureOr<ImportedTensor> (*)(NodeContext &);

/// An initializer or attribute as a value; shares its data.
ImportedTensor toConstant(const OnnxTensor &tensor);

mlir::FailureOr<ImportedTensor> importBatchNormalization(NodeContext &context);
mlir::FailureOr<ImportedTensor> importCast(NodeContext &context);
mlir::FailureOr<ImportedTensor> importConcat(NodeContext &context);
mlir::FailureOr<ImportedTensor> importConstant(NodeContext &context);
mlir::FailureOr<ImportedTensor> importDequantizeLinear(NodeContext &context);
mlir::FailureOr<ImportedTensor> importQuantizeLinear(NodeContext &context);
mlir::FailureOr<ImportedTensor> importFlatten(NodeContext &context);
mlir::FailureOr<ImportedTensor> importGemm(NodeContext &context);
mlir::FailureOr<ImportedTensor> importIdentity(NodeContext &context);
mlir::FailureOr<ImportedTensor> importMatMul(NodeContext &context);
mlir::FailureOr<ImportedTensor> importReshape(NodeContext &context);
mlir::FailureOr<ImportedTensor> importSlice(NodeContext &context);
mlir::FailureOr<ImportedTensor> importSoftmax(NodeContext &context);
mlir::FailureOr<ImportedTensor> importSqueeze(NodeContext &context);
mlir::FailureOr<ImportedTensor> importTranspose(NodeContext &context);
mlir::FailureOr<ImportedTensor> importUnsqueeze(NodeContext &context);
mlir::FailureOr<ImportedTensor> importAdd(NodeContext &context);
mlir::FailureOr<ImportedTensor> importSub(NodeContext &context);
mlir::FailureOr<ImportedTensor> importMul(NodeContext &context);
mlir::FailureOr<ImportedTensor> importDiv(NodeContext &context);
mlir::FailureOr<ImportedTensor> importRelu(NodeContext &context);
mlir::FailureOr<ImportedTensor> importLeakyRelu(NodeContext &context);
mlir::FailureOr<ImportedTensor> importSigmoid(NodeContext &context);
mlir::FailureOr<ImportedTensor> importTanh(NodeContext &context);

/// One supported op.
struct OpEntry {
  llvm::StringRef name;
  Converter convert;
  size_t minInputs, maxInputs;
  /// Every attribute that the op has in some opset that is read. Others are
  /// refused: ignoring one could change the result.
  std::vector<llvm::StringRef> attributes;
};

/// Null if there is no such op in the default domain.
const OpEntry *lookUpOp(const OnnxNode &node);

/// Emits one error that lists every node whose op has no entry.
mlir::LogicalResult checkOpsAreSupported(const ErrorSink &errors,
                                         const OnnxModel &model);

/// Checks number of inputs and outputs, that no required one is left out, and
/// the names of attributes.
mlir::LogicalResult checkSignature(const NodeContext &context,
                                   const OnnxNode &node, const OpEntry &entry);

} // namespace mixp::importer

#endif // MIXP_LIB_CONVERSION_ONNXTOMIXP_OPTABLE_H
