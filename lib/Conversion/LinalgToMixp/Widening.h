//===- Widening.h - Conversions that keep every value -----------*- C++ -*-===//
#ifndef MIXP_LIB_CONVERSION_LINALGTOMIXP_WIDENING_H
#define MIXP_LIB_CONVERSION_LINALGTOMIXP_WIDENING_H

#include "mlir/IR/Value.h"

namespace mixp {

/// How a value's bits give the number that is meant.
enum class Reading {
  /// As its type says: a float's value, an integer modulo 2^width.
  AsIs,
  Signed,
  Unsigned
};

/// A value, and how the number is read from it.
struct ReadValue {
  mlir::Value value;
  Reading reading = Reading::AsIs;
};

/// Follows `use` up through arith.extsi, extui, extf, sitofp and uitofp, on
/// scalars or on tensors, and through element-wise linalg ops whose body does
/// nothing else, for as long as the number that is read stays the same.
ReadValue followWidening(ReadValue use);

} // namespace mixp

#endif // MIXP_LIB_CONVERSION_LINALGTOMIXP_WIDENING_H
