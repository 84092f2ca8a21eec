//===- WeightSchedule.cpp - Tiles for weights in few bits -----------------===//
#include "WeightOnly.h"

using namespace mlir;
using namespace mixp;

namespace {
struct Tiles {
  int64_t blockM, blockN, blockK, warpM, warpN, warpsK;
};
} // namespace

/// Few rows are bound by the weights' way from memory: blocks are narrow, so
/// that there are enough of them, and long along K, so that much is on its way;
/// warps share a block along K. Many rows are bound by the products: a warp
/// decodes 32 columns of weights for 64 rows.
static Tiles chooseTiles(int64_t rows, int64_t columns) {
  if (rows <= 16)
    return columns < 8192 ? Tiles{16, 32, 256, 16, 32, 4}
                          : Tiles{16, 64, 256, 16, 32, 2};
  if (rows <= 32)
    return {32, 64, 128, 32, 32, 2};
  if (rows <= 64)
    return {64, 128, 64, 64, 32, 1};
  return {128, 128, 64, 64, 32, 1};
}

GpuScheduleAttr mixp::chooseWeightSchedule(MatmulOp op, GpuTargetAttr target) {
  RankedTensorType type = op.getOuts().getType();
  Type lhs = op.getLhs().getType().getElementType();
  TensorCoreAttr core = target.lookup(
      lhs, lhs, Float32Type::get(op.getContext()), TensorCoreKind::MmaSync);
  if (!core)
    return {};
  auto sizeOf = [&](int64_t dim) {
    return type.isDynamicDim(dim) ? std::numeric_limits<int64_t>::max()
                                  : type.getDimSize(dim);
  };
  Tiles tiles =
      chooseTiles(sizeOf(type.getRank() - 2), sizeOf(type.getRank() - 1));
  bool hasCopies = target.getCopy() != AsyncCopy::None;
  int64_t stages = hasCopies ? 4 : 2;
  auto skeleton =
      hasCopies ? KernelSkeleton::Multistage : KernelSkeleton::DoubleBuffered;
  return GpuScheduleAttr::get(op.getContext(), skeleton, core, tiles.blockM,
                              tiles.blockN, tiles.blockK, tiles.warpM,
                              tiles.warpN, stages, 8, /*split_k=*/1,
                              /*promote=*/true, tiles.warpsK,
                              /*weights_first=*/true);
}
