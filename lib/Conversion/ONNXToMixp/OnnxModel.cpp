//===- OnnxModel.cpp - An ONNX graph without protobuf ---------------------===//
#include "OnnxModel.h"
#include "mlir/IR/Location.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mixp::importer;

llvm::StringRef mixp::importer::stringify(ElementKind kind) {
  switch (kind) {
  case ElementKind::F32:
    return "float";
  case ElementKind::F16:
    return "float16";
  case ElementKind::BF16:
    return "bfloat16";
  case ElementKind::I8:
    return "int8";
  case ElementKind::U8:
    return "uint8";
  case ElementKind::I32:
    return "int32";
  case ElementKind::I64:
    return "int64";
  }
  return "unknown";
}

std::optional<ElementKind>
mixp::importer::getElementKind(int64_t onnxDataType) {
  switch (onnxDataType) {
  case 1:
    return ElementKind::F32;
  case 2:
    return ElementKind::U8;
  case 3:
    return ElementKind::I8;
  case 6:
    return ElementKind::I32;
  case 7:
    return ElementKind::I64;
  case 10:
    return ElementKind::F16;
  case 16:
    return ElementKind::BF16;
  default:
    return std::nullopt;
  }
}

int64_t mixp::importer::getByteWidth(ElementKind kind) {
  switch (kind) {
  case ElementKind::F32:
  case ElementKind::I32:
    return 4;
  case ElementKind::F16:
  case ElementKind::BF16:
    return 2;
  case ElementKind::I8:
  case ElementKind::U8:
    return 1;
  case ElementKind::I64:
    return 8;
  }
  return 0;
}

InFlightDiagnostic ErrorSink::error() const {
  return emitError(UnknownLoc::get(&context)) << path << ": ";
}

std::string mixp::importer::quote(llvm::StringRef name) {
  constexpr size_t kLongest = 100;
  std::string text = "'";
  llvm::raw_string_ostream stream(text);
  llvm::printEscapedString(name.take_front(kLongest), stream);
  stream << (name.size() > kLongest ? "...'" : "'");
  return text;
}

std::string mixp::importer::describe(const OnnxNode &node) {
  std::string text = "node ";
  text +=
      node.name.empty() ? "#" + std::to_string(node.index) : quote(node.name);
  std::string op = quote(node.opType);
  return text + " (" + op.substr(1, op.size() - 2) + ")";
}
