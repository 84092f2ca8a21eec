//===- WarpRoles.h - One thread loads, groups of warps multiply -*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_GPU_WARPROLES_H
#define MIXP_LIB_CODEGEN_GPU_WARPROLES_H

#include "KernelArguments.h"
#include "OperandTile.h"
#include "StageRing.h"
#include "TileOrder.h"

namespace mixp {

/// What persistent kernels with two roles share: a group of four warps, of
/// which one thread loads by the tensor memory accelerator into a ring of
/// stages, and groups that multiply what is there.
class WarpRoles {
public:
  static constexpr int64_t kWarpsPerGroup = 4, kGroupThreads = 128;

  static int64_t threads(int64_t consumers) {
    return kGroupThreads * (1 + consumers);
  }

  /// The body of the kernel.
  void build();

protected:
  /// A tile of the result: its first row and column, and its number among those
  /// of all batches.
  struct Tile {
    mlir::Value row, column, index;
  };

  /// `consumers` groups multiply; `barriers`: the ring's place in shared
  /// memory, in bytes.
  WarpRoles(KernelBuilder &b, TensorCoreMatmulOp op,
            const KernelArguments &arguments, mlir::Value shared,
            int64_t consumers, int64_t barriers);
  ~WarpRoles() = default;

  /// Loads all steps of a tile; returns where the ring is after it.
  virtual RingPlace loadTile(const Tile &tile, RingPlace place) = 0;
  /// What a group does that multiplies; `group` and `lane` are known.
  virtual void buildConsumer() = 0;

  /// A loop over this block's tiles that carries a place in the ring. `body`
  /// returns where the ring is after the tile.
  void forEachTile(RingPlace start,
                   llvm::function_ref<RingPlace(const Tile &, RingPlace)> body);

  /// Copies the box of an operand's tensor map that begins at x and y.
  void loadBox(int64_t operand, mlir::Value target, mlir::Value x,
               mlir::Value y, mlir::Value barrier);
  /// Copies an operand's tile, a box for each panel; `first` is its row of lhs
  /// or column of rhs.
  void loadPanels(int64_t operand, const OperandTile &tile, mlir::Value target,
                  mlir::Value first, mlir::Value k, mlir::Value barrier);

  KernelBuilder &b;
  TensorCoreMatmulOp op;
  GpuScheduleAttr schedule;
  const KernelArguments &arguments;
  mlir::Value shared, thread;
  int64_t consumers;
  StageRing ring;
  TileOrder order;
  mlir::Value batch, group, lane;
};

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_GPU_WARPROLES_H
