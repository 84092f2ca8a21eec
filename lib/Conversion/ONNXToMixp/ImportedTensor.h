//===- ImportedTensor.h - A value of the ONNX graph -------------*- C++ -*-===//
#ifndef MIXP_LIB_CONVERSION_ONNXTOMIXP_IMPORTEDTENSOR_H
#define MIXP_LIB_CONVERSION_ONNXTOMIXP_IMPORTEDTENSOR_H

#include "Dim.h"
#include "OnnxModel.h"
#include "mlir/IR/Value.h"

namespace mixp::importer {

/// Either a value of the function being built or a constant that has not been
/// written to IR: shapes, axes and transposed weights never are as such.
struct ImportedTensor {
  ElementKind kind;
  Shape shape;
  mlir::Value value;
  Bytes bytes;

  static ImportedTensor constant(ElementKind kind, Shape shape,
                                 std::string &&data) {
    return {kind, std::move(shape), nullptr,
            std::make_shared<const std::string>(std::move(data))};
  }

  bool isConstant() const { return bytes != nullptr; }
  size_t rank() const { return shape.size(); }
  /// Elements of a constant. The data is aligned for every element kind.
  template <typename T> llvm::ArrayRef<T> elements() const {
    return {reinterpret_cast<const T *>(bytes->data()),
            bytes->size() / sizeof(T)};
  }
};

} // namespace mixp::importer

#endif // MIXP_LIB_CONVERSION_ONNXTOMIXP_IMPORTEDTENSOR_H
