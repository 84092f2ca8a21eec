//===- ReadOnnxGraph.cpp - Nodes, inputs and outputs of a graph -----------===//
#include "ReadOnnx.h"

using namespace mlir;
using namespace mixp::importer;

static FailureOr<OnnxValueInfo>
readValueInfo(const ErrorSink &errors, const char *role, bool needsType,
              const ::onnx::ValueInfoProto &proto) {
  std::string owner = role + (" " + quote(proto.name()));
  if (proto.name().empty())
    return errors.error() << "an " << role << " of the graph has no name";
  if (!needsType && proto.type().value_case() == 0)
    return OnnxValueInfo{proto.name(), std::nullopt, false, {}, {}};
  if (!proto.type().has_tensor_type())
    return errors.error() << owner << ": expected a dense tensor type; "
                          << "sequences, maps and sparse tensors have no "
                             "counterpart";
  const auto &type = proto.type().tensor_type();
  FailureOr<ElementKind> kind =
      readElementKind(errors, owner, type.elem_type());
  if (failed(kind))
    return failure();
  OnnxValueInfo info{proto.name(), *kind, type.has_shape(), {}, {}};
  for (const auto &dim : type.shape().dim()) {
    info.dims.push_back(dim.has_dim_value() ? dim.dim_value() : -1);
    info.symbols.push_back(dim.dim_param());
    if (dim.has_dim_value() && dim.dim_value() < 0)
      return errors.error()
             << owner << ": expected dim #" << info.dims.size() - 1
             << " to be at least 0 but "
             << "got " << dim.dim_value() << "; give it a size or a name";
  }
  return info;
}

static LogicalResult readInnerGraph(const ErrorSink &errors,
                                    ::onnx::GraphProto &proto,
                                    OnnxGraph &graph);

static FailureOr<OnnxAttribute> readAttribute(const ErrorSink &errors,
                                              const OnnxNode &node,
                                              ::onnx::AttributeProto &proto) {
  using ::onnx::AttributeProto;
  OnnxAttribute attribute{proto.name(), {}};
  switch (proto.type()) {
  case AttributeProto::INT:
    attribute.value = static_cast<int64_t>(proto.i());
    break;
  case AttributeProto::FLOAT:
    attribute.value = proto.f();
    break;
  case AttributeProto::INTS:
    attribute.value =
        std::vector<int64_t>(proto.ints().begin(), proto.ints().end());
    break;
  case AttributeProto::FLOATS:
    attribute.value =
        std::vector<float>(proto.floats().begin(), proto.floats().end());
    break;
  case AttributeProto::STRING:
    attribute.value = proto.s();
    break;
  case AttributeProto::STRINGS:
    attribute.value = std::vector<std::string>(proto.strings().begin(),
                                               proto.strings().end());
    break;
  case AttributeProto::GRAPH: {
    auto graph = std::make_shared<OnnxGraph>();
    if (failed(readInnerGraph(errors, *proto.mutable_g(), *graph)))
      return failure();
    attribute.value = std::shared_ptr<const OnnxGraph>(std::move(graph));
    break;
  }
  case AttributeProto::TENSOR: {
    FailureOr<OnnxTensor> tensor = readTensor(
        errors, describe(node) + ": attribute " + quote(proto.name()),
        *proto.mutable_t());
    if (failed(tensor))
      return failure();
    attribute.value = std::move(*tensor);
    break;
  }
  default:
    break;
  }
  return attribute;
}

static FailureOr<OnnxNode> readNode(const ErrorSink &errors,
                                    ::onnx::NodeProto &proto, size_t index) {
  OnnxNode node{proto.name(), proto.op_type(), proto.domain(), {}, {}, {},
                index};
  node.inputs.assign(proto.input().begin(), proto.input().end());
  node.outputs.assign(proto.output().begin(), proto.output().end());
  for (auto &attributeProto : *proto.mutable_attribute()) {
    FailureOr<OnnxAttribute> attribute =
        readAttribute(errors, node, attributeProto);
    if (failed(attribute))
      return failure();
    node.attributes.push_back(std::move(*attribute));
  }
  return node;
}

static LogicalResult readParts(const ErrorSink &errors,
                               ::onnx::GraphProto &proto, bool needsTypes,
                               OnnxGraph &graph) {
  for (auto &nodeProto : *proto.mutable_node()) {
    FailureOr<OnnxNode> node = readNode(errors, nodeProto, graph.nodes.size());
    if (failed(node))
      return failure();
    graph.nodes.push_back(std::move(*node));
  }
  if (proto.sparse_initializer_size() > 0)
    return errors.error() << "sparse initializers are not supported; store "
                          << "them as dense tensors";
  for (auto &initializer : *proto.mutable_initializer()) {
    FailureOr<OnnxTensor> tensor = readTensor(
        errors, "initializer " + quote(initializer.name()), initializer);
    if (failed(tensor))
      return failure();
    graph.initializers.push_back(std::move(*tensor));
  }
  for (auto [protos, role, infos] :
       {std::tuple(&proto.input(), "input", &graph.inputs),
        std::tuple(&proto.output(), "output", &graph.outputs)})
    for (const auto &value : *protos) {
      FailureOr<OnnxValueInfo> info =
          readValueInfo(errors, role, needsTypes, value);
      if (failed(info))
        return failure();
      infos->push_back(std::move(*info));
    }
  return success();
}

/// Its inputs and outputs take their types from the op that has the graph.
static LogicalResult readInnerGraph(const ErrorSink &errors,
                                    ::onnx::GraphProto &proto,
                                    OnnxGraph &graph) {
  return readParts(errors, proto, /*needsTypes=*/false, graph);
}

LogicalResult mixp::importer::readGraph(const ErrorSink &errors,
                                        ::onnx::GraphProto &proto,
                                        OnnxGraph &graph) {
  return readParts(errors, proto, /*needsTypes=*/true, graph);
}
