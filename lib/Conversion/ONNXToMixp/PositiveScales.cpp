//===- PositiveScales.cpp - Weights without negative scales ---------------===//
#include "PositiveScales.h"
#include "Numbers.h"

using namespace mlir;
using namespace mixp::importer;

/// For each element of `shape`, row-major, the index of its entry in a table.
static SmallVector<int64_t> getEntries(ArrayRef<Dim> shape, ArrayRef<Dim> table,
                                       ArrayRef<int64_t> block) {
  SmallVector<int64_t> entries{0};
  for (size_t i = 0; i < shape.size(); ++i) {
    SmallVector<int64_t> outer = std::move(entries);
    entries.clear();
    int64_t count = table[i].getStatic();
    for (int64_t entry : outer)
      for (int64_t n = 0; n < shape[i].getStatic(); ++n)
        entries.push_back(entry * count + (block[i] ? n / block[i] : 0));
  }
  return entries;
}

/// The number that the complement of a zero point of 0 is.
static int64_t getComplement(ElementKind kind) {
  return isUnsigned(kind) ? (int64_t(1) << getBitWidth(kind)) - 1 : -1;
}

/// (q - z) * -s is (~q - ~z) * s, and (q - z) * 0 is (0 - 0) * 1.
static ImportedTensor rewriteValues(const ImportedTensor &values,
                                    const ImportedTensor &scale,
                                    ArrayRef<int64_t> block) {
  std::string data;
  data.reserve(values.bytes->size());
  for (auto [i, entry] :
       llvm::enumerate(getEntries(values.shape, scale.shape, block))) {
    double sign = readNumber(scale, entry);
    int64_t number = readInteger(values, i);
    appendBits(data, values.kind, sign > 0 ? number : sign < 0 ? ~number : 0);
  }
  return ImportedTensor::constant(values.kind, values.shape, std::move(data));
}

static ImportedTensor
rewriteZeroPoint(const std::optional<ImportedTensor> &zeroPoint,
                 const ImportedTensor &scale, ElementKind stored) {
  std::string data;
  ElementKind kind = zeroPoint ? zeroPoint->kind : ElementKind::I32;
  for (int64_t i = 0; i < countElements(scale); ++i) {
    double sign = readNumber(scale, i);
    double zero = zeroPoint ? readNumber(*zeroPoint, i) : 0;
    appendNumber(data, kind,
                 sign > 0   ? zero
                 : sign < 0 ? double(getComplement(stored)) - zero
                            : 0);
  }
  return ImportedTensor::constant(kind, scale.shape, std::move(data));
}

static ImportedTensor rewriteScale(const ImportedTensor &scale) {
  std::string data;
  for (int64_t i = 0; i < countElements(scale); ++i) {
    double number = std::abs(readNumber(scale, i));
    appendNumber(data, scale.kind, number > 0 ? number : 1);
  }
  return ImportedTensor::constant(scale.kind, scale.shape, std::move(data));
}

LogicalResult mixp::importer::makeScalesPositive(NodeContext &context,
                                                 TableRole role,
                                                 ImportedTensor &values,
                                                 Quantization &quantization) {
  const ImportedTensor scale = *quantization.scale;
  const std::optional<ImportedTensor> &zero = quantization.zeroPoint;
  bool isPositive = true;
  for (int64_t i = 0; scale.isConstant() && i < countElements(scale); ++i)
    isPositive &= readNumber(scale, i) > 0;
  if (isPositive)
    return success();
  if (!values.isConstant() || !isInteger(values.kind) ||
      (zero && !zero->isConstant()))
    return checkPositive(context, role, scale);
  values = rewriteValues(values, scale, quantization.block);
  quantization.zeroPoint = rewriteZeroPoint(zero, scale, values.kind);
  quantization.scale = rewriteScale(scale);
  return success();
}
