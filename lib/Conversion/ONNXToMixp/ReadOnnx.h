//===- ReadOnnx.h - From protobuf messages to plain data --------*- C++ -*-===//
#ifndef MIXP_LIB_CONVERSION_ONNXTOMIXP_READONNX_H
#define MIXP_LIB_CONVERSION_ONNXTOMIXP_READONNX_H

#include "OnnxModel.h"
#include "onnx/onnx_pb.h"

namespace mixp::importer {

/// The kind of ONNX's data type number, or an error about `owner`.
mlir::FailureOr<ElementKind> readElementKind(const ErrorSink &errors,
                                             const std::string &owner,
                                             int dataType);

/// Takes the data out of `proto`, or out of the file beside the model that it
/// names. `owner` says in messages whose tensor it is. Fails if dims are
/// negative or absurd, or if the data and dims disagree in size.
mlir::FailureOr<OnnxTensor> readTensor(const ErrorSink &errors,
                                       const std::string &owner,
                                       ::onnx::TensorProto &proto);

/// The bytes that a tensor keeps in another file; `size` are expected.
mlir::FailureOr<std::string> readExternalData(const ErrorSink &errors,
                                              const std::string &owner,
                                              const ::onnx::TensorProto &proto,
                                              int64_t size);

/// Reads a graph and those in its nodes' attributes.
mlir::LogicalResult readGraph(const ErrorSink &errors,
                              ::onnx::GraphProto &proto, OnnxGraph &graph);

} // namespace mixp::importer

#endif // MIXP_LIB_CONVERSION_ONNXTOMIXP_READONNX_H
