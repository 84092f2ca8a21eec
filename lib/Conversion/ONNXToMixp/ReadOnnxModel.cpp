//===- ReadOnnxModel.cpp - ONNX files by libonnx's protobuf messages ------===//
#include "OpTable.h"
#include "ReadOnnx.h"
#include "mixp/Conversion/ONNXToMixp/ONNXToMixp.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include <exception>
#include <google/protobuf/stubs/logging.h>
#include <limits>

using namespace mlir;
using namespace mixp;
using namespace mixp::importer;

/// Parses the bytes of the file into `proto`.
static LogicalResult parseFile(const ErrorSink &errors,
                               ::onnx::ModelProto &proto) {
  // A plain file only: reading a device could go on for ever.
  if (llvm::sys::fs::exists(errors.path) &&
      !llvm::sys::fs::is_regular_file(errors.path))
    return errors.error() << "not a regular file; expected an ONNX model";
  auto buffer = llvm::MemoryBuffer::getFile(errors.path, /*IsText=*/false,
                                            /*RequiresNullTerminator=*/false);
  if (!buffer)
    return errors.error() << "cannot read the file: "
                          << buffer.getError().message();
  size_t size = (*buffer)->getBufferSize();
  if (size == 0)
    return errors.error() << "the file is empty; expected an ONNX model";
  if (size > static_cast<size_t>(std::numeric_limits<int>::max()))
    return errors.error() << "the file has more than 2 GiB, protobuf's limit";
  if (!proto.ParseFromArray((*buffer)->getBufferStart(),
                            static_cast<int>(size)))
    return errors.error() << "not an ONNX model: the file is truncated, "
                          << "damaged or of another format";
  return success();
}

/// The version of the default operator set.
static FailureOr<int64_t> readOpset(const ErrorSink &errors,
                                    const ::onnx::ModelProto &proto) {
  std::optional<int64_t> opset;
  for (const auto &import : proto.opset_import()) {
    if (!import.domain().empty() && import.domain() != "ai.onnx")
      continue;
    if (opset)
      return errors.error() << "the default operator set is imported twice; "
                            << "remove one opset_import";
    opset = import.version();
  }
  if (!opset)
    return errors.error() << "no opset_import of the default operator set; "
                          << "the file is truncated or not an ONNX model";
  if (*opset < kMinOnnxOpset || *opset > kMaxOnnxOpset)
    return errors.error() << "expected opset " << kMinOnnxOpset << " to "
                          << kMaxOnnxOpset << " but got " << *opset
                          << "; convert with onnx.version_converter."
                          << "convert_version(model, " << kMaxOnnxOpset << ")";
  return *opset;
}

static FailureOr<OnnxValueInfo>
readValueInfo(const ErrorSink &errors, const char *role,
              const ::onnx::ValueInfoProto &proto) {
  std::string owner = role + (" " + quote(proto.name()));
  if (proto.name().empty())
    return errors.error() << "an " << role << " of the graph has no name";
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

/// A node, with its attributes unread: tensors of ops that are not supported
/// must not hide the message that lists those ops.
static OnnxNode readNode(const ::onnx::NodeProto &proto, size_t index) {
  OnnxNode node{proto.name(), proto.op_type(), proto.domain(), {}, {}, {},
                index};
  node.inputs.assign(proto.input().begin(), proto.input().end());
  node.outputs.assign(proto.output().begin(), proto.output().end());
  return node;
}

static LogicalResult readGraph(const ErrorSink &errors,
                               ::onnx::GraphProto &graph, OnnxModel &model) {
  for (const auto &node : graph.node())
    model.nodes.push_back(readNode(node, model.nodes.size()));
  if (failed(checkOpsAreSupported(errors, model)))
    return failure();
  for (auto [node, proto] : llvm::zip(model.nodes, *graph.mutable_node()))
    for (auto &attributeProto : *proto.mutable_attribute()) {
      FailureOr<OnnxAttribute> attribute =
          readAttribute(errors, node, attributeProto);
      if (failed(attribute))
        return failure();
      node.attributes.push_back(std::move(*attribute));
    }
  if (graph.sparse_initializer_size() > 0)
    return errors.error() << "sparse initializers are not supported; store "
                          << "them as dense tensors";
  for (auto &proto : *graph.mutable_initializer()) {
    FailureOr<OnnxTensor> tensor =
        readTensor(errors, "initializer " + quote(proto.name()), proto);
    if (failed(tensor))
      return failure();
    model.initializers.push_back(std::move(*tensor));
  }
  for (auto [protos, role, infos] :
       {std::tuple(&graph.input(), "input", &model.inputs),
        std::tuple(&graph.output(), "output", &model.outputs)})
    for (const auto &proto : *protos) {
      FailureOr<OnnxValueInfo> info = readValueInfo(errors, role, proto);
      if (failed(info))
        return failure();
      infos->push_back(std::move(*info));
    }
  return success();
}

FailureOr<OnnxModel> mixp::importer::readOnnxModel(const ErrorSink &errors) {
  // Errors are reported by us, once; protobuf would print its own to stderr.
  google::protobuf::LogSilencer silencer;
  try {
    ::onnx::ModelProto proto;
    if (failed(parseFile(errors, proto)))
      return failure();
    if (!proto.has_graph())
      return errors.error() << "the model has no graph; the file is truncated "
                            << "or not an ONNX model";
    FailureOr<int64_t> opset = readOpset(errors, proto);
    if (failed(opset))
      return failure();
    OnnxModel model{*opset, {}, {}, {}, {}};
    if (failed(readGraph(errors, *proto.mutable_graph(), model)))
      return failure();
    return model;
  } catch (const std::exception &exception) {
    return errors.error() << "cannot be read: " << exception.what();
  }
}
