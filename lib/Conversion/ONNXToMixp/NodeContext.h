//===- NodeContext.h - One node while it is imported ------------*- C++ -*-===//
#ifndef MIXP_LIB_CONVERSION_ONNXTOMIXP_NODECONTEXT_H
#define MIXP_LIB_CONVERSION_ONNXTOMIXP_NODECONTEXT_H

#include "TensorBuilder.h"

namespace mixp::importer {

/// What a converter sees of its node. Every accessor that can fail has emitted
/// the error when it does.
class NodeContext {
public:
  NodeContext(const ErrorSink &errors, const OnnxNode &node, int64_t opset,
              llvm::ArrayRef<const ImportedTensor *> inputs,
              TensorBuilder &builder)
      : opset(opset), build(builder), errors(errors), node(node),
        inputs(inputs) {}

  /// Version of the default operator set.
  const int64_t opset;
  TensorBuilder &build;

  /// An error that begins with file, node, op and opset.
  mlir::InFlightDiagnostic error() const;

  size_t getNumInputs() const { return inputs.size(); }
  size_t getNumOutputs() const { return node.outputs.size(); }
  /// Input `index` is there: the op's table row asks for it.
  const ImportedTensor &getInput(size_t index) const { return *inputs[index]; }
  bool hasInput(size_t index) const {
    return index < inputs.size() && inputs[index];
  }
  /// Fails unless the input is of `kind`.
  mlir::LogicalResult checkKind(size_t index, ElementKind kind) const;
  /// Values of an integer constant of rank 0 or 1 (a shape, axes ...).
  mlir::FailureOr<llvm::SmallVector<int64_t>>
  getConstantInts(size_t index, llvm::StringRef role) const;

  bool hasAttribute(llvm::StringRef name) const { return find(name); }
  mlir::FailureOr<int64_t> getInt(llvm::StringRef name,
                                  int64_t defaultValue) const;
  mlir::FailureOr<float> getFloat(llvm::StringRef name,
                                  float defaultValue) const;
  /// The list must be there.
  mlir::FailureOr<llvm::SmallVector<int64_t>>
  getInts(llvm::StringRef name) const;
  /// Nothing if the node has no such attribute.
  const OnnxAttribute *find(llvm::StringRef name) const;

  /// `axis` (negative: from the end) as an index below `rank`; `allowEnd`
  /// accepts `rank` itself.
  mlir::FailureOr<size_t> normalizeAxis(int64_t axis, size_t rank,
                                        bool allowEnd = false) const;
  /// The broadcast shape of two inputs, or an error.
  mlir::FailureOr<Shape> getBroadcast(const ImportedTensor &lhs,
                                      const ImportedTensor &rhs) const;
  /// Fails for shapes that no machine could hold.
  mlir::LogicalResult checkElementLimit(llvm::ArrayRef<Dim> shape,
                                        ElementKind kind) const;
  /// The same, and fails for shapes without elements.
  mlir::LogicalResult checkSize(llvm::ArrayRef<Dim> shape,
                                ElementKind kind) const;

private:
  const ErrorSink &errors;
  const OnnxNode &node;
  /// Null where an optional input is left out.
  llvm::ArrayRef<const ImportedTensor *> inputs;
};

} // namespace mixp::importer

#endif // MIXP_LIB_CONVERSION_ONNXTOMIXP_NODECONTEXT_H
