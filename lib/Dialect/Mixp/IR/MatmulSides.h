//===- MatmulSides.h - Operands of a product with their blocks --*- C++ -*-===//
#ifndef MIXP_LIB_DIALECT_MIXP_IR_MATMULSIDES_H
#define MIXP_LIB_DIALECT_MIXP_IR_MATMULSIDES_H

#include "Constraints.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"

namespace mixp {

/// Each side of `op` as the block rule sees it.
Blocked blockedLhs(MatmulOp op);
Blocked blockedRhs(MatmulOp op);

} // namespace mixp

#endif // MIXP_LIB_DIALECT_MIXP_IR_MATMULSIDES_H
