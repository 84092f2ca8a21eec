//===- Numbers.h - Elements of constants as numbers -------------*- C++ -*-===//
#ifndef MIXP_LIB_CONVERSION_ONNXTOMIXP_NUMBERS_H
#define MIXP_LIB_CONVERSION_ONNXTOMIXP_NUMBERS_H

#include "ImportedTensor.h"

namespace mixp::importer {

int64_t countElements(const ImportedTensor &constant);

/// Element `index` of a constant. As double, it is exact but for int64 and
/// uint64 beyond 2^53.
double readNumber(const ImportedTensor &constant, int64_t index);
/// The element of integers or truth values; uint64 modulo 2^64.
int64_t readInteger(const ImportedTensor &constant, int64_t index);

/// Appends a number rounded to the nearest float of `kind`.
void appendNumber(std::string &data, ElementKind kind, double number);
/// The same of an integer, rounded once.
void appendInteger(std::string &data, ElementKind kind, int64_t integer,
                   bool isUnsigned);
/// Appends the low bits of `integer` as an element of integer `kind`.
void appendBits(std::string &data, ElementKind kind, int64_t integer);

/// A constant of rank 0.
ImportedTensor makeScalar(ElementKind kind, double number);

} // namespace mixp::importer

#endif // MIXP_LIB_CONVERSION_ONNXTOMIXP_NUMBERS_H
