//===- EvalCast.h - Conversions of single values ----------------*- C++ -*-===//
#ifndef MIXP_LIB_REFERENCE_EVALCAST_H
#define MIXP_LIB_REFERENCE_EVALCAST_H

#include "Evaluation.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"

namespace mixp::reference {

/// mixp.cast of one exact value to a float format; `random` are the bits of
/// stochastic rounding.
double castToFloat(double x, FloatFormat format, RoundingMode mode,
                   bool saturate, uint32_t random = 0);

/// mixp.cast of one exact value to the integers from `low` to `high`.
double castToInteger(double x, double low, double high, RoundingMode mode,
                     uint32_t random = 0);

mlir::LogicalResult evaluateCastOp(CastOp op, Evaluation &evaluation);
mlir::LogicalResult evaluateRequantize(RequantizeOp op, Evaluation &evaluation);
mlir::LogicalResult evaluateChooseScales(ChooseScalesOp op,
                                         Evaluation &evaluation);

} // namespace mixp::reference

#endif // MIXP_LIB_REFERENCE_EVALCAST_H
