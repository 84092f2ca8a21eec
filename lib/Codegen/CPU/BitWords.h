//===- BitWords.h - Bits along K as 32-bit words ----------------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_CPU_BITWORDS_H
#define MIXP_LIB_CODEGEN_CPU_BITWORDS_H

#include "mlir/IR/Builders.h"

namespace mixp {

/// An i1 tensor as i32 with 32 elements of `dim` in each, the lowest bit first;
/// bits past the end are 0. A constant stays a constant.
mlir::Value packBitsIntoWords(mlir::OpBuilder &b, mlir::Location loc,
                              mlir::Value tensor, int64_t dim);

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_CPU_BITWORDS_H
