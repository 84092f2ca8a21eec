//===- TensorStore.h - Results by the memory accelerator --------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_GPU_TENSORSTORE_H
#define MIXP_LIB_CODEGEN_GPU_TENSORSTORE_H

#include "KernelArguments.h"
#include "SmemTile.h"
#include "StoreTeam.h"

namespace mixp {

/// A team's way from shared memory to the result by the tensor memory
/// accelerator (sm_90a), which needs no addresses, no registers and no guards:
/// the tensor map knows where the result ends. A team writes 16 rows at a time
/// to one of its tiles, laid out as the map says, and may go on while they are
/// under way.
class TensorStore {
public:
  static constexpr int64_t kRows = 16;

  struct Shape {
    /// Columns of one tile, and tiles of a team in one tile of the result.
    int64_t columns, turns;
    /// Tiles in shared memory, used in turn.
    int64_t buffers;
  };
  static SmemTile tile(TensorCoreMatmulOp op, const Shape &shape);
  static KernelArguments::Box box(TensorCoreMatmulOp op, const Shape &shape);
  static int64_t bytes(TensorCoreMatmulOp op, const Shape &shape) {
    return shape.buffers * tile(op, shape).bytes();
  }

  /// `shared`: the team's tiles, at a multiple of 8 rows of a panel.
  TensorStore(TensorCoreMatmulOp op, const KernelArguments &arguments,
              const StoreTeam &team, mlir::Value shared, mlir::Value batch,
              const Shape &shape)
      : arguments(arguments), team(team), shared(shared), batch(batch),
        shape(shape), layout(tile(op, shape)),
        elementBytes(op.getOutsType().getElementTypeBitWidth() / 8) {}

  /// The address of tile `turn`, from 0 to the number of turns, once the team
  /// may write it. A barrier of the team: what it wrote before can be read.
  mlir::Value begin(KernelBuilder &b, int64_t turn) const;
  /// Sends what all of the team have written to this tile, the result's rows
  /// and columns from here on. A barrier of the team.
  void end(KernelBuilder &b, int64_t turn, mlir::Value row,
           mlir::Value column) const;
  /// Waits for everything sent: before the kernel ends.
  void drain(KernelBuilder &b) const;

  const SmemTile &getLayout() const { return layout; }
  const Shape &getShape() const { return shape; }

  mlir::Value address(KernelBuilder &b, int64_t turn) const;

private:
  const KernelArguments &arguments;
  StoreTeam team;
  mlir::Value shared, batch;
  Shape shape;
  SmemTile layout;
  int64_t elementBytes;
};

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_GPU_TENSORSTORE_H
