//===- OpTable.h - The ONNX ops that are imported ---------------*- C++ -*-===//
#ifndef MIXP_LIB_CONVERSION_ONNXTOMIXP_OPTABLE_H
#define MIXP_LIB_CONVERSION_ONNXTOMIXP_OPTABLE_H

#include "NodeContext.h"

namespace mixp::importer {

/// Imports a node whose arity and attribute names have been checked. On failure
/// one error has been emitted.
using Converter = mlir::FailureOr<ImportedTensor> (*)(NodeContext &);
/// The same for an op with several results: one for each output of the node.
using ManyConverter = mlir::FailureOr<Tensors> (*)(NodeContext &);

/// An initializer or attribute as a value; shares its data.
ImportedTensor toConstant(const OnnxTensor &tensor);

mlir::FailureOr<ImportedTensor> importAbs(NodeContext &context);
mlir::FailureOr<ImportedTensor> importAcos(NodeContext &context);
mlir::FailureOr<ImportedTensor> importAcosh(NodeContext &context);
mlir::FailureOr<ImportedTensor> importAdd(NodeContext &context);
mlir::FailureOr<ImportedTensor> importAnd(NodeContext &context);
mlir::FailureOr<ImportedTensor> importArgMax(NodeContext &context);
mlir::FailureOr<ImportedTensor> importArgMin(NodeContext &context);
mlir::FailureOr<ImportedTensor> importAsin(NodeContext &context);
mlir::FailureOr<ImportedTensor> importAsinh(NodeContext &context);
mlir::FailureOr<ImportedTensor> importAtan(NodeContext &context);
mlir::FailureOr<ImportedTensor> importAtanh(NodeContext &context);
mlir::FailureOr<ImportedTensor> importAveragePool(NodeContext &context);
mlir::FailureOr<Tensors> importBatchNormalization(NodeContext &context);
mlir::FailureOr<ImportedTensor> importBitShift(NodeContext &context);
mlir::FailureOr<ImportedTensor> importCast(NodeContext &context);
mlir::FailureOr<ImportedTensor> importCastLike(NodeContext &context);
mlir::FailureOr<ImportedTensor> importCeil(NodeContext &context);
mlir::FailureOr<ImportedTensor> importCelu(NodeContext &context);
mlir::FailureOr<ImportedTensor> importClip(NodeContext &context);
mlir::FailureOr<ImportedTensor> importConcat(NodeContext &context);
mlir::FailureOr<ImportedTensor> importConstant(NodeContext &context);
mlir::FailureOr<ImportedTensor> importConstantOfShape(NodeContext &context);
mlir::FailureOr<ImportedTensor> importConv(NodeContext &context);
mlir::FailureOr<ImportedTensor> importConvInteger(NodeContext &context);
mlir::FailureOr<ImportedTensor> importQLinearConv(NodeContext &context);
mlir::FailureOr<ImportedTensor> importCos(NodeContext &context);
mlir::FailureOr<ImportedTensor> importCosh(NodeContext &context);
mlir::FailureOr<ImportedTensor> importCumSum(NodeContext &context);
mlir::FailureOr<ImportedTensor> importDepthToSpace(NodeContext &context);
mlir::FailureOr<ImportedTensor> importDequantizeLinear(NodeContext &context);
mlir::FailureOr<ImportedTensor> importDiv(NodeContext &context);
mlir::FailureOr<ImportedTensor> importDropout(NodeContext &context);
mlir::FailureOr<ImportedTensor>
importDynamicQuantizeMatMul(NodeContext &context);
mlir::FailureOr<ImportedTensor> importElu(NodeContext &context);
mlir::FailureOr<ImportedTensor> importEqual(NodeContext &context);
mlir::FailureOr<ImportedTensor> importErf(NodeContext &context);
mlir::FailureOr<ImportedTensor> importExp(NodeContext &context);
mlir::FailureOr<ImportedTensor> importExpand(NodeContext &context);
mlir::FailureOr<ImportedTensor> importEyeLike(NodeContext &context);
mlir::FailureOr<ImportedTensor> importFlatten(NodeContext &context);
mlir::FailureOr<ImportedTensor> importFloor(NodeContext &context);
mlir::FailureOr<ImportedTensor> importGather(NodeContext &context);
mlir::FailureOr<ImportedTensor> importGatherElements(NodeContext &context);
mlir::FailureOr<ImportedTensor> importGelu(NodeContext &context);
mlir::FailureOr<ImportedTensor> importGemm(NodeContext &context);
mlir::FailureOr<ImportedTensor> importGlobalAveragePool(NodeContext &context);
mlir::FailureOr<ImportedTensor> importGlobalMaxPool(NodeContext &context);
mlir::FailureOr<ImportedTensor> importGreater(NodeContext &context);
mlir::FailureOr<ImportedTensor> importGreaterOrEqual(NodeContext &context);
mlir::FailureOr<ImportedTensor> importHardSigmoid(NodeContext &context);
mlir::FailureOr<ImportedTensor> importHardSwish(NodeContext &context);
mlir::FailureOr<ImportedTensor> importHardmax(NodeContext &context);
mlir::FailureOr<ImportedTensor> importIdentity(NodeContext &context);
mlir::FailureOr<ImportedTensor>
importInstanceNormalization(NodeContext &context);
mlir::FailureOr<ImportedTensor> importIsInf(NodeContext &context);
mlir::FailureOr<ImportedTensor> importIsNaN(NodeContext &context);
mlir::FailureOr<ImportedTensor> importLeakyRelu(NodeContext &context);
mlir::FailureOr<ImportedTensor> importLess(NodeContext &context);
mlir::FailureOr<ImportedTensor> importLessOrEqual(NodeContext &context);
mlir::FailureOr<ImportedTensor> importLog(NodeContext &context);
mlir::FailureOr<ImportedTensor> importLogSoftmax(NodeContext &context);
mlir::FailureOr<ImportedTensor> importMatMul(NodeContext &context);
mlir::FailureOr<ImportedTensor> importMatMulInteger(NodeContext &context);
mlir::FailureOr<ImportedTensor>
importMatMulIntegerToFloat(NodeContext &context);
mlir::FailureOr<ImportedTensor> importMatMulNBits(NodeContext &context);
mlir::FailureOr<ImportedTensor> importMax(NodeContext &context);
mlir::FailureOr<Tensors> importMaxPool(NodeContext &context);
mlir::FailureOr<ImportedTensor> importMean(NodeContext &context);
mlir::FailureOr<ImportedTensor> importMin(NodeContext &context);
mlir::FailureOr<ImportedTensor> importMish(NodeContext &context);
mlir::FailureOr<ImportedTensor> importMod(NodeContext &context);
mlir::FailureOr<ImportedTensor> importMul(NodeContext &context);
mlir::FailureOr<ImportedTensor> importNeg(NodeContext &context);
mlir::FailureOr<ImportedTensor> importNot(NodeContext &context);
mlir::FailureOr<ImportedTensor> importOneHot(NodeContext &context);
mlir::FailureOr<ImportedTensor> importOr(NodeContext &context);
mlir::FailureOr<ImportedTensor> importPRelu(NodeContext &context);
mlir::FailureOr<ImportedTensor> importPad(NodeContext &context);
mlir::FailureOr<ImportedTensor> importPow(NodeContext &context);
mlir::FailureOr<ImportedTensor> importQGemm(NodeContext &context);
mlir::FailureOr<ImportedTensor> importQLinearAdd(NodeContext &context);
mlir::FailureOr<ImportedTensor>
importQLinearGlobalAveragePool(NodeContext &context);
mlir::FailureOr<ImportedTensor> importQLinearLeakyRelu(NodeContext &context);
mlir::FailureOr<ImportedTensor> importQLinearMatMul(NodeContext &context);
mlir::FailureOr<ImportedTensor> importQLinearMul(NodeContext &context);
mlir::FailureOr<ImportedTensor> importQLinearSigmoid(NodeContext &context);
mlir::FailureOr<ImportedTensor> importQuantizeLinear(NodeContext &context);
mlir::FailureOr<ImportedTensor> importRMSNormalization(NodeContext &context);
mlir::FailureOr<ImportedTensor> importRange(NodeContext &context);
mlir::FailureOr<ImportedTensor> importReciprocal(NodeContext &context);
mlir::FailureOr<ImportedTensor> importReduceL1(NodeContext &context);
mlir::FailureOr<ImportedTensor> importReduceL2(NodeContext &context);
mlir::FailureOr<ImportedTensor> importReduceLogSum(NodeContext &context);
mlir::FailureOr<ImportedTensor> importReduceLogSumExp(NodeContext &context);
mlir::FailureOr<ImportedTensor> importReduceMax(NodeContext &context);
mlir::FailureOr<ImportedTensor> importReduceMean(NodeContext &context);
mlir::FailureOr<ImportedTensor> importReduceMin(NodeContext &context);
mlir::FailureOr<ImportedTensor> importReduceProd(NodeContext &context);
mlir::FailureOr<ImportedTensor> importReduceSum(NodeContext &context);
mlir::FailureOr<ImportedTensor> importReduceSumSquare(NodeContext &context);
mlir::FailureOr<ImportedTensor> importRelu(NodeContext &context);
mlir::FailureOr<ImportedTensor> importReshape(NodeContext &context);
mlir::FailureOr<ImportedTensor> importRound(NodeContext &context);
mlir::FailureOr<ImportedTensor> importSelu(NodeContext &context);
mlir::FailureOr<ImportedTensor> importShape(NodeContext &context);
mlir::FailureOr<ImportedTensor> importShrink(NodeContext &context);
mlir::FailureOr<ImportedTensor> importSigmoid(NodeContext &context);
mlir::FailureOr<ImportedTensor> importSign(NodeContext &context);
mlir::FailureOr<ImportedTensor> importSin(NodeContext &context);
mlir::FailureOr<ImportedTensor> importSinh(NodeContext &context);
mlir::FailureOr<ImportedTensor> importSize(NodeContext &context);
mlir::FailureOr<ImportedTensor> importSlice(NodeContext &context);
mlir::FailureOr<ImportedTensor> importSoftmax(NodeContext &context);
mlir::FailureOr<ImportedTensor> importSoftplus(NodeContext &context);
mlir::FailureOr<ImportedTensor> importSoftsign(NodeContext &context);
mlir::FailureOr<ImportedTensor> importSpaceToDepth(NodeContext &context);
mlir::FailureOr<ImportedTensor> importSqrt(NodeContext &context);
mlir::FailureOr<ImportedTensor> importSqueeze(NodeContext &context);
mlir::FailureOr<ImportedTensor> importSub(NodeContext &context);
mlir::FailureOr<ImportedTensor> importSum(NodeContext &context);
mlir::FailureOr<ImportedTensor> importTan(NodeContext &context);
mlir::FailureOr<ImportedTensor> importTanh(NodeContext &context);
mlir::FailureOr<ImportedTensor> importThresholdedRelu(NodeContext &context);
mlir::FailureOr<ImportedTensor> importTile(NodeContext &context);
mlir::FailureOr<ImportedTensor> importTranspose(NodeContext &context);
mlir::FailureOr<ImportedTensor> importTrilu(NodeContext &context);
mlir::FailureOr<ImportedTensor> importUnsqueeze(NodeContext &context);
mlir::FailureOr<ImportedTensor> importWhere(NodeContext &context);
mlir::FailureOr<ImportedTensor> importXor(NodeContext &context);
mlir::FailureOr<Tensors> importDynamicQuantizeLinear(NodeContext &context);
mlir::FailureOr<Tensors> importGRU(NodeContext &context);
mlir::FailureOr<Tensors> importIf(NodeContext &context);
mlir::FailureOr<Tensors> importLSTM(NodeContext &context);
mlir::FailureOr<Tensors> importLayerNormalization(NodeContext &context);
mlir::FailureOr<Tensors> importLoop(NodeContext &context);
mlir::FailureOr<Tensors> importRNN(NodeContext &context);
mlir::FailureOr<Tensors> importSplit(NodeContext &context);

/// One supported op.
struct OpEntry {
  llvm::StringRef name;
  std::variant<Converter, ManyConverter> convert;
  size_t minInputs, maxInputs;
  /// Every attribute that the op has in some opset that is read. Others are
  /// refused: ignoring one could change the result.
  std::vector<llvm::StringRef> attributes = {};
  /// The op's last outputs may be left out.
  size_t maxOutputs = 1;
  /// Inputs before this one may be left out.
  size_t firstRequired = 0;
};

/// Any number of inputs or outputs.
inline constexpr size_t kMany = std::numeric_limits<size_t>::max();

/// Null if there is no such op.
const OpEntry *lookUpOp(const OnnxNode &node);

/// Emits one error that lists every node, also of inner graphs, whose op has no
/// entry.
mlir::LogicalResult checkOpsAreSupported(const ErrorSink &errors, int64_t opset,
                                         const OnnxGraph &graph);

/// Checks number of inputs and outputs, that no required one is left out, and
/// the names of attributes.
mlir::LogicalResult checkSignature(const NodeContext &context,
                                   const OnnxNode &node, const OpEntry &entry);

} // namespace mixp::importer

#endif // MIXP_LIB_CONVERSION_ONNXTOMIXP_OPTABLE_H
