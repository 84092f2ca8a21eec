//===- ConstantReals.h - Constants as real numbers --------------*- C++ -*-===//
#ifndef MIXP_LIB_DIALECT_MIXP_TRANSFORMS_CONSTANTREALS_H
#define MIXP_LIB_DIALECT_MIXP_TRANSFORMS_CONSTANTREALS_H

#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Value.h"
#include <optional>
#include <vector>

namespace mixp {

/// The elements, row-major, of a constant tensor of integers of at most 32 bits
/// or of floats; doubles hold each exactly. Signless integers are signed unless
/// `isUnsigned`. Nothing for any other value.
std::optional<std::vector<double>> readReals(mlir::Value value,
                                             bool isUnsigned = false);

} // namespace mixp

#endif // MIXP_LIB_DIALECT_MIXP_TRANSFORMS_CONSTANTREALS_H
