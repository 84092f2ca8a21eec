//===- EpilogueVerification.h - Epilogues of products -----------*- C++ -*-===//
#ifndef MIXP_LIB_DIALECT_MIXP_IR_EPILOGUEVERIFICATION_H
#define MIXP_LIB_DIALECT_MIXP_IR_EPILOGUEVERIFICATION_H

#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/Operation.h"

namespace mixp {

/// Checks an epilogue over the `rank` dims of a product: one map of dims and
/// zeros for each operand, a block that takes the accumulator and one value of
/// each operand and yields a `stored`. With `soFar` the
/// block takes one more value, of that type.
mlir::LogicalResult verifyEpilogue(mlir::Operation *op, mlir::Region &epilogue,
                                   mlir::ArrayAttr maps,
                                   mlir::OperandRange operands, int64_t rank,
                                   mlir::Type accumulator, mlir::Type stored,
                                   mlir::Type soFar = {});

} // namespace mixp

#endif // MIXP_LIB_DIALECT_MIXP_IR_EPILOGUEVERIFICATION_H
