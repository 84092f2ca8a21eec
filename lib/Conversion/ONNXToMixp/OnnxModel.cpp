//===- OnnxModel.cpp - An ONNX graph without protobuf ---------------------===//
#include "OnnxModel.h"
#include "mlir/IR/Location.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mixp::importer;

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
