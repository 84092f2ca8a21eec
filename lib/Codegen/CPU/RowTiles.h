//===- RowTiles.h - Rows cut into register tiles ----------------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_CPU_ROWTILES_H
#define MIXP_LIB_CODEGEN_CPU_ROWTILES_H

#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace mixp {

/// M rows as tiles of mr and of mr - 1 rows, so that no tile is short:
///   M = mr * whole + (mr - 1) * shorter,  shorter < mr.
/// Where M is too small for that, `shorter` is 0 and `rest` < mr rows are left.
class RowTiles {
public:
  RowTiles(mlir::ImplicitLocOpBuilder &b, mlir::OpFoldResult m, int64_t mr);

  /// M rows of tiles of mr, the last one filled up with rows that are not
  /// there.
  static RowTiles padded(mlir::ImplicitLocOpBuilder &b, mlir::OpFoldResult m,
                         int64_t mr);

  int64_t getMr() const { return mr; }
  mlir::Value getWhole() const { return whole; }
  mlir::Value getCount() const { return count; }
  /// Rows in no tile: an attribute where M is static.
  mlir::OpFoldResult getRest() const { return rest; }
  mlir::Value getFirstRestRow() const { return firstRest; }
  /// Whether there may be shorter tiles.
  bool hasShorter() const { return mayHaveShorter; }

  /// First row of tile number `tile`.
  mlir::Value rowOf(mlir::Value tile) const;

private:
  RowTiles(mlir::ImplicitLocOpBuilder &b, int64_t mr) : b(b), mr(mr) {}
  mlir::Value index(int64_t value) const;

  mlir::ImplicitLocOpBuilder &b;
  int64_t mr;
  bool mayHaveShorter = true;
  mlir::Value whole, count, firstRest;
  mlir::OpFoldResult rest;
};

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_CPU_ROWTILES_H
