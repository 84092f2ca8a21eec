//===- LinalgAccess.h - Offsets of a loop nest's operands -------*- C++ -*-===//
#ifndef MIXP_LIB_REFERENCE_LINALGACCESS_H
#define MIXP_LIB_REFERENCE_LINALGACCESS_H

#include "mlir/IR/AffineMap.h"
#include "mlir/Support/LLVM.h"
#include "llvm/ADT/SmallVector.h"
#include <string>
#include <vector>

namespace mixp::reference {

/// Where a loop nest reads an operand: the element's offset is a constant plus
/// one term for every loop index.
class LinalgAccess {
public:
  /// For an operand of `shape` read through `map` by loops of `extents`. Fails
  /// with a `reason` if a result of the map is no sum of functions of single
  /// dims, or if the loops would read outside the operand.
  static llvm::FailureOr<LinalgAccess> build(mlir::AffineMap map,
                                             llvm::ArrayRef<int64_t> shape,
                                             llvm::ArrayRef<int64_t> extents,
                                             std::string &reason);

  int64_t constant() const { return base; }

  /// What loop `dim` adds to the offset at `index`.
  int64_t term(unsigned dim, int64_t index) const {
    const Term &t = terms[dim];
    return t.stride * index + (t.table.empty() ? 0 : t.table[index]);
  }

private:
  struct Term {
    int64_t stride = 0;         // the linear part
    std::vector<int64_t> table; // the rest, for each index; empty: 0
  };
  struct Range {
    int64_t low = 0, high = 0;
  };

  bool add(mlir::AffineExpr expr, int64_t factor, int64_t stride,
           llvm::ArrayRef<int64_t> extents, Range &range);

  int64_t base = 0;
  llvm::SmallVector<Term> terms;
};

} // namespace mixp::reference

#endif // MIXP_LIB_REFERENCE_LINALGACCESS_H
