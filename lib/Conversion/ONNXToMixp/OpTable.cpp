//===- OpTable.cpp - The ONNX ops that are imported -----------------------===//
#include "OpTable.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"

using namespace mlir;
using namespace mixp::importer;

/// Inputs of Concat: any number.
static constexpr size_t kMany = std::numeric_limits<size_t>::max();

static const std::vector<OpEntry> &getTable() {
  static const std::vector<OpEntry> table = {
      {"Add", importAdd, 2, 2, {}},
      {"BatchNormalization",
       importBatchNormalization,
       5,
       5,
       {"epsilon", "momentum", "spatial", "training_mode"}},
      {"Cast", importCast, 1, 1, {"to"}},
      {"Concat", importConcat, 1, kMany, {"axis"}},
      {"Constant",
       importConstant,
       0,
       0,
       {"value", "value_float", "value_floats", "value_int", "value_ints",
        "value_string", "value_strings", "sparse_value"}},
      {"DequantizeLinear", importDequantizeLinear, 2, 3, {"axis"}},
      {"Div", importDiv, 2, 2, {}},
      {"Flatten", importFlatten, 1, 1, {"axis"}},
      {"Gemm", importGemm, 2, 3, {"alpha", "beta", "transA", "transB"}},
      {"Identity", importIdentity, 1, 1, {}},
      {"LeakyRelu", importLeakyRelu, 1, 1, {"alpha"}},
      {"MatMul", importMatMul, 2, 2, {}},
      {"Mul", importMul, 2, 2, {}},
      {"QuantizeLinear", importQuantizeLinear, 2, 3, {"axis"}},
      {"Relu", importRelu, 1, 1, {}},
      {"Reshape", importReshape, 2, 2, {"allowzero"}},
      {"Sigmoid", importSigmoid, 1, 1, {}},
      {"Slice", importSlice, 1, 5, {"axes", "ends", "starts"}},
      {"Softmax", importSoftmax, 1, 1, {"axis"}},
      {"Squeeze", importSqueeze, 1, 2, {"axes"}},
      {"Sub", importSub, 2, 2, {}},
      {"Tanh", importTanh, 1, 1, {}},
      {"Transpose", importTranspose, 1, 1, {"perm"}},
      {"Unsqueeze", importUnsqueeze, 1, 2, {"axes"}},
  };
  return table;
}

const OpEntry *mixp::importer::lookUpOp(const OnnxNode &node) {
  static const auto *byName = [] {
    auto *map = new llvm::StringMap<const OpEntry *>;
    for (const OpEntry &entry : getTable())
      (*map)[entry.name] = &entry;
    return map;
  }();
  if (!node.domain.empty() && node.domain != "ai.onnx")
    return nullptr;
  return byName->lookup(node.opType);
}

LogicalResult mixp::importer::checkOpsAreSupported(const ErrorSink &errors,
                                                   const OnnxModel &model) {
  std::string list;
  size_t count = 0;
  for (const OnnxNode &node : model.nodes) {
    if (lookUpOp(node))
      continue;
    ++count;
    list += "\n  " + describe(node);
    list.pop_back();
    list += node.domain.empty() || node.domain == "ai.onnx"
                ? ", opset " + std::to_string(model.opset) + ")"
                : ", domain " + quote(node.domain) + ")";
  }
  if (count == 0)
    return success();
  std::string supported;
  for (const OpEntry &entry : getTable())
    supported += (supported.empty() ? "" : " ") + entry.name.str();
  return errors.error() << count << " of " << model.nodes.size()
                        << " nodes have an op that is not supported:" << list
                        << "\nsupported are: " << supported
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
    if (name.empty() && (index < entry.minInputs || entry.maxInputs == kMany))
      return context.error() << "input #" << index << " is left out but "
                             << "required";
  // Further outputs of an op here exist in training only.
  size_t outputs = llvm::count_if(
      node.outputs, [](const std::string &name) { return !name.empty(); });
  if (outputs != 1 || node.outputs.front().empty())
    return context.error() << "expected one output but got " << outputs
                           << "; export the model for inference";
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
