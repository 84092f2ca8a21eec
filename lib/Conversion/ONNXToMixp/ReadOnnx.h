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

/// Takes the data out of `proto`. `owner` says in messages whose tensor it is.
/// Fails if dims are negative or absurd, if data and dims disagree in size,
/// or if the data is in another file.
mlir::FailureOr<OnnxTensor> readTensor(const ErrorSink &errors,
                                       const std::string &owner,
                                       ::onnx::TensorProto &proto);

} // namespace mixp::importer

#endif // MIXP_LIB_CONVERSION_ONNXTOMIXP_READONNX_H
