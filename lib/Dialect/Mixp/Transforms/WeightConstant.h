//===- WeightConstant.h - Quantized constants before rounding ---*- C++ -*-===//
#ifndef MIXP_LIB_DIALECT_MIXP_TRANSFORMS_WEIGHTCONSTANT_H
#define MIXP_LIB_DIALECT_MIXP_TRANSFORMS_WEIGHTCONSTANT_H

#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mixp/Dialect/Mixp/Transforms/WeightQuantization.h"
#include "mlir/IR/Builders.h"
#include <optional>

namespace mixp {

/// A mixp.quantize of a constant with constant scales: the form in which
/// mixp-quantize leaves weights to passes that choose scales and codes.
struct WeightConstant {
  QuantizeOp op;
  std::vector<float> values, scales;
  WeightFormat format;

  llvm::ArrayRef<int64_t> shape() {
    return op.getResult().getType().getShape();
  }
  /// What element number `i` becomes, given the place of its scale.
  float number(int64_t i, int64_t scale) const {
    return format.round(values[i] / scales[scale]);
  }
};

/// `value` in that form; nothing where it is anything else.
std::optional<WeightConstant> readWeightConstant(mlir::Value value);

/// Discardable attribute of such a mixp.quantize: the weights that its input
/// stood for before a pass adapted them to the rounding.
inline constexpr llvm::StringLiteral kOriginalWeightsAttrName =
    "mixp.original_weights";

/// The MLIR type of a float format of at most 8 bits.
mlir::Type floatType(mlir::MLIRContext *context,
                     const llvm::fltSemantics &format);

/// A constant of scales of `element`, f32 or f8E8M0FNU, from their values.
mlir::Value createScales(mlir::OpBuilder &builder, mlir::Location loc,
                         llvm::ArrayRef<int64_t> shape, mlir::Type element,
                         llvm::ArrayRef<float> scales);

} // namespace mixp

#endif // MIXP_LIB_DIALECT_MIXP_TRANSFORMS_WEIGHTCONSTANT_H
