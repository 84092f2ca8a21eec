//===- GpuScheduleModel.cpp - Tiles for a GPU -----------------------------===//
#include "GpuScheduleModel.h"
#include "MmaAtom.h"
#include "SplitModel.h"

using namespace mlir;
using namespace mixp;

/// The type of an instruction that reads `operand`.
static Type instructionType(Type operand, bool isUnsigned,
                            OperandPrecision precision) {
  MLIRContext *context = operand.getContext();
  if (operand.isF32() && precision == OperandPrecision::TF32)
    return FloatTF32Type::get(context);
  if (isa<IntegerType>(operand))
    return IntegerType::get(context, operand.getIntOrFloatBitWidth(),
                            isUnsigned ? IntegerType::Unsigned
                                       : IntegerType::Signless);
  return operand;
}

TensorCoreAttr mixp::selectTensorCore(GpuTargetAttr target, Type lhs,
                                      bool lhsUnsigned, Type rhs,
                                      bool rhsUnsigned,
                                      OperandPrecision precision) {
  MLIRContext *context = target.getContext();
  bool isInteger = lhs.isInteger() && rhs.isInteger();
  Type acc = isInteger ? Type(IntegerType::get(context, 32))
                       : Type(Float32Type::get(context));
  return target.lookup(instructionType(lhs, lhsUnsigned, precision),
                       instructionType(rhs, rhsUnsigned, precision), acc);
}

TensorCoreAttr mixp::selectTensorCore(MatmulOp op, GpuTargetAttr target) {
  if (op.hasF64())
    return {};
  Type half = Float16Type::get(op.getContext());
  if (op.getFastAccumulate() && op.getOuts().getType().getElementType() == half)
    if (TensorCoreAttr core =
            target.lookup(op.getLhs().getType().getElementType(),
                          op.getRhs().getType().getElementType(), half))
      return core;
  return selectTensorCore(target, op.getLhs().getType().getElementType(),
                          op.isLhsUnsigned(),
                          op.getRhs().getType().getElementType(),
                          op.isRhsUnsigned(), op.getPrecision());
}

bool mixp::multiplies(TensorCoreAttr core, MatmulOp op) {
  auto reads = [&](Type instruction, Type operand, bool isUnsigned) {
    return instruction ==
           instructionType(operand, isUnsigned, op.getPrecision());
  };
  return !op.hasF64() &&
         reads(core.getLhs(), op.getLhs().getType().getElementType(),
               op.isLhsUnsigned()) &&
         reads(core.getRhs(), op.getRhs().getType().getElementType(),
               op.isRhsUnsigned());
}

bool mixp::readsAcrossK(TensorCoreAttr core) {
  // ldmatrix and wgmma transpose 16-bit elements only.
  return storedBits(core.getLhs()) == 16;
}

/// Rows of the result; the largest where they are known at run time only.
static int64_t sizeOf(RankedTensorType type, int64_t dim) {
  return type.isDynamicDim(dim) ? std::numeric_limits<int64_t>::max()
                                : type.getDimSize(dim);
}

static GpuScheduleAttr makeTiles(MatmulOp op, KernelSkeleton skeleton,
                                 TensorCoreAttr core, int64_t blockM,
                                 int64_t blockN, int64_t blockK, int64_t warpM,
                                 int64_t warpN, int64_t stages) {
  return GpuScheduleAttr::get(
      op.getContext(), skeleton, core, blockM, blockN, blockK, warpM, warpN,
      stages, /*group_m=*/8, /*split_k=*/1, /*split_blocks=*/0,
      /*split_depth=*/0,
      /*promote=*/!op.getFastAccumulate(), /*warps_k=*/1,
      /*weights_first=*/false);
}

/// Tiles of warps with mma.sync. 64 x 64 by a warp needs 128 accumulators, and
/// for each step 16 rows and columns of fragments for 32 products, the best
/// ratio that 255 registers allow; where the result is lower, warps stand side
/// by side along N.
static GpuScheduleAttr chooseForWarps(MatmulOp op, TensorCoreAttr core,
                                      GpuTargetAttr target) {
  RankedTensorType type = op.getOuts().getType();
  int64_t rows = sizeOf(type, type.getRank() - 2);
  int64_t bytes = storedBits(core.getLhs()) / 8;
  bool hasCopies = target.getCopy() != AsyncCopy::None;
  auto skeleton =
      hasCopies ? KernelSkeleton::Multistage : KernelSkeleton::DoubleBuffered;
  int64_t stages = hasCopies ? 4 : 2;
  // A tile of 64 bytes along K halves the shared memory of one stage, so that
  // two blocks fit a multiprocessor; a low tile is loaded in whole passes of
  // all threads with 128.
  int64_t low = op.getTransposeLhs() && readsAcrossK(core) ? 64 : 16;
  if (rows <= 16 && low == 16)
    return makeTiles(op, skeleton, core, 16, 128, 128 / bytes, 16, 32, stages);
  if (rows <= 32 && low == 16)
    return makeTiles(op, skeleton, core, 32, 128, 128 / bytes, 32, 32, stages);
  if (rows <= 64)
    return makeTiles(op, skeleton, core, 64, 128, 64 / bytes, 32, 64, stages);
  // Sums that are promoted are there twice.
  if (core.keepsFewBits() && !op.getFastAccumulate())
    return makeTiles(op, skeleton, core, 128, 128, 128 / bytes, 64, 32, 3);
  return makeTiles(op, skeleton, core, 128, 128, 64 / bytes, 64, 64, stages);
}

/// Tiles of groups of four warps with wgmma: two groups of 64 rows, which share
/// up to 256 columns. Accumulators that are promoted are there twice.
static GpuScheduleAttr chooseForWarpgroups(MatmulOp op, TensorCoreAttr core,
                                           GpuTargetAttr target) {
  RankedTensorType type = op.getOuts().getType();
  int64_t rows = sizeOf(type, type.getRank() - 2);
  int64_t columns = sizeOf(type, type.getRank() - 1);
  int64_t bytes = storedBits(core.getLhs()) / 8;
  int64_t blockM = rows <= 64 ? 64 : 128;
  int64_t widest = core.keepsFewBits() && !op.getFastAccumulate() ? 128 : 256;
  int64_t blockN = columns <= 64 ? 64 : columns <= 128 ? 128 : widest;
  return makeTiles(op, KernelSkeleton::WarpSpecialized, core, blockM, blockN,
                   128 / bytes, 64, blockN, 4);
}

GpuScheduleAttr mixp::chooseGpuSchedule(MatmulOp op, TensorCoreAttr core,
                                        GpuTargetAttr target) {
  GpuScheduleAttr tiles = core.getKind() == TensorCoreKind::Wgmma
                              ? chooseForWarpgroups(op, core, target)
                              : chooseForWarps(op, core, target);
  return chooseSplit(op, tiles, target);
}
