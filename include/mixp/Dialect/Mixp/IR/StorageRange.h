//===- StorageRange.h - Ranges of integer formats ---------------*- C++ -*-===//
#ifndef MIXP_DIALECT_MIXP_IR_STORAGERANGE_H
#define MIXP_DIALECT_MIXP_IR_STORAGERANGE_H

#include "mlir/IR/BuiltinTypes.h"
#include <cstdint>

namespace mixp {

/// The values an integer type holds: [min, max]. Those of an unsigned one of 64
/// bits go further.
struct StorageRange {
  int64_t min;
  int64_t max;

  bool contains(int64_t value) const { return min <= value && value <= max; }
};

/// Whether elements of `type` are unsigned: an unsigned type, or a signless one
/// that an op's `*_unsigned` attribute (`flag`) says so of.
inline bool isUnsignedElement(mlir::Type type, bool flag) {
  return flag || type.isUnsignedInteger();
}

/// The range of the integer `type`; signless means signed unless `flag`.
inline StorageRange storageRange(mlir::Type type, bool flag) {
  unsigned width = type.getIntOrFloatBitWidth();
  if (isUnsignedElement(type, flag))
    return {0, width > 63 ? INT64_MAX : (int64_t(1) << width) - 1};
  return {INT64_MIN >> (64 - width), INT64_MAX >> (64 - width)};
}

/// Whether `type` is a float of 8, 6 or 4 bits that holds values: all but
/// f8E8M0FNU, which is for scales.
inline bool isNarrowFloat(mlir::Type type) {
  auto number = mlir::dyn_cast<mlir::FloatType>(type);
  return number && number.getWidth() <= 8 &&
         !mlir::isa<mlir::Float8E8M0FNUType>(number);
}

/// Whether mixp.quantize has results of these elements.
inline bool isNarrowElement(mlir::Type type) {
  if (auto integer = mlir::dyn_cast<mlir::IntegerType>(type))
    return (integer.getWidth() >= 1 && integer.getWidth() <= 8 &&
            !integer.isSigned()) ||
           integer.isSignlessInteger(16) || integer.isSignlessInteger(32);
  return isNarrowFloat(type) || type.isBF16() || type.isF16();
}

} // namespace mixp

#endif // MIXP_DIALECT_MIXP_IR_STORAGERANGE_H
