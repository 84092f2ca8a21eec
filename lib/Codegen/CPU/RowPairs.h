//===- RowPairs.h - Registers of two rows by two columns --------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_CPU_ROWPAIRS_H
#define MIXP_LIB_CODEGEN_CPU_ROWPAIRS_H

#include "DotBuilder.h"

namespace mixp {

/// The part of a register tile that is its own for instructions whose registers
/// hold two rows by two columns (NEON's smmla, bfmmla). A tile keeps vectors of
/// one row outside of the loop along K, in which they stand in pairs.
class RowPairs {
public:
  using Values = llvm::SmallVector<mlir::Value>;

  RowPairs(mlir::ImplicitLocOpBuilder &b, const KernelConfig &config)
      : b(b), config(config) {}

  /// Vectors of one row each -> vectors of two rows; an odd last row is paired
  /// with zeros.
  Values pair(mlir::ValueRange vectors, int64_t rows);
  /// The inverse of pair.
  Values split(mlir::ValueRange pairs, int64_t rows);

  /// Adds one word of lhs, whose row `r` starts at `indices(r)`, times `rhs`,
  /// a vector of words for each vector of columns.
  Values addWord(DotBuilder &dots, mlir::Value lhs, int64_t rows,
                 llvm::function_ref<Values(int64_t)> indices,
                 mlir::ValueRange rhs, Values pairs);

private:
  mlir::Value shuffle(mlir::Value first, mlir::Value second,
                      llvm::ArrayRef<int64_t> lanes);

  /// Whether rhs, as the unsigned side, is the instruction's first factor: its
  /// columns take the place of the rows.
  bool isTransposed() const {
    return config.mma == MmaKind::Usmmla && config.rhsUnsigned;
  }

  mlir::ImplicitLocOpBuilder &b;
  const KernelConfig &config;
};

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_CPU_ROWPAIRS_H
