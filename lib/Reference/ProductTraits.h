//===- ProductTraits.h - What selects a product's rule ----------*- C++ -*-===//
#ifndef MIXP_LIB_REFERENCE_PRODUCTTRAITS_H
#define MIXP_LIB_REFERENCE_PRODUCTTRAITS_H

#include "mixp/Dialect/Mixp/IR/MixpDialect.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/IR/BuiltinOps.h"

namespace mixp::reference {

/// What the rules of docs/Numerics.md, section 6, need to know of an op beside
/// its operands.
struct ProductTraits {
  mlir::Type lhs, rhs, outs; // of elements
  OperandPrecision precision;
  bool fastAccumulate, isExact, hasF64;
  /// Of the module; null where it has none.
  GpuTargetAttr gpu;

  /// Of a mixp.matmul or mixp.conv, whose operands are `lhs` and `rhs`.
  template <typename OpT>
  static ProductTraits of(OpT op, mlir::Value lhs, mlir::Value rhs) {
    auto module = op->template getParentOfType<mlir::ModuleOp>();
    return {mlir::getElementTypeOrSelf(lhs.getType()),
            mlir::getElementTypeOrSelf(rhs.getType()),
            op.getOuts().getType().getElementType(),
            op.getPrecision(),
            op.getFastAccumulate(),
            op.isExact(),
            op.hasF64(),
            module ? module->template getAttrOfType<GpuTargetAttr>(
                         kGpuTargetAttrName)
                   : GpuTargetAttr()};
  }
};

} // namespace mixp::reference

#endif // MIXP_LIB_REFERENCE_PRODUCTTRAITS_H
