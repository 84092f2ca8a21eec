//===- Signature.cpp - What a function takes and gives --------------------===//
#include "mixp/Execution/Signature.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace mixp;

llvm::Expected<func::FuncOp> mixp::findEntry(ModuleOp module, StringRef name) {
  if (!name.empty()) {
    if (auto function = module.lookupSymbol<func::FuncOp>(name))
      return function;
    std::string names;
    for (auto function : module.getOps<func::FuncOp>())
      names += (names.empty() ? "" : ", ") + function.getName().str();
    return llvm::createStringError("the module has no function '" + name +
                                   "'; it has " +
                                   (names.empty() ? "none" : names));
  }
  if (auto function = module.lookupSymbol<func::FuncOp>("main"))
    return function;
  func::FuncOp only;
  for (auto function : module.getOps<func::FuncOp>()) {
    if (!function.isPublic() || function.isDeclaration())
      continue;
    if (only)
      return llvm::createStringError(
          "the module has several public functions and none is called 'main'; "
          "choose one with --function");
    only = function;
  }
  if (!only)
    return llvm::createStringError(
        "the module has no public function; expected func.func @main");
  return only;
}

/// The kind of a float of at most 8 bits.
static std::optional<ElementKind> getSmallFloatKind(Type type) {
  using Kind = std::optional<ElementKind>;
  return llvm::TypeSwitch<Type, Kind>(type)
      .Case([](Float4E2M1FNType) { return ElementKind::F4E2M1FN; })
      .Case([](Float6E2M3FNType) { return ElementKind::F6E2M3FN; })
      .Case([](Float6E3M2FNType) { return ElementKind::F6E3M2FN; })
      .Case([](Float8E3M4Type) { return ElementKind::F8E3M4; })
      .Case([](Float8E4M3Type) { return ElementKind::F8E4M3; })
      .Case([](Float8E4M3FNType) { return ElementKind::F8E4M3FN; })
      .Case([](Float8E4M3FNUZType) { return ElementKind::F8E4M3FNUZ; })
      .Case([](Float8E4M3B11FNUZType) { return ElementKind::F8E4M3B11FNUZ; })
      .Case([](Float8E5M2Type) { return ElementKind::F8E5M2; })
      .Case([](Float8E5M2FNUZType) { return ElementKind::F8E5M2FNUZ; })
      .Case([](Float8E8M0FNUType) { return ElementKind::F8E8M0FNU; })
      .Default(Kind());
}

std::optional<ElementKind> mixp::getHostKind(Type type) {
  if (type.isF64())
    return ElementKind::F64;
  if (type.isF32())
    return ElementKind::F32;
  if (type.isF16())
    return ElementKind::F16;
  if (type.isBF16())
    return ElementKind::BF16;
  if (isa<FloatType>(type))
    return getSmallFloatKind(type);
  auto integer = dyn_cast<IntegerType>(type);
  if (!integer)
    return std::nullopt;
  bool isUnsigned = integer.isUnsigned();
  switch (integer.getWidth()) {
  case 1:
    return isUnsigned ? ElementKind::UI8 : ElementKind::Bool;
  case 2:
  case 3:
  case 4:
  case 5:
  case 6:
  case 7:
  case 8:
    return isUnsigned ? ElementKind::UI8 : ElementKind::I8;
  case 16:
    return isUnsigned ? ElementKind::UI16 : ElementKind::I16;
  case 32:
    return isUnsigned ? ElementKind::UI32 : ElementKind::I32;
  case 64:
    return isUnsigned ? ElementKind::UI64 : ElementKind::I64;
  default:
    return std::nullopt;
  }
}

static llvm::Expected<Port> readPort(Type type, DictionaryAttr attributes,
                                     StringRef prefix, unsigned index) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  std::string name = (prefix + Twine(index)).str();
  if (!tensor || !getHostKind(tensor.getElementType())) {
    std::string text;
    llvm::raw_string_ostream(text) << type;
    return llvm::createStringError(
        name + " has type " + text +
        "; expected a ranked tensor of bool, integers or floats");
  }
  if (attributes)
    if (auto attribute = attributes.getAs<StringAttr>("mixp.name"))
      name = attribute.str();
  return Port{name, tensor};
}

llvm::Expected<Signature> mixp::readSignature(func::FuncOp function) {
  Signature signature;
  signature.function = function.getName();
  for (auto [i, type] : llvm::enumerate(function.getArgumentTypes())) {
    auto port = readPort(type, function.getArgAttrDict(i), "arg", i);
    if (!port)
      return port.takeError();
    signature.inputs.push_back(*port);
  }
  for (auto [i, type] : llvm::enumerate(function.getResultTypes())) {
    auto port = readPort(type, function.getResultAttrDict(i), "result", i);
    if (!port)
      return port.takeError();
    signature.results.push_back(*port);
  }
  return signature;
}
