//===- LoopAccumulation.h - Records that leave loops ------------*- C++ -*-===//
#ifndef MIXP_LIB_DIALECT_MIXP_TRANSFORMS_LOOPACCUMULATION_H
#define MIXP_LIB_DIALECT_MIXP_TRANSFORMS_LOOPACCUMULATION_H

#include "mlir/IR/Operation.h"
#include "mlir/IR/Value.h"

namespace mixp {

/// How records of several iterations become one.
enum class Accumulation { Min, Max, Sum };

/// Whether `op` is at the top of a function of one block, or there but for
/// scf.for ops around it.
bool isInLoopsOnly(mlir::Operation *op);

/// `record`, a tensor of static shape that the block of `op` computes after it,
/// accumulated over all iterations of the scf.for ops around `op`, as a value
/// behind the outermost: each gets one more iter_arg. Where there is none it is
/// `record` itself; without iterations it is the identity.
mlir::Value carryOutOfLoops(mlir::Operation *op, mlir::Value record,
                            Accumulation kind);

} // namespace mixp

#endif // MIXP_LIB_DIALECT_MIXP_TRANSFORMS_LOOPACCUMULATION_H
