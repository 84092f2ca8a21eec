//===- ImportedTensor.h - A value of the ONNX graph -------------*- C++ -*-===//
#ifndef MIXP_LIB_CONVERSION_ONNXTOMIXP_IMPORTEDTENSOR_H
#define MIXP_LIB_CONVERSION_ONNXTOMIXP_IMPORTEDTENSOR_H

#include "Dim.h"
#include "OnnxModel.h"

namespace mixp::importer {

/// One of three: a value of the function being built; a constant that has not
/// been written to IR (shapes, axes and transposed weights never are as such);
/// or sizes, what shape arithmetic makes of the shapes of values.
struct ImportedTensor {
  ElementKind kind;
  Shape shape;
  mlir::Value value;
  Bytes bytes;
  /// The elements, row-major, of sizes that are not all static; the shape is
  /// static then and the kind an integer.
  llvm::SmallVector<Dim, 0> sizes = {};

  static ImportedTensor constant(ElementKind kind, Shape shape,
                                 std::string &&data) {
    return {kind, std::move(shape), nullptr,
            std::make_shared<const std::string>(std::move(data))};
  }
  /// A constant, whatever computes it.
  static ImportedTensor withoutElements(ElementKind kind, Shape shape) {
    return constant(kind, std::move(shape), "");
  }
  /// Sizes as int64 or int32, whose elements wrap around where one is written
  /// to IR: a constant where all are static.
  static ImportedTensor fromSizes(Shape shape, llvm::ArrayRef<Dim> sizes,
                                  ElementKind kind = ElementKind::I64);

  bool isConstant() const { return bytes != nullptr; }
  bool isSizes() const { return !sizes.empty(); }
  size_t rank() const { return shape.size(); }
  /// Elements of a constant. The data is aligned for every element kind.
  template <typename T> llvm::ArrayRef<T> elements() const {
    return {reinterpret_cast<const T *>(bytes->data()),
            bytes->size() / sizeof(T)};
  }
  /// The elements of a constant of int32 or int64, or of sizes; else nothing.
  std::optional<llvm::SmallVector<Dim>> getSizes() const;
};

} // namespace mixp::importer

#endif // MIXP_LIB_CONVERSION_ONNXTOMIXP_IMPORTEDTENSOR_H
