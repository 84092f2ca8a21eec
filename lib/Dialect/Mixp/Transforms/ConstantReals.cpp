//===- ConstantReals.cpp - Constants as real numbers ----------------------===//
#include "ConstantReals.h"
#include "mixp/Dialect/Mixp/IR/StorageRange.h"
#include "mixp/Dialect/Mixp/Transforms/ConstantData.h"
#include "llvm/ADT/APFloat.h"
#include "llvm/ADT/APInt.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mixp;

std::optional<std::vector<double>> mixp::readReals(Value value,
                                                   bool isUnsigned) {
  auto type = dyn_cast<RankedTensorType>(value.getType());
  auto bytes = readConstantBytes(value);
  if (!type || !bytes)
    return std::nullopt;
  Type element = type.getElementType();
  unsigned width = element.getIntOrFloatBitWidth();
  auto real = dyn_cast<FloatType>(element);
  if (width > (real ? 64 : 32))
    return std::nullopt;
  bool isSigned = !isUnsignedElement(element, isUnsigned);
  size_t size = llvm::divideCeil(width, 8);
  std::vector<double> numbers;
  numbers.reserve(bytes->size() / size);
  for (size_t i = 0; i < bytes->size(); i += size) {
    uint64_t word = 0;
    for (size_t k = 0; k < size; ++k)
      word |= uint64_t(uint8_t((*bytes)[i + k])) << (8 * k);
    APInt bits(64, word);
    bits = bits.trunc(width);
    if (real)
      numbers.push_back(
          APFloat(real.getFloatSemantics(), bits).convertToDouble());
    else
      numbers.push_back(isSigned ? double(bits.getSExtValue())
                                 : double(bits.getZExtValue()));
  }
  return numbers;
}
