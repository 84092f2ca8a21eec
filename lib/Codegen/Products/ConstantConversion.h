//===- ConstantConversion.h - Weights in a kernel's format ------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_PRODUCTS_CONSTANTCONVERSION_H
#define MIXP_LIB_CODEGEN_PRODUCTS_CONSTANTCONVERSION_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"

namespace mixp {

// Each gives a constant of the same values in a wider type, which holds them
// all, or null where `value` is no constant tensor of such a type.

/// i2 to i7 as i8.
mlir::Value widenConstant(mlir::OpBuilder &b, mlir::Location loc,
                          mlir::Value value, bool isUnsigned);

/// Floats of at most 16 bits as `to`.
mlir::Value convertFloatConstant(mlir::OpBuilder &b, mlir::Location loc,
                                 mlir::Value value, mlir::FloatType to);

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_PRODUCTS_CONSTANTCONVERSION_H
