//===- CarryOut.h - Records that leave control flow -------------*- C++ -*-===//
#ifndef MIXP_LIB_DIALECT_MIXP_TRANSFORMS_CARRYOUT_H
#define MIXP_LIB_DIALECT_MIXP_TRANSFORMS_CARRYOUT_H

#include "mlir/IR/Operation.h"
#include "mlir/IR/Value.h"

namespace mixp {

/// How the records of several executions of an op become one. Of none, the
/// record is an infinity (Min: +inf, Max: -inf) or 0 (Sum).
enum class Accumulation { Min, Max, Sum };

/// The innermost op around `op` whose results no record can become: what is
/// neither scf.for, scf.if nor a function of one block. Null: none.
mlir::Operation *findBarrier(mlir::Operation *op);

/// `record`, a tensor of static shape, accumulated over all executions of the
/// block that it is in, as a value at the top of the function. Each scf.for
/// around it gets one more iter_arg and each scf.if one more result: they are
/// built anew around the blocks that they have. Where there is none, it is
/// `record` itself. Sums grow with the number of executions: below control flow
/// they have 64 bits (f64, i64). Expects no barrier around `record`.
mlir::Value carryOut(mlir::Value record, Accumulation kind);

} // namespace mixp

#endif // MIXP_LIB_DIALECT_MIXP_TRANSFORMS_CARRYOUT_H
