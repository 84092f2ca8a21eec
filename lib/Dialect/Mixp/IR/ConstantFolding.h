//===- ConstantFolding.h - Conversions of constants -------------*- C++ -*-===//
#ifndef MIXP_LIB_DIALECT_MIXP_IR_CONSTANTFOLDING_H
#define MIXP_LIB_DIALECT_MIXP_IR_CONSTANTFOLDING_H

#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Operation.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <optional>

namespace mixp {

/// The value of one result element from those of the input, scale and zero
/// point, as real numbers; scale and zero point are 1 and 0 where missing.
using ElementFunction =
    llvm::function_ref<double(double input, double scale, double zeroPoint)>;

/// The same with a shift, for the fixed-point profiles of mixp.requantize; the
/// multiplier takes the scale's place.
using FixedPointFunction = llvm::function_ref<double(
    double input, double multiplier, double zeroPoint, double shift)>;

/// A conversion op all of whose operands may be constants.
struct Conversion {
  /// Folded operands; null where the op has none.
  mlir::Attribute input, scale, zeroPoint, shift;
  /// How many operands the op has beside the input.
  int parameters = 0;
  /// The op's resolved block; empty without parameters.
  llvm::SmallVector<int64_t> block;
  bool inputUnsigned = false;
  mlir::RankedTensorType resultType;
  /// The value that holds `input`: it is only folded away where this op alone
  /// uses it.
  mlir::Value inputValue;
};

/// Folds `conversion` element by element: empty tensors always, dense constants
/// of at most 64 KiB where the result takes no more bytes than the constants it
/// replaces (docs/Rationale.md). Null where it does not fold.
mlir::OpFoldResult foldConversion(const Conversion &conversion,
                                  ElementFunction function);
mlir::OpFoldResult foldFixedPoint(const Conversion &conversion,
                                  FixedPointFunction function);

/// Whether `value` is a dense constant all of whose elements are `number`.
bool isConstantOf(mlir::Value value, double number);

} // namespace mixp

#endif // MIXP_LIB_DIALECT_MIXP_IR_CONSTANTFOLDING_H
