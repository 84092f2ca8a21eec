//===- OpTable.cpp - The ONNX ops that are imported -----------------------===//
#include "OpTable.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"

using namespace mlir;
using namespace mixp::importer;

static const OpEntry kOps[] = {
    {"Abs", importAbs, 1, 1, {}},
    {"Acos", importAcos, 1, 1, {}},
    {"Acosh", importAcosh, 1, 1, {}},
    {"Add", importAdd, 2, 2, {}},
    {"And", importAnd, 2, 2, {}},
    {"ArgMax", importArgMax, 1, 1, {"axis", "keepdims", "select_last_index"}},
    {"ArgMin", importArgMin, 1, 1, {"axis", "keepdims", "select_last_index"}},
    {"Asin", importAsin, 1, 1, {}},
    {"Asinh", importAsinh, 1, 1, {}},
    {"Atan", importAtan, 1, 1, {}},
    {"Atanh", importAtanh, 1, 1, {}},
    {"AveragePool",
     importAveragePool,
     1,
     1,
     {"count_include_pad", "auto_pad", "ceil_mode", "dilations", "kernel_shape",
      "pads", "strides"}},
    {"BatchNormalization",
     importBatchNormalization,
     5,
     5,
     {"epsilon", "momentum", "spatial", "training_mode"},
     3},
    {"BitShift", importBitShift, 2, 2, {"direction"}},
    {"Cast", importCast, 1, 1, {"to", "saturate", "round_mode"}},
    {"CastLike", importCastLike, 2, 2, {"saturate", "round_mode"}},
    {"Ceil", importCeil, 1, 1, {}},
    {"Celu", importCelu, 1, 1, {"alpha"}},
    {"Clip", importClip, 1, 3, {"max", "min"}},
    {"Concat", importConcat, 1, kMany, {"axis"}},
    {"Constant",
     importConstant,
     0,
     0,
     {"value", "value_float", "value_floats", "value_int", "value_ints",
      "value_string", "value_strings", "sparse_value"}},
    {"ConstantOfShape", importConstantOfShape, 1, 1, {"value"}},
    {"Conv",
     importConv,
     2,
     3,
     {"auto_pad", "dilations", "group", "kernel_shape", "pads", "strides"}},
    {"ConvInteger",
     importConvInteger,
     2,
     4,
     {"auto_pad", "dilations", "group", "kernel_shape", "pads", "strides"}},
    {"QLinearConv",
     importQLinearConv,
     8,
     9,
     {"auto_pad", "dilations", "group", "kernel_shape", "pads", "strides"}},
    {"Cos", importCos, 1, 1, {}},
    {"Cosh", importCosh, 1, 1, {}},
    {"CumSum", importCumSum, 2, 2, {"exclusive", "reverse"}},
    {"DepthToSpace", importDepthToSpace, 1, 1, {"blocksize", "mode"}},
    {"DequantizeLinear",
     importDequantizeLinear,
     2,
     3,
     {"axis", "block_size", "output_dtype"}},
    {"Div", importDiv, 2, 2, {}},
    {"Dropout", importDropout, 1, 3, {"ratio", "seed"}, 2},
    {"DynamicQuantizeLinear", importDynamicQuantizeLinear, 1, 1, {}, 3},
    {"Elu", importElu, 1, 1, {"alpha"}},
    {"Equal", importEqual, 2, 2, {}},
    {"Erf", importErf, 1, 1, {}},
    {"Exp", importExp, 1, 1, {}},
    {"Expand", importExpand, 2, 2, {}},
    {"EyeLike", importEyeLike, 1, 1, {"dtype", "k"}},
    {"Flatten", importFlatten, 1, 1, {"axis"}},
    {"Floor", importFloor, 1, 1, {}},
    {"GRU",
     importGRU,
     3,
     6,
     {"linear_before_reset", "activation_alpha", "activation_beta",
      "activations", "clip", "direction", "hidden_size", "layout"},
     2},
    {"Gather", importGather, 2, 2, {"axis"}},
    {"GatherElements", importGatherElements, 2, 2, {"axis"}},
    {"Gelu", importGelu, 1, 1, {"approximate"}},
    {"Gemm", importGemm, 2, 3, {"alpha", "beta", "transA", "transB"}},
    {"GlobalAveragePool", importGlobalAveragePool, 1, 1, {}},
    {"GlobalMaxPool", importGlobalMaxPool, 1, 1, {}},
    {"Greater", importGreater, 2, 2, {}},
    {"GreaterOrEqual", importGreaterOrEqual, 2, 2, {}},
    {"HardSigmoid", importHardSigmoid, 1, 1, {"alpha", "beta"}},
    {"HardSwish", importHardSwish, 1, 1, {}},
    {"Hardmax", importHardmax, 1, 1, {"axis"}},
    {"Identity", importIdentity, 1, 1, {}},
    {"If", importIf, 1, 1, {"else_branch", "then_branch"}, kMany},
    {"InstanceNormalization", importInstanceNormalization, 3, 3, {"epsilon"}},
    {"IsInf", importIsInf, 1, 1, {"detect_negative", "detect_positive"}},
    {"IsNaN", importIsNaN, 1, 1, {}},
    {"LSTM",
     importLSTM,
     3,
     8,
     {"input_forget", "activation_alpha", "activation_beta", "activations",
      "clip", "direction", "hidden_size", "layout"},
     3},
    {"LayerNormalization",
     importLayerNormalization,
     2,
     3,
     {"axis", "epsilon", "stash_type"},
     3},
    {"LeakyRelu", importLeakyRelu, 1, 1, {"alpha"}},
    {"Less", importLess, 2, 2, {}},
    {"LessOrEqual", importLessOrEqual, 2, 2, {}},
    {"Log", importLog, 1, 1, {}},
    {"LogSoftmax", importLogSoftmax, 1, 1, {"axis"}},
    {"Loop", importLoop, 2, kMany, {"body"}, kMany, 2},
    {"MatMul", importMatMul, 2, 2, {}},
    {"MatMulInteger", importMatMulInteger, 2, 4, {}},
    {"Max", importMax, 1, kMany, {}},
    {"MaxPool",
     importMaxPool,
     1,
     1,
     {"storage_order", "auto_pad", "ceil_mode", "dilations", "kernel_shape",
      "pads", "strides"},
     2},
    {"Mean", importMean, 1, kMany, {}},
    {"Min", importMin, 1, kMany, {}},
    {"Mish", importMish, 1, 1, {}},
    {"Mod", importMod, 2, 2, {"fmod"}},
    {"Mul", importMul, 2, 2, {}},
    {"Neg", importNeg, 1, 1, {}},
    {"Not", importNot, 1, 1, {}},
    {"OneHot", importOneHot, 3, 3, {"axis"}},
    {"Or", importOr, 2, 2, {}},
    {"PRelu", importPRelu, 2, 2, {}},
    {"Pad", importPad, 1, 4, {"mode", "pads", "value"}},
    {"Pow", importPow, 2, 2, {}},
    {"QLinearMatMul", importQLinearMatMul, 8, 8, {}},
    {"QuantizeLinear",
     importQuantizeLinear,
     2,
     3,
     {"axis", "block_size", "output_dtype", "precision", "saturate"}},
    {"RMSNormalization",
     importRMSNormalization,
     2,
     2,
     {"axis", "epsilon", "stash_type"}},
    {"RNN",
     importRNN,
     3,
     6,
     {"activation_alpha", "activation_beta", "activations", "clip", "direction",
      "hidden_size", "layout"},
     2},
    {"Range", importRange, 3, 3, {}},
    {"Reciprocal", importReciprocal, 1, 1, {}},
    {"ReduceL1",
     importReduceL1,
     1,
     2,
     {"axes", "keepdims", "noop_with_empty_axes"}},
    {"ReduceL2",
     importReduceL2,
     1,
     2,
     {"axes", "keepdims", "noop_with_empty_axes"}},
    {"ReduceLogSum",
     importReduceLogSum,
     1,
     2,
     {"axes", "keepdims", "noop_with_empty_axes"}},
    {"ReduceLogSumExp",
     importReduceLogSumExp,
     1,
     2,
     {"axes", "keepdims", "noop_with_empty_axes"}},
    {"ReduceMax",
     importReduceMax,
     1,
     2,
     {"axes", "keepdims", "noop_with_empty_axes"}},
    {"ReduceMean",
     importReduceMean,
     1,
     2,
     {"axes", "keepdims", "noop_with_empty_axes"}},
    {"ReduceMin",
     importReduceMin,
     1,
     2,
     {"axes", "keepdims", "noop_with_empty_axes"}},
    {"ReduceProd",
     importReduceProd,
     1,
     2,
     {"axes", "keepdims", "noop_with_empty_axes"}},
    {"ReduceSum",
     importReduceSum,
     1,
     2,
     {"axes", "keepdims", "noop_with_empty_axes"}},
    {"ReduceSumSquare",
     importReduceSumSquare,
     1,
     2,
     {"axes", "keepdims", "noop_with_empty_axes"}},
    {"Relu", importRelu, 1, 1, {}},
    {"Reshape", importReshape, 2, 2, {"allowzero"}},
    {"Round", importRound, 1, 1, {}},
    {"Selu", importSelu, 1, 1, {"alpha", "gamma"}},
    {"Shape", importShape, 1, 1, {"end", "start"}},
    {"Shrink", importShrink, 1, 1, {"bias", "lambd"}},
    {"Sigmoid", importSigmoid, 1, 1, {}},
    {"Sign", importSign, 1, 1, {}},
    {"Sin", importSin, 1, 1, {}},
    {"Sinh", importSinh, 1, 1, {}},
    {"Size", importSize, 1, 1, {}},
    {"Slice", importSlice, 1, 5, {"axes", "ends", "starts"}},
    {"Softmax", importSoftmax, 1, 1, {"axis"}},
    {"Softplus", importSoftplus, 1, 1, {}},
    {"Softsign", importSoftsign, 1, 1, {}},
    {"SpaceToDepth", importSpaceToDepth, 1, 1, {"blocksize"}},
    {"Split", importSplit, 1, 2, {"axis", "split", "num_outputs"}, kMany},
    {"Sqrt", importSqrt, 1, 1, {}},
    {"Squeeze", importSqueeze, 1, 2, {"axes"}},
    {"Sub", importSub, 2, 2, {}},
    {"Sum", importSum, 1, kMany, {}},
    {"Tan", importTan, 1, 1, {}},
    {"Tanh", importTanh, 1, 1, {}},
    {"ThresholdedRelu", importThresholdedRelu, 1, 1, {"alpha"}},
    {"Tile", importTile, 2, 2, {}},
    {"Transpose", importTranspose, 1, 1, {"perm"}},
    {"Trilu", importTrilu, 1, 2, {"upper"}},
    {"Unsqueeze", importUnsqueeze, 1, 2, {"axes"}},
    {"Where", importWhere, 3, 3, {}},
    {"Xor", importXor, 2, 2, {}},
    // ONNX Runtime's own.
    {"com.microsoft.DequantizeLinear",
     importDequantizeLinear,
     2,
     3,
     {"axis", "block_size"}},
    {"com.microsoft.DynamicQuantizeMatMul",
     importDynamicQuantizeMatMul,
     3,
     5,
     {}},
    {"com.microsoft.MatMulIntegerToFloat",
     importMatMulIntegerToFloat,
     4,
     7,
     {}},
    {"com.microsoft.MatMulNBits",
     importMatMulNBits,
     3,
     6,
     {"K", "N", "accuracy_level", "bits", "block_size", "weight_prepacked"}},
    {"com.microsoft.QGemm",
     importQGemm,
     6,
     9,
     {"alpha", "transA", "transB"},
     1,
     6},
    {"com.microsoft.QLinearAdd", importQLinearAdd, 7, 8, {}, 1, 7},
    {"com.microsoft.QLinearGlobalAveragePool",
     importQLinearGlobalAveragePool,
     5,
     5,
     {"channels_last"}},
    {"com.microsoft.QLinearLeakyRelu",
     importQLinearLeakyRelu,
     4,
     5,
     {"alpha"},
     1,
     4},
    {"com.microsoft.QLinearMul", importQLinearMul, 7, 8, {}, 1, 7},
    {"com.microsoft.QLinearSigmoid", importQLinearSigmoid, 4, 5, {}, 1, 4},
    {"com.microsoft.QuantizeLinear",
     importQuantizeLinear,
     2,
     3,
     {"axis", "block_size"}},
};

const OpEntry *mixp::importer::lookUpOp(const OnnxNode &node) {
  static const auto *byName = [] {
    auto *map = new llvm::StringMap<const OpEntry *>;
    for (const OpEntry &entry : kOps)
      (*map)[entry.name] = &entry;
    return map;
  }();
  return byName->lookup(
      node.isDefaultDomain() ? node.opType : node.domain + "." + node.opType);
}

/// Appends a line for each node whose op is not supported.
static void listUnsupported(const OnnxGraph &graph, int64_t opset,
                            size_t &count, size_t &total, std::string &list) {
  for (const OnnxNode &node : graph.nodes) {
    ++total;
    for (const OnnxAttribute &attribute : node.attributes)
      if (auto *inner =
              std::get_if<std::shared_ptr<const OnnxGraph>>(&attribute.value))
        listUnsupported(**inner, opset, count, total, list);
    if (lookUpOp(node))
      continue;
    ++count;
    list += "\n  " + describe(node);
    list.pop_back();
    list += node.isDefaultDomain() ? ", opset " + std::to_string(opset) + ")"
                                   : ", domain " + quote(node.domain) + ")";
  }
}

LogicalResult mixp::importer::checkOpsAreSupported(const ErrorSink &errors,
                                                   int64_t opset,
                                                   const OnnxGraph &graph) {
  std::string list;
  size_t count = 0, total = 0;
  listUnsupported(graph, opset, count, total, list);
  if (count == 0)
    return success();
  return errors.error() << count << " of " << total
                        << " nodes have an op that is not supported:" << list
                        << "\ndocs/OnnxCoverage.md lists those that are"
                        << "\nrewrite these nodes, or export the part of the "
                           "model before or after them";
}

LogicalResult mixp::importer::checkSignature(const NodeContext &context,
                                             const OnnxNode &node,
                                             const OpEntry &entry) {
  size_t inputs = node.inputs.size();
  if (inputs < entry.minInputs || inputs > entry.maxInputs) {
    InFlightDiagnostic diagnostic = context.error() << "expected ";
    if (entry.maxInputs == kMany)
      diagnostic << "at least " << entry.minInputs;
    else if (entry.minInputs == entry.maxInputs)
      diagnostic << entry.minInputs;
    else
      diagnostic << entry.minInputs << " to " << entry.maxInputs;
    return diagnostic << " inputs but got " << inputs;
  }
  for (auto [index, name] : llvm::enumerate(node.inputs))
    if (name.empty() && index >= entry.firstRequired &&
        (index < entry.minInputs || entry.maxInputs == kMany))
      return context.error() << "input #" << index << " is left out but "
                             << "required";
  // Further outputs of most ops exist in training only.
  size_t outputs = llvm::count_if(
      node.outputs, [](const std::string &name) { return !name.empty(); });
  if (outputs == 0 || node.outputs.size() > entry.maxOutputs) {
    InFlightDiagnostic diagnostic = context.error() << "expected ";
    if (entry.maxOutputs == 1)
      diagnostic << "one output";
    else if (entry.maxOutputs == kMany)
      diagnostic << "outputs";
    else
      diagnostic << "1 to " << entry.maxOutputs << " outputs";
    return diagnostic << " but got " << outputs
                      << "; export the model for inference";
  }
  llvm::StringSet<> seen;
  for (const OnnxAttribute &attribute : node.attributes) {
    if (!llvm::is_contained(entry.attributes, attribute.name))
      return context.error()
             << "unknown attribute " << quote(attribute.name)
             << "; the file is damaged or of another opset than it says";
    if (!seen.insert(attribute.name).second)
      return context.error()
             << "attribute " << quote(attribute.name) << " is given twice";
  }
  return success();
}
