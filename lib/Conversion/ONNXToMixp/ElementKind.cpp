//===- ElementKind.cpp - Element types of ONNX tensors --------------------===//
#include "ElementKind.h"
#include "mlir/IR/BuiltinTypes.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mixp::importer;
using llvm::APFloat;

namespace {
enum class Family { Float, Signed, Unsigned, Bool };

struct Row {
  ElementKind kind;
  /// TensorProto.DataType, see onnx.proto of ONNX 1.20.
  int64_t code;
  const char *name;
  unsigned bits;
  Family family;
  const llvm::fltSemantics &(*semantics)() = nullptr;
};
} // namespace

/// In the order of the enumeration.
static const Row kRows[] = {
    {ElementKind::F32, 1, "float", 32, Family::Float, APFloat::IEEEsingle},
    {ElementKind::F64, 11, "double", 64, Family::Float, APFloat::IEEEdouble},
    {ElementKind::F16, 10, "float16", 16, Family::Float, APFloat::IEEEhalf},
    {ElementKind::BF16, 16, "bfloat16", 16, Family::Float, APFloat::BFloat},
    {ElementKind::F8E4M3FN, 17, "float8e4m3fn", 8, Family::Float,
     APFloat::Float8E4M3FN},
    {ElementKind::F8E4M3FNUZ, 18, "float8e4m3fnuz", 8, Family::Float,
     APFloat::Float8E4M3FNUZ},
    {ElementKind::F8E5M2, 19, "float8e5m2", 8, Family::Float,
     APFloat::Float8E5M2},
    {ElementKind::F8E5M2FNUZ, 20, "float8e5m2fnuz", 8, Family::Float,
     APFloat::Float8E5M2FNUZ},
    {ElementKind::F8E8M0FNU, 24, "float8e8m0", 8, Family::Float,
     APFloat::Float8E8M0FNU},
    {ElementKind::F4E2M1FN, 23, "float4e2m1", 4, Family::Float,
     APFloat::Float4E2M1FN},
    {ElementKind::I2, 26, "int2", 2, Family::Signed},
    {ElementKind::I4, 22, "int4", 4, Family::Signed},
    {ElementKind::I8, 3, "int8", 8, Family::Signed},
    {ElementKind::I16, 5, "int16", 16, Family::Signed},
    {ElementKind::I32, 6, "int32", 32, Family::Signed},
    {ElementKind::I64, 7, "int64", 64, Family::Signed},
    {ElementKind::U2, 25, "uint2", 2, Family::Unsigned},
    {ElementKind::U4, 21, "uint4", 4, Family::Unsigned},
    {ElementKind::U8, 2, "uint8", 8, Family::Unsigned},
    {ElementKind::U16, 4, "uint16", 16, Family::Unsigned},
    {ElementKind::U32, 12, "uint32", 32, Family::Unsigned},
    {ElementKind::U64, 13, "uint64", 64, Family::Unsigned},
    {ElementKind::Bool, 9, "bool", 1, Family::Bool},
};

static const Row &getRow(ElementKind kind) {
  return kRows[static_cast<size_t>(kind)];
}

StringRef mixp::importer::stringify(ElementKind kind) {
  return getRow(kind).name;
}

std::optional<ElementKind>
mixp::importer::getElementKind(int64_t onnxDataType) {
  for (const Row &row : kRows)
    if (row.code == onnxDataType)
      return row.kind;
  return std::nullopt;
}

std::string mixp::importer::listElementKinds() {
  std::string list;
  for (const Row &row : kRows)
    list += (list.empty() ? "" : ", ") + std::string(row.name);
  return list;
}

unsigned mixp::importer::getBitWidth(ElementKind kind) {
  return getRow(kind).bits;
}
int64_t mixp::importer::getByteWidth(ElementKind kind) {
  return llvm::divideCeil(getRow(kind).bits, 8);
}
bool mixp::importer::isFloat(ElementKind kind) {
  return getRow(kind).family == Family::Float;
}
bool mixp::importer::isUnsigned(ElementKind kind) {
  return getRow(kind).family == Family::Unsigned;
}
bool mixp::importer::isInteger(ElementKind kind) {
  Family family = getRow(kind).family;
  return family == Family::Signed || family == Family::Unsigned;
}
const llvm::fltSemantics &mixp::importer::getSemantics(ElementKind kind) {
  return getRow(kind).semantics();
}

static Type getFloatType(MLIRContext *context, ElementKind kind) {
  switch (kind) {
  case ElementKind::F64:
    return Float64Type::get(context);
  case ElementKind::F16:
    return Float16Type::get(context);
  case ElementKind::BF16:
    return BFloat16Type::get(context);
  case ElementKind::F8E4M3FN:
    return Float8E4M3FNType::get(context);
  case ElementKind::F8E4M3FNUZ:
    return Float8E4M3FNUZType::get(context);
  case ElementKind::F8E5M2:
    return Float8E5M2Type::get(context);
  case ElementKind::F8E5M2FNUZ:
    return Float8E5M2FNUZType::get(context);
  case ElementKind::F8E8M0FNU:
    return Float8E8M0FNUType::get(context);
  case ElementKind::F4E2M1FN:
    return Float4E2M1FNType::get(context);
  default:
    return Float32Type::get(context);
  }
}

Type mixp::importer::getElementType(MLIRContext *context, ElementKind kind) {
  if (isUnsigned(kind))
    return IntegerType::get(context, getBitWidth(kind), IntegerType::Unsigned);
  return getSignlessType(context, kind);
}

Type mixp::importer::getSignlessType(MLIRContext *context, ElementKind kind) {
  if (isFloat(kind))
    return getFloatType(context, kind);
  return IntegerType::get(context, getBitWidth(kind));
}
