//===- ZeroTensor.h - Products that add to nothing --------------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_PRODUCTS_ZEROTENSOR_H
#define MIXP_LIB_CODEGEN_PRODUCTS_ZEROTENSOR_H

#include "mlir/IR/Value.h"

namespace mixp {

/// Whether `value` is a tensor of zeros: a constant or a linalg.fill.
bool isZeroTensor(mlir::Value value);

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_PRODUCTS_ZEROTENSOR_H
