//===- ElementKind.h - Element types of ONNX tensors ------------*- C++ -*-===//
#ifndef MIXP_LIB_CONVERSION_ONNXTOMIXP_ELEMENTKIND_H
#define MIXP_LIB_CONVERSION_ONNXTOMIXP_ELEMENTKIND_H

#include "mlir/IR/Types.h"
#include "llvm/ADT/APFloat.h"
#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <optional>

namespace mixp::importer {

/// Element types that are read; all others (strings, complex numbers) are
/// refused by name.
enum class ElementKind {
  F32,
  F64,
  F16,
  BF16,
  F8E4M3FN,
  F8E4M3FNUZ,
  F8E5M2,
  F8E5M2FNUZ,
  F8E8M0FNU,
  F4E2M1FN,
  I2,
  I4,
  I8,
  I16,
  I32,
  I64,
  U2,
  U4,
  U8,
  U16,
  U32,
  U64,
  Bool
};

/// ONNX's name, such as `uint8`.
llvm::StringRef stringify(ElementKind kind);
/// The kind of a number of ONNX's enumeration TensorProto.DataType, which has
/// grown since the version of libonnx that parses files.
std::optional<ElementKind> getElementKind(int64_t onnxDataType);
/// `float, double, ...`: all kinds, for messages.
std::string listElementKinds();

/// Bits of an element in a file.
unsigned getBitWidth(ElementKind kind);
/// Bytes of an element here: narrow ones have a byte of their own, the bits
/// above those of the element being 0.
int64_t getByteWidth(ElementKind kind);
bool isFloat(ElementKind kind);
bool isUnsigned(ElementKind kind);
/// Integers with or without a sign; no truth values.
bool isInteger(ElementKind kind);
/// The format of a float kind.
const llvm::fltSemantics &getSemantics(ElementKind kind);

/// The type of a tensor's elements, unsigned ones as `uiN`.
mlir::Type getElementType(mlir::MLIRContext *context, ElementKind kind);
/// The type in which arith computes on them: without a sign.
mlir::Type getSignlessType(mlir::MLIRContext *context, ElementKind kind);

} // namespace mixp::importer

#endif // MIXP_LIB_CONVERSION_ONNXTOMIXP_ELEMENTKIND_H
