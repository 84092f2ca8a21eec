//===- ScheduleLegality.cpp - Schedules that kernels obey -----------------===//
#include "ScheduleLegality.h"
#include "Skeletons.h"
#include "SplitSum.h"
#include "WarpProduct.h"

using namespace mlir;
using namespace mixp;

/// Registers of a thread; one is no accumulator's.
static constexpr int64_t kMaxAccumulators = 254, kMaxThreads = 1024;

/// LLVM's code generator ends the process at an instruction that the chip
/// lacks.
static LogicalResult checkInstruction(TensorCoreMatmulOp op,
                                      GpuTargetAttr target) {
  GpuScheduleAttr schedule = op.getSchedule();
  TensorCoreAttr core = schedule.getCore();
  bool isKnown = llvm::any_of(target.getTensorCores(), [&](TensorCoreAttr row) {
    return row.getKind() == core.getKind() && row.getM() == core.getM() &&
           row.getN() == core.getN() && row.getK() == core.getK() &&
           row.getLhs() == core.getLhs() && row.getRhs() == core.getRhs() &&
           row.getAcc() == core.getAcc() &&
           row.getEffectiveBits() == core.getEffectiveBits();
  });
  if (!isKnown)
    return op.emitOpError() << "expected an instruction of " << target.getName()
                            << " but got " << core;
  AsyncCopy copy = target.getCopy();
  KernelSkeleton skeleton = schedule.getSkeleton();
  if ((skeleton == KernelSkeleton::Multistage && copy == AsyncCopy::None) ||
      (skeleton == KernelSkeleton::WarpSpecialized && copy != AsyncCopy::Tma))
    return op.emitOpError()
           << "expected a skeleton for " << target.getName()
           << ", which copies by " << stringifyAsyncCopy(copy) << ", but got "
           << stringifyKernelSkeleton(skeleton);
  return success();
}

/// The swizzle takes rows of 32, 64 or whole panels of 128 bytes, and a copy
/// moves a multiple of 8 rows of a panel at a time, or whole panels, until all
/// are there.
static bool canCopy(const OperandTile &tile, int64_t threads) {
  SmemTile smem = tile.smem();
  bool hasPanels =
      smem.rowBytes == 32 || smem.rowBytes == 64 || smem.rowBytes % 128 == 0;
  int64_t panelChunks = smem.panelBytes() / 16;
  int64_t perPanel = smem.rows * panelChunks;
  int64_t pieces = smem.rows * smem.chunksPerRow();
  bool isWhole =
      threads <= perPanel ? perPanel % threads == 0 : threads % perPanel == 0;
  return hasPanels && isWhole && pieces % threads == 0 &&
         threads % (8 * panelChunks) == 0;
}

/// Fragments of a warp lie in one panel or begin at one, and the epilogue's
/// buffer has rows of 32 or 64 columns.
static bool isPanelSize(int64_t size) {
  return size == 16 || size == 32 || size % 64 == 0;
}

static LogicalResult checkWarpTiles(TensorCoreMatmulOp op) {
  GpuScheduleAttr schedule = op.getSchedule();
  int64_t warpM = schedule.getWarpM(), warpN = schedule.getWarpN();
  if (!isPanelSize(warpM) || !isPanelSize(warpN) || warpN < 32)
    return op.emitOpError()
           << "expected warp_m of 16, 32 or a multiple of 64 and warp_n of 32 "
              "or a multiple of 64 but got "
           << warpM << " and " << warpN;
  if (warpM * warpN > 32 * kMaxAccumulators)
    return op.emitOpError()
           << "expected at most " << kMaxAccumulators
           << " sums in a thread but got " << warpM * warpN / 32
           << "; use more warps for a block";
  int64_t threads = getSkeleton(schedule).threads(schedule);
  int64_t bytes = storedBits(schedule.getCore().getLhs()) / 8;
  auto tiles = getOperandTiles(op);
  if (schedule.getBlockK() * bytes % MmaAtom::kBytes != 0 ||
      !canCopy(tiles[0], threads) || !canCopy(tiles[1], threads))
    return op.emitOpError()
           << "expected tiles that " << threads
           << " threads copy in whole steps of 8 rows of 32, 64 or a multiple "
              "of 128 bytes but got a block of "
           << schedule.getBlockM() << " x " << schedule.getBlockN() << " x "
           << schedule.getBlockK();
  return success();
}

/// Descriptors know one panel along K, boxes have at most 256 rows, and columns
/// of the epilogue come in 32s.
static LogicalResult checkWarpgroupTiles(TensorCoreMatmulOp op) {
  GpuScheduleAttr schedule = op.getSchedule();
  int64_t depth =
      schedule.getBlockK() * storedBits(schedule.getCore().getLhs()) / 8;
  int64_t columns = op.isRhsContiguousAlongK() ? 32 : 64;
  if (depth != 128 || schedule.getBlockN() % columns != 0 ||
      schedule.getBlockM() > 256)
    return op.emitOpError()
           << "expected a block of at most 256 rows, a multiple of " << columns
           << " columns and 128 bytes along K but got " << schedule.getBlockM()
           << " x " << schedule.getBlockN() << " x " << schedule.getBlockK();
  return success();
}

static LogicalResult checkThreads(TensorCoreMatmulOp op) {
  int64_t threads = getSkeleton(op.getSchedule()).threads(op.getSchedule());
  if (threads > kMaxThreads)
    return op.emitOpError() << "expected at most " << kMaxThreads
                            << " threads in a block but got " << threads;
  return success();
}

/// Kernels compute places in the parts of a tile with 32 bits, and a grid has
/// so many blocks in y.
static LogicalResult checkParts(TensorCoreMatmulOp op) {
  int64_t parts = op.getSchedule().getSplitK();
  if (parts > 65535 || SplitSum::partBytes(op.getSchedule()) >= 1ll << 31)
    return op.emitOpError()
           << "expected parts of a tile of less than 2 GiB, and at most 65535, "
              "but got split_k = "
           << parts;
  return success();
}

static LogicalResult checkSharedMemory(TensorCoreMatmulOp op,
                                       GpuTargetAttr target) {
  const Skeleton &skeleton = getSkeleton(op.getSchedule());
  int64_t bytes = skeleton.sharedBytes(op);
  if (bytes > target.getSharedBytes())
    return op.emitOpError()
           << "needs " << bytes << " bytes of shared memory, "
           << "but " << target.getName() << " has " << target.getSharedBytes()
           << "; use fewer stages or a smaller block";
  return success();
}

LogicalResult mixp::checkSchedule(TensorCoreMatmulOp op, GpuTargetAttr target) {
  bool isWgmma = op.getSchedule().getCore().getKind() == TensorCoreKind::Wgmma;
  if (failed(checkInstruction(op, target)) || failed(checkThreads(op)) ||
      failed(checkParts(op)) ||
      failed(op.isWeightOnly() ? success()
             : isWgmma         ? checkWarpgroupTiles(op)
                               : checkWarpTiles(op)))
    return failure();
  return checkSharedMemory(op, target);
}
