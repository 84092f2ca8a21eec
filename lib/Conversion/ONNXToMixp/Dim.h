//===- Dim.h - Sizes that may be known at run time only ---------*- C++ -*-===//
#ifndef MIXP_LIB_CONVERSION_ONNXTOMIXP_DIM_H
#define MIXP_LIB_CONVERSION_ONNXTOMIXP_DIM_H

#include "mlir/IR/BuiltinTypeInterfaces.h"
#include "mlir/IR/Value.h"
#include "llvm/ADT/SmallVector.h"
#include <optional>
#include <string>

namespace mixp::importer {

/// A size that the model leaves open, at least 0. Two symbols are taken to
/// differ; what has one name in the model is one symbol.
struct Symbol {
  /// Orders symbols.
  unsigned number;
  std::string name;
  /// Of index type.
  mlir::Value value;
};

/// A polynomial in symbols with integer coefficients: what shape arithmetic
/// makes of them. Such sizes can be compared, added, multiplied and, where it
/// comes out even, divided without knowing the symbols, so that every reshape
/// is decided at import.
class Dim {
public:
  /// `factor` times the product of the symbols, which are sorted.
  struct Term {
    int64_t factor;
    llvm::SmallVector<const Symbol *, 2> symbols;
    bool operator==(const Term &other) const = default;
  };

  Dim(int64_t size = 1) {
    if (size != 0)
      terms.push_back({size, {}});
  }
  Dim(const Symbol &symbol) : terms{{1, {&symbol}}} {}

  bool isStatic() const {
    return terms.empty() || (terms.size() == 1 && terms[0].symbols.empty());
  }
  bool isOne() const { return isStatic() && getStatic() == 1; }
  bool isZero() const { return terms.empty(); }
  /// The size of a static dim.
  int64_t getStatic() const { return terms.empty() ? 0 : terms[0].factor; }
  /// The dim as MLIR's shaped types write it.
  int64_t toStatic() const {
    return isStatic() ? getStatic() : mlir::ShapedType::kDynamic;
  }
  /// The terms, those with more symbols first.
  llvm::ArrayRef<Term> getTerms() const { return terms; }

  bool operator==(const Dim &other) const = default;
  /// Valid where the products of the shapes involved have been checked.
  friend Dim operator*(const Dim &lhs, const Dim &rhs);
  friend Dim operator+(const Dim &lhs, const Dim &rhs);
  friend Dim operator-(const Dim &lhs, const Dim &rhs);
  /// Nothing if the quotient is no such polynomial.
  std::optional<Dim> dividedBy(const Dim &other) const;
  /// Less than `other` for large symbols.
  bool isSmallerThan(const Dim &other) const;

private:
  void add(const Term &term);

  llvm::SmallVector<Term, 1> terms; // Sorted; no factor is 0.
};

using Shape = llvm::SmallVector<Dim, 4>;

Dim product(llvm::ArrayRef<Dim> dims);
bool isStatic(llvm::ArrayRef<Dim> dims);
/// Of dims that are all static, one is 0.
bool hasNoElements(llvm::ArrayRef<Dim> dims);
/// Of dims that are all static.
llvm::SmallVector<int64_t> getStaticSizes(llvm::ArrayRef<Dim> dims);

/// `2*N+1`, for messages.
std::string stringify(const Dim &dim);
/// `3x4`, or `[2*N, 4]` where symbols are involved.
std::string stringify(llvm::ArrayRef<Dim> shape);

/// A reshape as groups of neighbouring dims of equal product: the dims
/// `[from.first, from.second)` of the source become `[to.first, to.second)`.
struct ReshapeGroup {
  std::pair<size_t, size_t> from, to;
};

/// The finest groups for a reshape between shapes of equal, nonzero product.
llvm::SmallVector<ReshapeGroup> groupReshape(llvm::ArrayRef<Dim> from,
                                             llvm::ArrayRef<Dim> to);

/// The common shape by ONNX's (numpy's) broadcasting, or nothing.
std::optional<Shape> broadcast(llvm::ArrayRef<Dim> lhs,
                               llvm::ArrayRef<Dim> rhs);

} // namespace mixp::importer

#endif // MIXP_LIB_CONVERSION_ONNXTOMIXP_DIM_H
