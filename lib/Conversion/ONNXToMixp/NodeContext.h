//===- NodeContext.h - One node while it is imported ------------*- C++ -*-===//
#ifndef MIXP_LIB_CONVERSION_ONNXTOMIXP_NODECONTEXT_H
#define MIXP_LIB_CONVERSION_ONNXTOMIXP_NODECONTEXT_H

#include "TensorBuilder.h"

namespace mixp::importer {

using Tensors = llvm::SmallVector<ImportedTensor, 1>;

/// What a converter sees of its node. Every accessor that can fail has emitted
/// the error when it does.
class NodeContext {
public:
  /// Imports a graph of the node's attributes with values for its inputs and
  /// gives those of its outputs.
  using GraphImporter = llvm::function_ref<mlir::FailureOr<Tensors>(
      const OnnxGraph &, llvm::ArrayRef<ImportedTensor>)>;

  NodeContext(const ErrorSink &errors, const OnnxNode &node, int64_t opset,
              llvm::ArrayRef<const ImportedTensor *> inputs,
              TensorBuilder &builder, GraphImporter importGraph)
      : opset(opset), build(builder), importGraph(importGraph), errors(errors),
        node(node), inputs(inputs) {}

  /// Version of the default operator set.
  const int64_t opset;
  TensorBuilder &build;
  const GraphImporter importGraph;

  /// An error that begins with file, node, op and opset.
  mlir::InFlightDiagnostic error() const;

  size_t getNumInputs() const { return inputs.size(); }
  size_t getNumOutputs() const { return node.outputs.size(); }
  /// Does something read output `index`?
  bool hasOutput(size_t index) const {
    return index < node.outputs.size() && !node.outputs[index].empty();
  }
  /// Input `index` is there: the op's table row asks for it.
  const ImportedTensor &getInput(size_t index) const { return *inputs[index]; }
  bool hasInput(size_t index) const {
    return index < inputs.size() && inputs[index];
  }
  /// Fails unless the input is of `kind`.
  mlir::LogicalResult checkKind(size_t index, ElementKind kind) const;
  /// Fails unless the input is of one of `kinds`.
  mlir::LogicalResult checkKind(size_t index,
                                llvm::ArrayRef<ElementKind> kinds) const;
  /// Values of an integer constant of rank 0 or 1 (axes, splits ...).
  mlir::FailureOr<llvm::SmallVector<int64_t>>
  getConstantInts(size_t index, llvm::StringRef role) const;
  /// The same of an input that may hold sizes of other values (a shape ...).
  mlir::FailureOr<llvm::SmallVector<Dim>> getSizes(size_t index,
                                                   llvm::StringRef role) const;
  /// The one value of a constant, as double.
  mlir::FailureOr<double> getConstantNumber(size_t index,
                                            llvm::StringRef role) const;

  bool hasAttribute(llvm::StringRef name) const { return find(name); }
  mlir::FailureOr<int64_t> getInt(llvm::StringRef name,
                                  int64_t defaultValue) const;
  mlir::FailureOr<float> getFloat(llvm::StringRef name,
                                  float defaultValue) const;
  mlir::FailureOr<std::string> getString(llvm::StringRef name,
                                         llvm::StringRef defaultValue) const;
  /// The list must be there.
  mlir::FailureOr<llvm::SmallVector<int64_t>>
  getInts(llvm::StringRef name) const;
  mlir::FailureOr<llvm::SmallVector<int64_t>>
  getInts(llvm::StringRef name, llvm::ArrayRef<int64_t> defaultValue) const;
  mlir::FailureOr<llvm::SmallVector<float>>
  getFloats(llvm::StringRef name) const;
  mlir::FailureOr<llvm::SmallVector<std::string>>
  getStrings(llvm::StringRef name) const;
  /// The graph must be there.
  mlir::FailureOr<const OnnxGraph *> getGraph(llvm::StringRef name) const;
  /// Nothing if the node has no such attribute.
  const OnnxAttribute *find(llvm::StringRef name) const;

  /// `axis` (negative: from the end) as an index below `rank`; `allowEnd`
  /// accepts `rank` itself.
  mlir::FailureOr<size_t> normalizeAxis(int64_t axis, size_t rank,
                                        bool allowEnd = false) const;
  /// The same of a list without repetition, sorted.
  mlir::FailureOr<llvm::SmallVector<size_t>>
  normalizeAxes(llvm::ArrayRef<int64_t> axes, size_t rank) const;
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
