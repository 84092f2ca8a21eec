//===- BlockReshape.h - Blocks of scales under reshapes ---------*- C++ -*-===//
#ifndef MIXP_LIB_DIALECT_MIXP_TRANSFORMS_BLOCKRESHAPE_H
#define MIXP_LIB_DIALECT_MIXP_TRANSFORMS_BLOCKRESHAPE_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include <cstdint>
#include <optional>

namespace mixp {

/// The block of the one dim that dims of `sizes` are merged into, row-major, or
/// nothing where no block says the same. Dynamic sizes are kDynamic; a block of
/// 0 is the whole dim.
std::optional<int64_t> mergeBlocks(llvm::ArrayRef<int64_t> sizes,
                                   llvm::ArrayRef<int64_t> blocks);

/// The blocks of the dims of `sizes` that one dim with `block` is split into,
/// or nothing.
std::optional<llvm::SmallVector<int64_t>>
splitBlock(llvm::ArrayRef<int64_t> sizes, int64_t block);

} // namespace mixp

#endif // MIXP_LIB_DIALECT_MIXP_TRANSFORMS_BLOCKRESHAPE_H
