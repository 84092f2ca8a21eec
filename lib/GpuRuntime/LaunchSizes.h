//===- LaunchSizes.h - Sizes and shapes of a launch -------------*- C++ -*-===//
#ifndef MIXP_GPURUNTIME_LAUNCHSIZES_H
#define MIXP_GPURUNTIME_LAUNCHSIZES_H

#include "GpuRuntime/Launch.h"

namespace mixp::gpurt {

/// Values of the sizes of a launch by name.
using Sizes = std::map<std::string, int64_t>;

/// Evaluates the sizes from the operands' host shapes; a shape that is null is
/// not known, and reading it is an error, as is a size that does not fit into
/// the 32 bits that kernels take.
Status evaluateSizes(const Launch &launch,
                     const std::vector<const Shape *> &shapes, Sizes &sizes);

/// The size that each dim of an operand must have, -1 where it may have any:
/// from Operand::dims, or, for operands that are written and have none, by
/// position: the last dim is N, the one before it M (exchanged where the
/// layout is transposed) and the first of three B; a vector is one row.
Status expectedShape(const Launch &launch, size_t operand, size_t rank,
                     const Sizes &sizes, Shape &shape);

/// Checks a shape against expectedShape, and the batch of operands of rank 3:
/// B, or 1 where the operand is only read.
Status checkOperandShape(const Launch &launch, size_t operand,
                         const Shape &shape, const Sizes &sizes);

/// Tiles of one matrix: ceil(M / tileM) * ceil(N / tileN).
int64_t countTiles(const Grid &grid, const Sizes &sizes);

/// Parts of K: splitK, or with splitBlocks max(1, min(splitK, splitBlocks /
/// (tiles * B), K / splitDepth)): of sizes only, so that results do not depend
/// on the device. With splitBlocks, K is one of the sizes.
int64_t countParts(const Grid &grid, const Sizes &sizes);

/// B, or 1 where the launch has none.
int64_t getBatch(const Sizes &sizes);

} // namespace mixp::gpurt

#endif // MIXP_GPURUNTIME_LAUNCHSIZES_H
