//===- ContractionLayout.h - Dims of a contraction --------------*- C++ -*-===//
#ifndef MIXP_LIB_CONVERSION_LINALGTOMIXP_CONTRACTIONLAYOUT_H
#define MIXP_LIB_CONVERSION_LINALGTOMIXP_CONTRACTIONLAYOUT_H

#include "mlir/IR/AffineMap.h"
#include "mlir/Support/LLVM.h"
#include "llvm/ADT/SmallVector.h"
#include <string>

namespace mixp {

/// The indexing maps of two factors and of what they are added to.
struct ContractionMaps {
  mlir::AffineMap lhs, rhs, outs;
};

/// For each dim of a matrix, how many adjacent dims of a tensor it holds; 0
/// for a dim of size 1 that the tensor lacks. Row-major order does not change.
using DimGroups = llvm::SmallVector<int64_t, 3>;

/// How the operands of a contraction lie in those of mixp.matmul.
struct ContractionLayout {
  /// The second factor is mixp's lhs: its free loops are the result's rows.
  bool swapSides = false;
  /// Of mixp's lhs and rhs, after the swap.
  bool transposeLhs = false, transposeRhs = false;
  DimGroups lhs, rhs, outs;
};

/// Reads the layout from `maps`. Fails, with the reason in `reason`, where
/// loops for batches, M, N and K do not lie side by side in the same order in
/// every operand, batches first.
mlir::FailureOr<ContractionLayout>
matchContractionLayout(const ContractionMaps &maps, std::string &reason);

} // namespace mixp

#endif // MIXP_LIB_CONVERSION_LINALGTOMIXP_CONTRACTIONLAYOUT_H
