//===- OnnxModel.h - An ONNX graph without protobuf -------------*- C++ -*-===//
//
// Plain data that ReadOnnx*.cpp fill, so that no other file depends on
// protobuf's headers. Everything here has been checked on its own (types, sizes
// of data); relations between parts (names, order) have not.
//
//===----------------------------------------------------------------------===//
#ifndef MIXP_LIB_CONVERSION_ONNXTOMIXP_ONNXMODEL_H
#define MIXP_LIB_CONVERSION_ONNXTOMIXP_ONNXMODEL_H

#include "mlir/IR/Diagnostics.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace mixp::importer {

/// Element types that are read; all others are refused by name.
enum class ElementKind { F32, F16, BF16, I8, U8, I32, I64 };

llvm::StringRef stringify(ElementKind kind);
/// The kind of a number of ONNX's enumeration TensorProto.DataType.
std::optional<ElementKind> getElementKind(int64_t onnxDataType);
/// Bytes per element.
int64_t getByteWidth(ElementKind kind);

/// Largest tensor that is accepted, in bytes, and largest rank.
inline constexpr int64_t kMaxTensorBytes = int64_t(16) << 30;
inline constexpr size_t kMaxRank = 16;

/// Values in row-major order, little endian. Shared, so that reshapes, the
/// model and the module's resources use one copy.
using Bytes = std::shared_ptr<const std::string>;

struct OnnxTensor {
  std::string name;
  ElementKind kind;
  llvm::SmallVector<int64_t> dims;
  Bytes bytes;
};

struct OnnxAttribute {
  std::string name;
  /// monostate: a kind (graph, string, sparse tensor ...) that no op uses.
  std::variant<std::monostate, int64_t, float, std::vector<int64_t>,
               std::vector<float>, OnnxTensor>
      value;
};

struct OnnxNode {
  std::string name, opType, domain;
  /// An empty name is an optional input or output that is left out.
  std::vector<std::string> inputs, outputs;
  std::vector<OnnxAttribute> attributes;
  /// Position in the file, for messages about nodes without a name.
  size_t index;
};

/// An input or output of the graph. `symbols[i]` names dim i where it is not
/// fixed (dims[i] = -1); it may be empty.
struct OnnxValueInfo {
  std::string name;
  ElementKind kind;
  bool hasShape;
  llvm::SmallVector<int64_t> dims;
  llvm::SmallVector<std::string> symbols;
};

struct OnnxModel {
  int64_t opset;
  std::vector<OnnxNode> nodes;
  std::vector<OnnxTensor> initializers;
  std::vector<OnnxValueInfo> inputs, outputs;
};

/// Where the errors of one file go; each begins with the file's name.
struct ErrorSink {
  mlir::MLIRContext &context;
  std::string path;

  mlir::InFlightDiagnostic error() const;
};

/// `name` in quotes, shortened and with unprintable bytes escaped: names come
/// from files that may be damaged.
std::string quote(llvm::StringRef name);
/// `node 'fc1' (Gemm)`, or `node #3 (Gemm)` if it has no name.
std::string describe(const OnnxNode &node);

/// Reads and checks a file; on failure one error has been emitted.
mlir::FailureOr<OnnxModel> readOnnxModel(const ErrorSink &errors);

} // namespace mixp::importer

#endif // MIXP_LIB_CONVERSION_ONNXTOMIXP_ONNXMODEL_H
