//===- LinalgAccess.cpp - Offsets of a loop nest's operands ---------------===//
#include "LinalgAccess.h"
#include "mixp/Reference/Tensor.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::reference;

/// `expr` with `index` for its only dim; nothing on division by zero.
static std::optional<int64_t> evaluate(AffineExpr expr, int64_t index) {
  if (auto constant = dyn_cast<AffineConstantExpr>(expr))
    return constant.getValue();
  if (isa<AffineDimExpr>(expr))
    return index;
  auto binary = dyn_cast<AffineBinaryOpExpr>(expr);
  if (!binary)
    return std::nullopt;
  std::optional<int64_t> a = evaluate(binary.getLHS(), index);
  std::optional<int64_t> b = evaluate(binary.getRHS(), index);
  if (!a || !b)
    return std::nullopt;
  switch (binary.getKind()) {
  case AffineExprKind::Add:
    return *a + *b;
  case AffineExprKind::Mul:
    return *a * *b;
  case AffineExprKind::FloorDiv:
    return *b > 0 ? std::optional(llvm::divideFloorSigned(*a, *b))
                  : std::nullopt;
  case AffineExprKind::CeilDiv:
    return *b > 0 ? std::optional(llvm::divideCeilSigned(*a, *b))
                  : std::nullopt;
  case AffineExprKind::Mod:
    return *b > 0 ? std::optional(llvm::mod(*a, *b)) : std::nullopt;
  default:
    return std::nullopt;
  }
}

/// The only dim that `expr` depends on; -1 for none, nothing for several.
static std::optional<int64_t> onlyDim(AffineExpr expr) {
  int64_t dim = -1;
  bool several = false;
  expr.walk([&](AffineExpr part) {
    if (auto used = dyn_cast<AffineDimExpr>(part)) {
      several |= dim >= 0 && dim != static_cast<int64_t>(used.getPosition());
      dim = used.getPosition();
    }
    several |= isa<AffineSymbolExpr>(part);
  });
  return several ? std::nullopt : std::optional(dim);
}

/// Adds `factor * expr` times `stride` to the offset, and to `range` the values
/// that `factor * expr` takes.
bool LinalgAccess::add(AffineExpr expr, int64_t factor, int64_t stride,
                       ArrayRef<int64_t> extents, Range &range) {
  if (auto binary = dyn_cast<AffineBinaryOpExpr>(expr)) {
    if (binary.getKind() == AffineExprKind::Add)
      return add(binary.getLHS(), factor, stride, extents, range) &&
             add(binary.getRHS(), factor, stride, extents, range);
    auto constant = dyn_cast<AffineConstantExpr>(binary.getRHS());
    if (binary.getKind() == AffineExprKind::Mul && constant)
      return add(binary.getLHS(), factor * constant.getValue(), stride, extents,
                 range);
  }
  if (auto constant = dyn_cast<AffineConstantExpr>(expr)) {
    int64_t value = factor * constant.getValue();
    base += value * stride;
    range.low += value;
    range.high += value;
    return true;
  }
  std::optional<int64_t> dim = onlyDim(expr);
  if (!dim || *dim < 0)
    return false;
  int64_t extent = extents[*dim];
  Term &term = terms[*dim];
  if (isa<AffineDimExpr>(expr)) {
    term.stride += factor * stride;
    int64_t last = factor * std::max<int64_t>(extent - 1, 0);
    range.low += std::min<int64_t>(last, 0);
    range.high += std::max<int64_t>(last, 0);
    return true;
  }
  term.table.resize(extent);
  int64_t low = 0, high = 0;
  for (int64_t i = 0; i < extent; ++i) {
    std::optional<int64_t> value = evaluate(expr, i);
    if (!value)
      return false;
    term.table[i] += factor * *value * stride;
    low = i == 0 ? factor * *value : std::min(low, factor * *value);
    high = i == 0 ? factor * *value : std::max(high, factor * *value);
  }
  range.low += low;
  range.high += high;
  return true;
}

FailureOr<LinalgAccess> LinalgAccess::build(AffineMap map,
                                            ArrayRef<int64_t> shape,
                                            ArrayRef<int64_t> extents,
                                            std::string &reason) {
  LinalgAccess access;
  access.terms.resize(extents.size());
  bool isEmpty = llvm::is_contained(extents, 0);
  SmallVector<int64_t> strides = rowMajorStrides(shape);
  for (auto [i, expr] : llvm::enumerate(map.getResults())) {
    Range range;
    if (!access.add(expr, 1, strides[i], extents, range)) {
      reason = "the reference evaluator lacks such an indexing map";
      return failure();
    }
    if (!isEmpty && (range.low < 0 || range.high >= shape[i])) {
      reason = llvm::formatv("its loops read elements {0} to {1} of dim #{2} "
                             "of size {3}",
                             range.low, range.high, i, shape[i]);
      return failure();
    }
  }
  return access;
}
