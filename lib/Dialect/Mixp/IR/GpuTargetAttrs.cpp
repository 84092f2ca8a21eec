//===- GpuTargetAttrs.cpp - What a description of a GPU must say ----------===//
#include "mixp/Dialect/Mixp/IR/MixpAttrs.h"

using namespace mlir;
using namespace mixp;

LogicalResult
TensorCoreAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                       TensorCoreKind kind, int64_t m, int64_t n, int64_t k,
                       Type lhs, Type rhs, Type acc, HardwareSupport support,
                       int64_t opsPerClock, int64_t effectiveBits) {
  // The shapes whose fragments code generation knows.
  bool isKnown = kind == TensorCoreKind::Wgmma
                     ? m == 64 && n >= 8 && n <= 256 && n % 8 == 0
                     : (m == 16 || m == 8) && n == 8;
  if (!isKnown || k < 1)
    return emitError() << "expected an instruction of m16 or m8, n8 "
                          "(mma_sync) or of m64, n8 to n256 (wgmma) but got m"
                       << m << ", n" << n << ", k" << k;
  if (!acc.isF32() && !acc.isF16() && !acc.isInteger(32))
    return emitError() << "expected an accumulator of f32, f16 or i32 but got "
                       << acc;
  if (opsPerClock < 1 || effectiveBits < 1)
    return emitError() << "expected ops_per_clock and effective_bits of at "
                          "least 1 but got "
                       << opsPerClock << " and " << effectiveBits;
  return success();
}

TensorCoreAttr GpuTargetAttr::lookup(Type lhs, Type rhs, Type acc,
                                     std::optional<TensorCoreKind> kind) const {
  for (TensorCoreAttr row : getTensorCores())
    if (row.getLhs() == lhs && row.getRhs() == rhs && row.getAcc() == acc &&
        row.getSupport() == HardwareSupport::Native &&
        row.getKind() == kind.value_or(row.getKind()))
      return row;
  return {};
}

LogicalResult
GpuTargetAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                      StringRef name, StringRef chip, int64_t ptxVersion,
                      int64_t multiprocessors, int64_t sharedBytes,
                      AsyncCopy copy, ArrayRef<TensorCoreAttr> tensorCores) {
  if (!chip.starts_with("sm_"))
    return emitError() << "expected a chip like sm_80 but got '" << chip << "'";
  if (ptxVersion < 63 || multiprocessors < 1 || sharedBytes < 1 << 14)
    return emitError()
           << "expected ptx_version of at least 63, "
              "multiprocessors of at least 1 and shared_bytes of at "
              "least 16384 but got "
           << ptxVersion << ", " << multiprocessors << " and " << sharedBytes;
  return success();
}

/// What a warp, or a group of four, must be for its instruction: `high` along
/// the instruction's m, `wide` along its n.
static LogicalResult verifyWarps(function_ref<InFlightDiagnostic()> emitError,
                                 TensorCoreAttr core, int64_t high,
                                 int64_t wide, int64_t blockWide) {
  bool isWgmma = core.getKind() == TensorCoreKind::Wgmma;
  if (high % core.getM() != 0 || (!isWgmma && wide % 16 != 0))
    return emitError() << "expected whole instructions of m" << core.getM()
                       << " and n16 in a warp's " << high << " x " << wide;
  if (isWgmma &&
      (wide != blockWide || wide > 256 || wide % 8 != 0 || high != core.getM()))
    return emitError() << "expected groups of warps of m" << core.getM()
                       << " and all of the block along n, at most 256";
  return success();
}

LogicalResult GpuScheduleAttr::verify(
    function_ref<InFlightDiagnostic()> emitError, KernelSkeleton skeleton,
    TensorCoreAttr core, int64_t blockM, int64_t blockN, int64_t blockK,
    int64_t warpM, int64_t warpN, int64_t stages, int64_t groupM,
    int64_t splitK, int64_t splitBlocks, int64_t splitDepth, bool promote,
    int64_t warpsK, bool weightsFirst) {
  bool isWgmma = core.getKind() == TensorCoreKind::Wgmma;
  if (isWgmma != (skeleton == KernelSkeleton::WarpSpecialized))
    return emitError() << "expected warp_specialized exactly for wgmma but got "
                       << stringifyKernelSkeleton(skeleton);
  if (blockM < 1 || blockN < 1 || blockK < 1 || warpM < 1 || warpN < 1 ||
      stages < 2 || groupM < 1 || splitK < 1 || warpsK < 1)
    return emitError()
           << "expected positive sizes, at least 2 stages and split_k "
              "of at least 1";
  bool isFixed = splitBlocks == 0 && splitDepth == 0;
  if (!isFixed && (splitBlocks < 1 || splitDepth < 1 || splitK == 1))
    return emitError() << "expected neither split_blocks nor split_depth, or "
                          "both of at least 1 and a split_k of at least 2, but "
                          "got "
                       << splitBlocks << ", " << splitDepth << " and "
                       << splitK;
  if (warpsK > 1 && (!weightsFirst || isWgmma))
    return emitError() << "expected warps_k of 1 without weights_first and "
                          "with wgmma but got "
                       << warpsK;
  if (blockK % (core.getK() * warpsK) != 0)
    return emitError() << "expected whole instructions of k" << core.getK()
                       << " for each of " << warpsK << " warps in a block_k of "
                       << blockK;
  if (promote && core.keepsFewBits() && blockK > 128)
    return emitError() << "expected block_k of at most 128 for an accumulator "
                          "of "
                       << core.getEffectiveBits() << " bits but got " << blockK;
  if (blockM % warpM != 0 || blockN % warpN != 0)
    return emitError() << "expected whole warps of " << warpM << " x " << warpN
                       << " in a block of " << blockM << " x " << blockN;
  return weightsFirst ? verifyWarps(emitError, core, warpN, warpM, blockM)
                      : verifyWarps(emitError, core, warpM, warpN, blockN);
}

LogicalResult
FragmentsAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                      int64_t bits, bool flip, int64_t blockN, int64_t blockK) {
  if (bits != 4 && bits != 8)
    return emitError() << "expected 4 or 8 bits but got " << bits;
  int64_t unit = 256 / bits;
  if (blockN < 16 || blockN % 16 != 0 || blockK < unit || blockK % unit != 0)
    return emitError() << "expected block_n in multiples of 16 and block_k of "
                       << unit << " but got " << blockN << " and " << blockK;
  return success();
}
