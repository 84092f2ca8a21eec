//===- TensorBuilder.h - Emits tensor and linalg ops ------------*- C++ -*-===//
#ifndef MIXP_LIB_CONVERSION_ONNXTOMIXP_TENSORBUILDER_H
#define MIXP_LIB_CONVERSION_ONNXTOMIXP_TENSORBUILDER_H

#include "FoldConstants.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"
#include <deque>

namespace mixp::importer {

struct Window;

/// What stored numbers stand for: (number - zeroPoint) * scale. The tables have
/// the rank of the numbers, and one shape.
struct Quantization {
  /// Floats, at least f32 or powers of two (f8E8M0FNU).
  std::optional<ImportedTensor> scale = std::nullopt;
  /// i32 or f32.
  std::optional<ImportedTensor> zeroPoint = std::nullopt;
  /// How many numbers of each dim share an entry; 0 for all of them.
  llvm::SmallVector<int64_t> block = {};

  bool hasTable() const { return scale || zeroPoint; }
};

/// Emits what imported nodes are made of. One for the whole function; ops that
/// only move data are folded where their input is constant.
class TensorBuilder {
public:
  using Body = llvm::function_ref<mlir::Value(mlir::OpBuilder &, mlir::Location,
                                              mlir::ValueRange)>;

  TensorBuilder(mlir::OpBuilder &builder, mlir::Location location)
      : builder(builder), location(location) {}

  mlir::OpBuilder &getBuilder() { return builder; }
  mlir::Location getLocation() const { return location; }
  void setLocation(mlir::Location newLocation) { location = newLocation; }
  /// A size that is `value` (index) at run time.
  const Symbol &addSymbol(llvm::StringRef name, mlir::Value value);

  mlir::RankedTensorType getType(llvm::ArrayRef<Dim> shape, ElementKind kind);
  /// `tensor`'s value; a constant becomes an op at its first use.
  mlir::Value getValue(const ImportedTensor &tensor);
  /// The same with elements that have no sign, for arith.
  mlir::Value getSignless(const ImportedTensor &tensor);
  /// A value of signless elements as a tensor of `kind`.
  ImportedTensor fromSignless(mlir::Value value, llvm::ArrayRef<Dim> shape,
                              ElementKind kind);
  /// A dim as index value or attribute.
  mlir::OpFoldResult getSize(const Dim &dim);
  llvm::SmallVector<mlir::OpFoldResult> getSizes(llvm::ArrayRef<Dim> shape);
  /// tensor.empty, without a sign.
  mlir::Value getEmpty(llvm::ArrayRef<Dim> shape, ElementKind kind);
  /// linalg.fill with a number, without a sign.
  mlir::Value getFilled(llvm::ArrayRef<Dim> shape, mlir::TypedAttr number);
  /// A number as arith.constant takes it.
  mlir::TypedAttr getNumber(ElementKind kind, double number);
  /// The one element of a constant.
  mlir::TypedAttr getElement(const ImportedTensor &constant);
  /// The least number of `kind`, or the largest; of floats the infinities.
  mlir::TypedAttr getLimit(ElementKind kind, bool isLeast);

  ImportedTensor reshape(const ImportedTensor &input,
                         llvm::ArrayRef<Dim> shape);
  ImportedTensor transpose(const ImportedTensor &input,
                           llvm::ArrayRef<int64_t> permutation);
  /// `count` and `start` of a dim that is not static are ignored: it is whole.
  ImportedTensor slice(const ImportedTensor &input,
                       llvm::ArrayRef<SliceDim> dims);
  ImportedTensor concat(llvm::ArrayRef<ImportedTensor> inputs, size_t axis);
  /// Repeats dims of size 1 to those of `shape`, as in ONNX.
  ImportedTensor expand(const ImportedTensor &input, llvm::ArrayRef<Dim> shape);
  /// Towards zero and saturating to integers, nearest-even to floats, and
  /// whether it is not 0 to truth values. What is too large for a float of 8
  /// bits saturates, ONNX's default, or becomes an infinity or NaN.
  ImportedTensor cast(const ImportedTensor &input, ElementKind kind,
                      bool saturates = true);

  /// A linalg.generic over `shape`; inputs are broadcast to it as in ONNX.
  /// Inputs with one element that are constants become constants in the body.
  /// Elements have no sign.
  ImportedTensor elementwise(llvm::ArrayRef<Dim> shape, ElementKind kind,
                             llvm::ArrayRef<ImportedTensor> inputs, Body body);
  /// A linalg.generic over `shape` that reads `data` where `place` says. It
  /// gets the elements of `operands`, read by `maps`, and the loops' indices,
  /// and gives an index for each dim of the data.
  using Place = llvm::function_ref<llvm::SmallVector<mlir::Value>(
      mlir::OpBuilder &, mlir::Location, mlir::ValueRange,
      llvm::ArrayRef<mlir::Value>)>;
  ImportedTensor readAt(llvm::ArrayRef<Dim> shape, const ImportedTensor &data,
                        llvm::ArrayRef<mlir::Value> operands,
                        llvm::ArrayRef<mlir::AffineMap> maps, Place place);
  /// A linalg.generic that combines all elements along `axes`, starting at
  /// `initial`; `body` gets the element and what was combined so far. The
  /// result keeps the axes with size 1.
  ImportedTensor reduce(const ImportedTensor &input,
                        llvm::ArrayRef<size_t> axes, mlir::TypedAttr initial,
                        Body body);
  /// Product of rank 2 or 3 operands as mixp.matmul, in f32 or f64.
  ImportedTensor matmul(const ImportedTensor &lhs, const ImportedTensor &rhs,
                        bool transposeLhs = false, bool transposeRhs = false);

  /// mixp.quantize and mixp.dequantize: what is missing is 1 or 0.
  ImportedTensor quantize(const ImportedTensor &input,
                          const Quantization &quantization, ElementKind kind);
  ImportedTensor dequantize(const ImportedTensor &input,
                            const Quantization &quantization, ElementKind kind);
  /// mixp.requantize by ONNX's rule; the scale is f32.
  ImportedTensor requantize(const ImportedTensor &input,
                            const Quantization &quantization, ElementKind kind);
  /// mixp.choose_scales: one scale and zero point for all of `input`, in its
  /// rank.
  Quantization chooseScales(const ImportedTensor &input, ElementKind storage);
  /// Product of rank 2 or 3 operands as mixp.matmul: exact in i32 where they
  /// are integers without scales, else of real numbers in `kind`.
  ImportedTensor matmul(const ImportedTensor &lhs, const Quantization &ofLhs,
                        const ImportedTensor &rhs, const Quantization &ofRhs,
                        ElementKind kind);

  /// mixp.conv of N x C x spatial dims and O x C / groups x window: exact in
  /// i32 where they are integers, else of real numbers in `kind`. Tables are
  /// zero points.
  ImportedTensor conv(const ImportedTensor &input, const Quantization &ofInput,
                      const ImportedTensor &filter,
                      const Quantization &ofFilter, const Window &window,
                      int64_t groups, ElementKind kind);

private:
  /// Stored numbers as an operand.
  struct StoredNumbers {
    mlir::Value value;
    /// The op has to say that they are unsigned: a constant has no such type,
    /// and passes look for constants.
    bool isFlagged;
  };
  StoredNumbers getStored(ImportedTensor tensor);
  ImportedTensor reverse(const ImportedTensor &input,
                         llvm::ArrayRef<bool> isReversed);
  mlir::Value emitConstant(const ImportedTensor &tensor);
  /// A table's value, or null.
  mlir::Value getTable(const std::optional<ImportedTensor> &table);
  mlir::Value emitSizes(const ImportedTensor &tensor);
  mlir::Value emitReshape(const ImportedTensor &input,
                          llvm::ArrayRef<Dim> shape);

  mlir::OpBuilder &builder;
  mlir::Location location;
  /// Dims point to them.
  std::deque<Symbol> symbols;
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
