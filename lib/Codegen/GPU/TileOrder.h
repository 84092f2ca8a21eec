//===- TileOrder.h - Which tile of the result comes when --------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_GPU_TILEORDER_H
#define MIXP_LIB_CODEGEN_GPU_TILEORDER_H

#include "KernelBuilder.h"
#include "mixp/Dialect/Mixp/IR/MixpAttrs.h"

namespace mixp {

/// Tiles of the result in the order in which blocks take them: down `group_m`
/// rows of tiles before the next column, so that blocks that run together
/// share lhs and rhs in the L2 cache.
class TileOrder {
public:
  TileOrder(KernelBuilder &b, GpuScheduleAttr schedule, mlir::Value m,
            mlir::Value n);

  mlir::Value count() const { return total; }
  /// First row and column of the result of tile `index`.
  std::pair<mlir::Value, mlir::Value> origin(KernelBuilder &b,
                                             mlir::Value index) const;

private:
  GpuScheduleAttr schedule;
  mlir::Value rows, columns, total;
};

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_GPU_TILEORDER_H
