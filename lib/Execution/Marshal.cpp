//===- Marshal.cpp - Host arrays to a function's arguments ----------------===//
#include "mixp/Execution/Marshal.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/raw_ostream.h"
#include <cmath>

using namespace mlir;
using namespace mixp;

static std::string toText(Type type) {
  std::string text;
  llvm::raw_string_ostream(text) << type;
  return text;
}

llvm::Error mixp::checkShape(ArrayRef<int64_t> shape, const Port &port) {
  ArrayRef<int64_t> expected = port.type.getShape();
  bool matches = shape.size() == expected.size();
  for (size_t i = 0; matches && i < shape.size(); ++i)
    matches = ShapedType::isDynamic(expected[i]) || expected[i] == shape[i];
  if (matches)
    return llvm::Error::success();
  return llvm::createStringError("'" + port.name + "': expected shape " +
                                 formatShape(expected) + " but got " +
                                 formatShape(shape));
}

/// The smallest and largest value of an integer type.
static std::pair<double, double> getIntegerRange(IntegerType type) {
  int width = type.getWidth();
  if (type.isUnsigned() || width == 1)
    return {0, std::ldexp(1.0, width) - 1};
  return {-std::ldexp(1.0, width - 1), std::ldexp(1.0, width - 1) - 1};
}

static llvm::Expected<HostTensor> convertIntegers(const HostTensor &tensor,
                                                  const Port &input,
                                                  IntegerType type,
                                                  ElementKind kind) {
  llvm::Expected<HostTensor> result =
      HostTensor::create(tensor.getShape(), kind);
  if (!result)
    return result;
  auto [low, high] = getIntegerRange(type);
  for (int64_t i = 0, e = tensor.getNumElements(); i < e; ++i) {
    double value = tensor.getValue(i);
    if (value < low || value > high)
      return llvm::createStringError(
          llvm::formatv("'{0}': element {1} is {2:f0}, which does not fit {3}",
                        input.name, i, value, toText(type))
              .str());
    result->setValue(i, value);
  }
  return result;
}

llvm::Expected<HostTensor> mixp::convertInput(const HostTensor &tensor,
                                              const Port &input) {
  if (llvm::Error error = checkShape(tensor.getShape(), input))
    return std::move(error);
  Type type = input.type.getElementType();
  ElementKind kind = *getHostKind(type);
  auto integer = dyn_cast<IntegerType>(type);
  if (isFloatKind(kind) != isFloatKind(tensor.getKind()) ||
      (kind == ElementKind::Bool) != (tensor.getKind() == ElementKind::Bool)) {
    // The remedy names a type that numpy has.
    ElementKind known = isForeignKind(kind) ? ElementKind::F32 : kind;
    return llvm::createStringError(
        "'" + input.name + "': expected elements of " + toText(type) +
        " but got " + getKindName(tensor.getKind()) +
        "; convert with .astype('" + getKindName(known) + "')");
  }
  if (tensor.getKind() == kind &&
      (!integer || integer.getWidth() >= 8 || kind == ElementKind::Bool))
    return tensor.clone();
  if (integer)
    return convertIntegers(tensor, input, integer, kind);
  llvm::Expected<HostTensor> result =
      HostTensor::create(tensor.getShape(), kind);
  if (!result)
    return result;
  for (int64_t i = 0, e = tensor.getNumElements(); i < e; ++i)
    result->setValue(i, tensor.getValue(i));
  return result;
}

bool mixp::isPackedType(Type elementType) {
  if (!elementType.isIntOrFloat())
    return false;
  unsigned width = elementType.getIntOrFloatBitWidth();
  return width == 2 || width == 4 || elementType.isUnsignedInteger(1);
}

llvm::Expected<HostTensor> mixp::packElements(const HostTensor &tensor,
                                              Type type) {
  int64_t width = type.getIntOrFloatBitWidth(), perByte = 8 / width;
  int64_t count = tensor.getNumElements();
  llvm::Expected<HostTensor> packed = HostTensor::create(
      {static_cast<int64_t>(llvm::divideCeil(count, perByte))},
      ElementKind::UI8);
  if (!packed)
    return packed;
  unsigned mask = (1u << width) - 1;
  for (int64_t i = 0; i < count; ++i) {
    unsigned bits = static_cast<uint8_t>(tensor.getData()[i]) & mask;
    packed->getData()[i / perByte] |=
        static_cast<char>(bits << (i % perByte * width));
  }
  return packed;
}

llvm::Expected<HostTensor> mixp::unpackElements(const HostTensor &packed,
                                                Type type,
                                                ArrayRef<int64_t> shape) {
  int64_t width = type.getIntOrFloatBitWidth(), perByte = 8 / width;
  llvm::Expected<HostTensor> tensor =
      HostTensor::create(shape, *getHostKind(type));
  if (!tensor)
    return tensor;
  unsigned mask = (1u << width) - 1;
  for (int64_t i = 0, e = tensor->getNumElements(); i < e; ++i) {
    unsigned byte = static_cast<uint8_t>(packed.getData()[i / perByte]);
    int bits = (byte >> (i % perByte * width)) & mask;
    bool negative = type.isSignlessInteger() && (bits >> (width - 1));
    tensor->getData()[i] =
        static_cast<char>(negative ? bits - (1 << width) : bits);
  }
  return tensor;
}
