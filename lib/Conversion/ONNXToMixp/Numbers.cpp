//===- Numbers.cpp - Elements of constants as numbers ---------------------===//
#include "Numbers.h"
#include "llvm/Support/MathExtras.h"
#include <cstring>

using namespace mixp::importer;
using llvm::APFloat;
using llvm::APInt;

int64_t mixp::importer::countElements(const ImportedTensor &constant) {
  return constant.bytes->size() / getByteWidth(constant.kind);
}

/// The element's bytes, little endian, as a number.
static uint64_t readBits(const ImportedTensor &constant, int64_t index) {
  int64_t width = getByteWidth(constant.kind);
  uint64_t bits = 0;
  std::memcpy(&bits, constant.bytes->data() + index * width, width);
  return bits;
}

double mixp::importer::readNumber(const ImportedTensor &constant,
                                  int64_t index) {
  if (constant.kind == ElementKind::F32)
    return constant.elements<float>()[index];
  if (isFloat(constant.kind)) {
    APFloat number(getSemantics(constant.kind),
                   APInt(getBitWidth(constant.kind), readBits(constant, index),
                         /*isSigned=*/false, /*implicitTrunc=*/true));
    bool losesInfo;
    number.convert(APFloat::IEEEdouble(), APFloat::rmNearestTiesToEven,
                   &losesInfo);
    return number.convertToDouble();
  }
  int64_t integer = readInteger(constant, index);
  return constant.kind == ElementKind::U64
             ? static_cast<double>(static_cast<uint64_t>(integer))
             : static_cast<double>(integer);
}

int64_t mixp::importer::readInteger(const ImportedTensor &constant,
                                    int64_t index) {
  uint64_t bits = readBits(constant, index);
  bool isSigned = isInteger(constant.kind) && !isUnsigned(constant.kind);
  return isSigned ? llvm::SignExtend64(bits, getBitWidth(constant.kind))
                  : static_cast<int64_t>(bits);
}

static void appendFloat(std::string &data, ElementKind kind, APFloat number) {
  bool losesInfo;
  number.convert(getSemantics(kind), APFloat::rmNearestTiesToEven, &losesInfo);
  uint64_t bits = number.bitcastToAPInt().getZExtValue();
  data.append(reinterpret_cast<const char *>(&bits), getByteWidth(kind));
}

void mixp::importer::appendNumber(std::string &data, ElementKind kind,
                                  double number) {
  if (isFloat(kind))
    return appendFloat(data, kind, APFloat(number));
  appendBits(data, kind, static_cast<int64_t>(number));
}

void mixp::importer::appendInteger(std::string &data, ElementKind kind,
                                   int64_t integer, bool isUnsigned) {
  APFloat number(getSemantics(kind));
  number.convertFromAPInt(APInt(64, static_cast<uint64_t>(integer)),
                          !isUnsigned, APFloat::rmNearestTiesToEven);
  appendFloat(data, kind, number);
}

void mixp::importer::appendBits(std::string &data, ElementKind kind,
                                int64_t integer) {
  uint64_t bits = static_cast<uint64_t>(integer) &
                  llvm::maskTrailingOnes<uint64_t>(getBitWidth(kind));
  data.append(reinterpret_cast<const char *>(&bits), getByteWidth(kind));
}

ImportedTensor mixp::importer::makeScalar(ElementKind kind, double number) {
  std::string data;
  appendNumber(data, kind, number);
  return ImportedTensor::constant(kind, {}, std::move(data));
}
