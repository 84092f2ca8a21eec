//===- OnnxModel.h - An ONNX graph without protobuf -------------*- C++ -*-===//
//
// Plain data that ReadOnnx*.cpp fill, so that no other file depends on
// protobuf's headers. Everything here has been checked on its own (types, sizes
// of data); relations between parts (names, order) have not.
//
//===----------------------------------------------------------------------===//
#ifndef MIXP_LIB_CONVERSION_ONNXTOMIXP_ONNXMODEL_H
#define MIXP_LIB_CONVERSION_ONNXTOMIXP_ONNXMODEL_H

#include "ElementKind.h"
#include "mlir/IR/Diagnostics.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include <map>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace mixp::importer {

/// Largest tensor that is accepted, in bytes, and largest rank.
inline constexpr int64_t kMaxTensorBytes = int64_t(16) << 30;
inline constexpr size_t kMaxRank = 16;

/// Values in row-major order, little endian, each in whole bytes. Shared, so
/// that reshapes, the model and the module's resources use one copy.
using Bytes = std::shared_ptr<const std::string>;

struct OnnxTensor {
  std::string name;
  ElementKind kind;
  llvm::SmallVector<int64_t> dims;
  Bytes bytes;
};

struct OnnxGraph;

struct OnnxAttribute {
  std::string name;
  /// monostate: a kind (sparse tensor, type ...) that no op uses.
  std::variant<std::monostate, int64_t, float, std::string,
               std::vector<int64_t>, std::vector<float>,
               std::vector<std::string>, OnnxTensor,
               std::shared_ptr<const OnnxGraph>>
      value;
};

struct OnnxNode {
  std::string name, opType, domain;
  /// An empty name is an optional input or output that is left out.
  std::vector<std::string> inputs, outputs;
  std::vector<OnnxAttribute> attributes;
  /// Position in the graph, for messages about nodes without a name.
  size_t index;

  /// Is the op one of ONNX's own?
  bool isDefaultDomain() const { return domain.empty() || domain == "ai.onnx"; }
};

/// An input or output of the graph. `symbols[i]` names dim i where it is not
/// fixed (dims[i] = -1); it may be empty. Those of a subgraph may lack a type.
struct OnnxValueInfo {
  std::string name;
  std::optional<ElementKind> kind;
  bool hasShape;
  llvm::SmallVector<int64_t> dims;
  llvm::SmallVector<std::string> symbols;
};

/// A model's graph, or one that If, Loop or Scan has as an attribute: such a
/// graph also reads the values of those around it.
struct OnnxGraph {
  std::vector<OnnxNode> nodes;
  std::vector<OnnxTensor> initializers;
  std::vector<OnnxValueInfo> inputs, outputs;
};

struct OnnxModel {
  int64_t opset;
  OnnxGraph graph;
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
