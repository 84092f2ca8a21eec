//===- ConstantConversion.cpp - Weights in a kernel's format --------------===//
#include "Products/ConstantConversion.h"
#include "Products/ElementwiseBuilder.h"
#include "mixp/Dialect/Mixp/Transforms/ConstantData.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include <cstring>

using namespace mlir;
using namespace mixp;

Value mixp::widenConstant(OpBuilder &b, Location loc, Value value,
                          bool isUnsigned) {
  auto type = cast<RankedTensorType>(value.getType());
  unsigned width = type.getElementTypeBitWidth();
  if (!type.getElementType().isInteger() || width == 1 || width >= 8)
    return {};
  auto bytes = readConstantBytes(value);
  if (!bytes)
    return {};
  for (char &byte : *bytes) {
    unsigned unused = 8 - width, bits = static_cast<uint8_t>(byte) << unused;
    byte = static_cast<char>(isUnsigned ? static_cast<uint8_t>(bits) >> unused
                                        : static_cast<int8_t>(bits) >> unused);
  }
  return createConstant(b, loc, type.clone(b.getI8Type()), *bytes, "widened");
}

/// The bits in `to` of each code of `from`.
static std::vector<uint32_t> convertAllCodes(FloatType from, FloatType to) {
  std::vector<uint32_t> table;
  unsigned width = from.getWidth();
  for (unsigned code = 0; code < 1u << width; ++code) {
    APFloat number(from.getFloatSemantics(), APInt(width, code));
    bool ignored;
    number.convert(to.getFloatSemantics(), APFloat::rmNearestTiesToEven,
                   &ignored);
    table.push_back(number.bitcastToAPInt().getZExtValue());
  }
  return table;
}

Value mixp::convertFloatConstant(OpBuilder &b, Location loc, Value value,
                                 FloatType to) {
  auto type = cast<RankedTensorType>(value.getType());
  auto from = dyn_cast<FloatType>(type.getElementType());
  if (!from || from.getWidth() > 16)
    return {};
  auto bytes = readConstantBytes(value);
  if (!bytes)
    return {};
  std::vector<uint32_t> table = convertAllCodes(from, to);
  size_t size = llvm::divideCeil(from.getWidth(), 8);
  size_t resultSize = to.getWidth() / 8, count = bytes->size() / size;
  std::vector<char> result(count * resultSize);
  for (size_t i = 0; i < count; ++i) {
    uint16_t code = 0;
    std::memcpy(&code, bytes->data() + i * size, size);
    uint32_t bits = table[code & (table.size() - 1)];
    std::memcpy(result.data() + i * resultSize, &bits, resultSize);
  }
  return createConstant(b, loc, type.clone(to), result, "decoded");
}
