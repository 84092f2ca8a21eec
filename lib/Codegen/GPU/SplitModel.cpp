//===- SplitModel.cpp - Parts of K for a GPU ------------------------------===//
#include "SplitModel.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mixp;

/// A part has at least so many steps, which fill a ring of stages, and a tile
/// at most so many parts, which its last block adds one after the other.
static constexpr int64_t kMinSteps = 4, kMaxParts = 8;

/// Tiles of the result at least: of what is known at run time only, one.
static int64_t leastTiles(RankedTensorType type, GpuScheduleAttr schedule) {
  int64_t rank = type.getRank();
  auto count = [&](int64_t dim, int64_t block) {
    return type.isDynamicDim(dim)
               ? 1
               : llvm::divideCeil(type.getDimSize(dim), block);
  };
  return (rank == 3 ? count(0, 1) : 1) * count(rank - 2, schedule.getBlockM()) *
         count(rank - 1, schedule.getBlockN());
}

static int64_t depthOf(MatmulOp op) {
  return op.getLhs().getType().getDimSize(op.getLhsReductionDim());
}

/// As many parts as have multiprocessors without another tile; at most, where
/// sizes are known at run time only.
static int64_t countParts(MatmulOp op, GpuScheduleAttr schedule,
                          int64_t blocks) {
  int64_t tiles = leastTiles(op.getOuts().getType(), schedule);
  if (tiles == 0)
    return 1;
  int64_t parts = std::min(blocks / tiles, kMaxParts);
  int64_t k = depthOf(op);
  if (!ShapedType::isDynamic(k))
    parts = std::min<int64_t>(parts, llvm::divideCeil(k, schedule.getBlockK()) /
                                         kMinSteps);
  return std::max<int64_t>(parts, 1);
}

GpuScheduleAttr mixp::chooseSplit(MatmulOp op, GpuScheduleAttr tiles,
                                  GpuTargetAttr target) {
  int64_t blocks = target.getMultiprocessors();
  int64_t parts = countParts(op, tiles, blocks);
  bool isFixed = parts == 1 || (op.getOuts().getType().hasStaticShape() &&
                                !ShapedType::isDynamic(depthOf(op)));
  return GpuScheduleAttr::get(
      op.getContext(), tiles.getSkeleton(), tiles.getCore(), tiles.getBlockM(),
      tiles.getBlockN(), tiles.getBlockK(), tiles.getWarpM(), tiles.getWarpN(),
      tiles.getStages(), tiles.getGroupM(), parts, isFixed ? 0 : blocks,
      isFixed ? 0 : kMinSteps * tiles.getBlockK(), tiles.getPromote(),
      tiles.getWarpsK(), tiles.getWeightsFirst());
}
