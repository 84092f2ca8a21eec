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

/// All nodes, with nothing of attributes but the graphs in them: tensors of ops
/// that are not supported must not hide the message that lists those ops.
static void readNodes(const ::onnx::GraphProto &proto, OnnxGraph &graph) {
  for (const auto &node : proto.node()) {
    graph.nodes.push_back({node.name(),
                           node.op_type(),
                           node.domain(),
                           {},
                           {},
                           {},
                           static_cast<size_t>(graph.nodes.size())});
    for (const auto &attribute : node.attribute())
      if (attribute.has_g()) {
        auto inner = std::make_shared<OnnxGraph>();
        readNodes(attribute.g(), *inner);
        graph.nodes.back().attributes.push_back({attribute.name(), inner});
      }
  }
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
    OnnxModel model{*opset, {}};
    OnnxGraph ops;
    readNodes(*proto.mutable_graph(), ops);
    if (failed(checkOpsAreSupported(errors, *opset, ops)) ||
        failed(readGraph(errors, *proto.mutable_graph(), model.graph)))
      return failure();
    return model;
  } catch (const std::exception &exception) {
    return errors.error() << "cannot be read: " << exception.what();
  }
}
