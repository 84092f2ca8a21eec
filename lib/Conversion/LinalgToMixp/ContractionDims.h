//===- ContractionDims.h - Loops of a contraction ---------------*- C++ -*-===//
#ifndef MIXP_LIB_CONVERSION_LINALGTOMIXP_CONTRACTIONDIMS_H
#define MIXP_LIB_CONVERSION_LINALGTOMIXP_CONTRACTIONDIMS_H

#include "mlir/IR/AffineMap.h"
#include "mlir/Support/LLVM.h"
#include <string>

namespace mixp {

/// The indexing maps of two factors and of what they are added to.
struct ContractionMaps {
  mlir::AffineMap lhs, rhs, outs;
};

/// How the operands of a contraction lie in those of mixp.matmul.
struct ContractionLayout {
  /// The second factor is mixp's lhs: its free loop is the result's row.
  bool swapSides = false;
  /// Of mixp's lhs and rhs, after the swap.
  bool transposeLhs = false, transposeRhs = false;
};

/// Reads the layout from `maps`. Fails, with the reason in `reason`, where the
/// loops are not M, N, K and at most one batch loop, which comes first.
mlir::FailureOr<ContractionLayout> matchContractionLayout(ContractionMaps maps,
                                                          std::string &reason);

} // namespace mixp

#endif // MIXP_LIB_CONVERSION_LINALGTOMIXP_CONTRACTIONDIMS_H
