//===- WeightSchedule.cpp - Tiles for weights in few bits -----------------===//
#include "SplitModel.h"
#include "WeightOnly.h"
#include "llvm/Support/MathExtras.h"
#include <algorithm>
#include <numeric>

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

/// Bytes of a stage at most: activations, weights, and a scale of f32 and a
/// zero point for each 16 elements along K where tables vary.
static int64_t stageBytes(MatmulOp op, const Tiles &tiles) {
  int64_t bits = op.getRhs().getType().getElementTypeBitWidth();
  int64_t bytes =
      tiles.blockM * tiles.blockK * 2 + tiles.blockN * tiles.blockK * bits / 8;
  if (std::optional<int64_t> group = getWeightGroup(op)) {
    int64_t size = std::gcd(*group, tiles.blockK / tiles.warpsK);
    bytes += tiles.blockK / size * tiles.blockN * 6;
  }
  return llvm::alignTo(bytes, 1024);
}

/// Stages that fit half of the shared memory, so that two blocks do, or else
/// all of it; more than 4 only where few warps wait for memory.
static int64_t chooseStages(MatmulOp op, const Tiles &tiles,
                            GpuTargetAttr target) {
  if (target.getCopy() == AsyncCopy::None)
    return 2;
  // 8 KiB are room for barriers and an epilogue beside the stages.
  int64_t shared = target.getSharedBytes() - 8192;
  int64_t bytes = stageBytes(op, tiles);
  int64_t most = tiles.blockM <= 32 ? 8 : 4;
  int64_t two = shared / 2 / bytes;
  return std::clamp<int64_t>(two >= 3 ? two : shared / bytes, 2, most);
}

static GpuScheduleAttr makeSchedule(MatmulOp op, KernelSkeleton skeleton,
                                    TensorCoreAttr core, const Tiles &tiles,
                                    int64_t stages, GpuTargetAttr target) {
  auto schedule = GpuScheduleAttr::get(
      op.getContext(), skeleton, core, tiles.blockM, tiles.blockN, tiles.blockK,
      tiles.warpM, tiles.warpN, stages, /*group_m=*/8, /*split_k=*/1,
      /*split_blocks=*/0, /*split_depth=*/0, /*promote=*/true, tiles.warpsK,
      /*weights_first=*/true);
  return chooseSplit(op, schedule, target);
}

/// wgmma pays off where its 64 columns meet many rows. Sums that are scaled in
/// groups are there twice.
static GpuScheduleAttr chooseForWarpgroups(MatmulOp op, TensorCoreAttr core,
                                           GpuTargetAttr target, int64_t rows) {
  bool isTwice = op.getRhsScale() != nullptr;
  int64_t blockM = rows <= 128 || isTwice ? 128 : 256;
  Tiles tiles = {blockM, 128, 64, blockM, 64, 1};
  int64_t stages = std::clamp<int64_t>(
      (target.getSharedBytes() - 36864) / stageBytes(op, tiles), 2, 6);
  return makeSchedule(op, KernelSkeleton::WarpSpecialized, core, tiles, stages,
                      target);
}

GpuScheduleAttr mixp::chooseWeightSchedule(MatmulOp op, GpuTargetAttr target) {
  RankedTensorType type = op.getOuts().getType();
  Type lhs = op.getLhs().getType().getElementType();
  auto sizeOf = [&](int64_t dim) {
    return type.isDynamicDim(dim) ? std::numeric_limits<int64_t>::max()
                                  : type.getDimSize(dim);
  };
  int64_t rows = sizeOf(type.getRank() - 2);
  int64_t columns = sizeOf(type.getRank() - 1);
  Type acc = Float32Type::get(op.getContext());
  TensorCoreAttr wide = target.lookup(lhs, lhs, acc, TensorCoreKind::Wgmma);
  TensorCoreAttr core = target.lookup(lhs, lhs, acc, TensorCoreKind::MmaSync);
  if (wide && (rows > 64 || !core))
    return chooseForWarpgroups(op, wide, target, rows);
  if (!core)
    return {};
  Tiles tiles = chooseTiles(rows, columns);
  bool hasCopies = target.getCopy() != AsyncCopy::None;
  // Tiles on their way through registers leave fewer to sums that are there
  // twice.
  if (!hasCopies && rows > 32 && op.getRhsScale())
    tiles = {64, 128, 64, 32, 32, 1};
  auto skeleton =
      hasCopies ? KernelSkeleton::Multistage : KernelSkeleton::DoubleBuffered;
  return makeSchedule(op, skeleton, core, tiles,
                      chooseStages(op, tiles, target), target);
}
