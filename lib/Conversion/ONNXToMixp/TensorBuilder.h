//===- TensorBuilder.h - Emits tensor and linalg ops ------------*- C++ -*-===//
#ifndef MIXP_LIB_CONVERSION_ONNXTOMIXP_TENSORBUILDER_H
#define MIXP_LIB_CONVERSION_ONNXTOMIXP_TENSORBUILDER_H

#include "FoldConstants.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"

namespace mixp::importer {

/// Emits what imported nodes are made of. One for the whole function; ops that
/// only move data are folded where their input is constant.
class TensorBuilder {
public:
  using Body = llvm::function_ref<mlir::Value(mlir::OpBuilder &, mlir::Location,
                                              mlir::ValueRange)>;

  TensorBuilder(mlir::OpBuilder &builder, mlir::Location location)
      : builder(builder), location(location) {}

  mlir::Location getLocation() const { return location; }
  void setLocation(mlir::Location newLocation) { location = newLocation; }
  /// The run-time value (index) of N.
  void setBatchSize(mlir::Value size) { batchSize = size; }

  mlir::Type getElementType(ElementKind kind);
  mlir::RankedTensorType getType(llvm::ArrayRef<Dim> shape, ElementKind kind);
  /// `tensor`'s value; a constant becomes an op at its first use. The kind is
  /// neither I64 nor U8 then: arith has no such constants.
  mlir::Value getValue(const ImportedTensor &tensor);

  ImportedTensor reshape(const ImportedTensor &input,
                         llvm::ArrayRef<Dim> shape);
  ImportedTensor transpose(const ImportedTensor &input,
                           llvm::ArrayRef<int64_t> permutation);
  /// `count` and `start` of a dim that is not static are ignored: it is whole.
  ImportedTensor slice(const ImportedTensor &input,
                       llvm::ArrayRef<SliceDim> dims);
  ImportedTensor concat(llvm::ArrayRef<ImportedTensor> inputs, size_t axis);
  /// Towards zero and saturating to integers, nearest-even to floats.
  ImportedTensor cast(const ImportedTensor &input, ElementKind kind);

  /// A linalg.generic over `shape`; inputs are broadcast to it as in ONNX.
  /// Inputs with one element that are constants become constants in the body.
  ImportedTensor elementwise(llvm::ArrayRef<Dim> shape, ElementKind kind,
                             llvm::ArrayRef<ImportedTensor> inputs, Body body);
  /// A linalg.generic that combines all elements along `axis`, starting at
  /// `initial`; `body` gets the element and what was combined so far. The
  /// result keeps `axis` with size 1.
  ImportedTensor reduce(const ImportedTensor &input, size_t axis, float initial,
                        Body body);
  /// Product of rank 2 or 3 operands as mixp.matmul, in f32.
  ImportedTensor matmul(const ImportedTensor &lhs, const ImportedTensor &rhs,
                        bool transposeLhs = false, bool transposeRhs = false);

  /// mixp.quantize and mixp.dequantize; scale (f32) and zero point (i32) have
  /// the input's rank.
  ImportedTensor quantize(const ImportedTensor &input,
                          const ImportedTensor &scale,
                          const std::optional<ImportedTensor> &zeroPoint,
                          llvm::ArrayRef<int64_t> block, ElementKind kind);
  ImportedTensor dequantize(const ImportedTensor &input,
                            const ImportedTensor &scale,
                            const std::optional<ImportedTensor> &zeroPoint,
                            llvm::ArrayRef<int64_t> block);

private:
  mlir::Value emitReshape(const ImportedTensor &input,
                          llvm::ArrayRef<Dim> shape);
  mlir::Value getEmpty(llvm::ArrayRef<Dim> shape, ElementKind kind);
  mlir::Value getFilled(llvm::ArrayRef<Dim> shape, float value);
  llvm::SmallVector<mlir::OpFoldResult> getSizes(llvm::ArrayRef<Dim> shape);
  mlir::OpFoldResult getSize(Dim dim);

  mlir::OpBuilder &builder;
  mlir::Location location;
  mlir::Value batchSize;
  /// An emitted constant; keeps its data alive, whose address is the key.
  struct EmittedConstant {
    Bytes bytes;
    mlir::Value value;
  };
  llvm::DenseMap<std::pair<const std::string *, mlir::Type>, EmittedConstant>
      constants;
  /// What a reshaped value was before its first reshape.
  llvm::DenseMap<mlir::Value, ImportedTensor> reshapeSources;
};

} // namespace mixp::importer

#endif // MIXP_LIB_CONVERSION_ONNXTOMIXP_TENSORBUILDER_H
