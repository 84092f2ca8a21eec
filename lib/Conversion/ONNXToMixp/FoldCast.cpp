//===- FoldCast.cpp - ONNX's Cast on constants ----------------------------===//
#include "FoldConstants.h"
#include "Numbers.h"
#include <algorithm>
#include <cmath>
#include <limits>

using namespace mixp::importer;

/// Towards zero, saturating; NaN gives 0.
static int64_t truncate(double value, unsigned bits, bool isUnsigned) {
  if (std::isnan(value))
    return 0;
  double limit = std::ldexp(1.0, isUnsigned ? bits : bits - 1);
  double least = isUnsigned ? 0 : -limit;
  if (value <= least)
    return isUnsigned ? 0 : std::numeric_limits<int64_t>::min() >> (64 - bits);
  if (value >= limit) // The limit itself is no int64_t or uint64_t.
    return isUnsigned ? ~uint64_t(0) >> (64 - bits)
                      : std::numeric_limits<int64_t>::max() >> (64 - bits);
  return isUnsigned ? static_cast<int64_t>(static_cast<uint64_t>(value))
                    : static_cast<int64_t>(value);
}

/// What a float of 8 bits or less is rounded from: within its range where it
/// saturates, and a number where it has no NaN.
static double clampToFormat(double value, ElementKind kind, bool saturates) {
  bool hasOnlyNumbers = kind == ElementKind::F4E2M1FN;
  if (std::isnan(value))
    return hasOnlyNumbers ? 0 : value;
  if (!saturates && !hasOnlyNumbers)
    return value;
  bool losesInfo;
  llvm::APFloat largest = llvm::APFloat::getLargest(getSemantics(kind));
  largest.convert(llvm::APFloat::IEEEdouble(),
                  llvm::APFloat::rmNearestTiesToEven, &losesInfo);
  double limit = largest.convertToDouble();
  return std::clamp(value, -limit, limit);
}

ImportedTensor mixp::importer::foldCast(const ImportedTensor &input,
                                        ElementKind kind, bool saturates) {
  if (input.kind == kind)
    return input;
  std::string data;
  data.reserve(product(input.shape).getStatic() * getByteWidth(kind));
  for (int64_t i = 0, e = countElements(input); i < e; ++i) {
    if (kind == ElementKind::Bool)
      data.push_back(readNumber(input, i) != 0);
    else if (isFloat(kind) && getBitWidth(kind) <= 8)
      appendNumber(data, kind,
                   clampToFormat(readNumber(input, i), kind, saturates));
    else if (isFloat(kind) && isFloat(input.kind))
      appendNumber(data, kind, readNumber(input, i));
    else if (isFloat(kind)) // Rounded once.
      appendInteger(data, kind, readInteger(input, i), isUnsigned(input.kind));
    else if (isFloat(input.kind))
      appendBits(
          data, kind,
          truncate(readNumber(input, i), getBitWidth(kind), isUnsigned(kind)));
    else // Modulo 2^bits, as in ONNX.
      appendBits(data, kind, readInteger(input, i));
  }
  return ImportedTensor::constant(kind, input.shape, std::move(data));
}
