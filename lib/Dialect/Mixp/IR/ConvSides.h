//===- ConvSides.h - Operands of a convolution with blocks ------*- C++ -*-===//
#ifndef MIXP_LIB_DIALECT_MIXP_IR_CONVSIDES_H
#define MIXP_LIB_DIALECT_MIXP_IR_CONVSIDES_H

#include "Constraints.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"

namespace mixp {

/// Each operand of `op` as the block rule sees it.
Blocked blockedInput(ConvOp op);
Blocked blockedFilter(ConvOp op);

} // namespace mixp

#endif // MIXP_LIB_DIALECT_MIXP_IR_CONVSIDES_H
