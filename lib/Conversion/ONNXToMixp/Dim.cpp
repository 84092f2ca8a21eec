//===- Dim.cpp - Sizes that may be known at run time only -----------------===//
#include "Dim.h"
#include <algorithm>

using namespace mixp::importer;
using Symbols = llvm::SmallVector<const Symbol *, 2>;

/// Terms of a higher degree first, then those with earlier symbols.
static bool comesBefore(const Symbols &a, const Symbols &b) {
  if (a.size() != b.size())
    return a.size() > b.size();
  return std::lexicographical_compare(
      a.begin(), a.end(), b.begin(), b.end(),
      [](const Symbol *x, const Symbol *y) { return x->number < y->number; });
}

//===----------------------------------------------------------------------===//
// Arithmetic
//===----------------------------------------------------------------------===//

void Dim::add(const Term &term) {
  auto *it = llvm::find_if(terms, [&](const Term &other) {
    return !comesBefore(other.symbols, term.symbols);
  });
  if (it == terms.end() || it->symbols != term.symbols) {
    terms.insert(it, term);
    return;
  }
  it->factor += term.factor;
  if (it->factor == 0)
    terms.erase(it);
}

namespace mixp::importer {
Dim operator+(const Dim &lhs, const Dim &rhs) {
  Dim sum = lhs;
  for (const Dim::Term &term : rhs.terms)
    sum.add(term);
  return sum;
}

Dim operator-(const Dim &lhs, const Dim &rhs) { return lhs + Dim(-1) * rhs; }

Dim operator*(const Dim &lhs, const Dim &rhs) {
  Dim result(0);
  for (const Dim::Term &left : lhs.terms)
    for (const Dim::Term &right : rhs.terms) {
      Dim::Term term{left.factor * right.factor, left.symbols};
      term.symbols.append(right.symbols);
      llvm::sort(term.symbols, [](const Symbol *a, const Symbol *b) {
        return a->number < b->number;
      });
      result.add(term);
    }
  return result;
}
} // namespace mixp::importer

/// The term `quotient` with `quotient * divisor == dividend`.
static std::optional<Dim::Term> divide(const Dim::Term &dividend,
                                       const Dim::Term &divisor) {
  if (dividend.factor % divisor.factor != 0)
    return std::nullopt;
  Dim::Term quotient{dividend.factor / divisor.factor, dividend.symbols};
  for (const Symbol *symbol : divisor.symbols) {
    auto *it = llvm::find(quotient.symbols, symbol);
    if (it == quotient.symbols.end())
      return std::nullopt;
    quotient.symbols.erase(it);
  }
  return quotient;
}

std::optional<Dim> Dim::dividedBy(const Dim &other) const {
  if (other.isZero())
    return std::nullopt;
  // Long division: each step takes away the leading term.
  Dim rest = *this, result(0);
  while (!rest.isZero()) {
    std::optional<Term> term = divide(rest.terms[0], other.terms[0]);
    if (!term)
      return std::nullopt;
    Dim step(0);
    step.add(*term);
    result = result + step;
    rest = rest - step * other;
  }
  return result;
}

bool Dim::isSmallerThan(const Dim &other) const {
  Dim difference = *this - other;
  return !difference.isZero() && difference.terms[0].factor < 0;
}

//===----------------------------------------------------------------------===//
// Shapes
//===----------------------------------------------------------------------===//

Dim mixp::importer::product(llvm::ArrayRef<Dim> dims) {
  Dim result;
  for (const Dim &dim : dims)
    result = result * dim;
  return result;
}

bool mixp::importer::isStatic(llvm::ArrayRef<Dim> dims) {
  return llvm::all_of(dims, [](const Dim &dim) { return dim.isStatic(); });
}

bool mixp::importer::hasNoElements(llvm::ArrayRef<Dim> dims) {
  return isStatic(dims) && llvm::is_contained(dims, Dim(0));
}

llvm::SmallVector<int64_t>
mixp::importer::getStaticSizes(llvm::ArrayRef<Dim> dims) {
  return llvm::map_to_vector(dims,
                             [](const Dim &dim) { return dim.getStatic(); });
}

std::string mixp::importer::stringify(const Dim &dim) {
  if (dim.isStatic())
    return std::to_string(dim.getStatic());
  std::string text;
  for (const Dim::Term &term : dim.getTerms()) {
    std::string part;
    if (term.symbols.empty() || std::abs(term.factor) != 1)
      part = std::to_string(std::abs(term.factor));
    for (const Symbol *symbol : term.symbols)
      part += (part.empty() ? "" : "*") + symbol->name;
    text += term.factor < 0 ? "-" : text.empty() ? "" : "+";
    text += part;
  }
  return text;
}

std::string mixp::importer::stringify(llvm::ArrayRef<Dim> shape) {
  if (shape.empty())
    return "scalar";
  bool hasSymbols = !isStatic(shape);
  std::string text;
  for (const Dim &dim : shape) {
    if (!text.empty())
      text += hasSymbols ? ", " : "x";
    text += stringify(dim);
  }
  return hasSymbols ? "[" + text + "]" : text;
}

llvm::SmallVector<ReshapeGroup>
mixp::importer::groupReshape(llvm::ArrayRef<Dim> from, llvm::ArrayRef<Dim> to) {
  llvm::SmallVector<ReshapeGroup> groups;
  size_t i = 0, j = 0;
  while (i < from.size() && j < to.size()) {
    ReshapeGroup group{{i, i + 1}, {j, j + 1}};
    Dim left = from[i++], right = to[j++];
    while (left != right) {
      // Both products divide the same total, so one of the two is behind unless
      // they are incomparable (6N against 4NN); then either may go on.
      bool takeLeft =
          (left.isSmallerThan(right) && i < from.size()) || j == to.size();
      if (takeLeft && i == from.size())
        break;
      if (takeLeft)
        left = left * from[i++];
      else
        right = right * to[j++];
    }
    group.from.second = i;
    group.to.second = j;
    groups.push_back(group);
  }
  // What is left over on one side are ones: they belong to the last group.
  if (groups.empty())
    groups.push_back({{0, 0}, {0, 0}});
  groups.back().from.second = from.size();
  groups.back().to.second = to.size();
  return groups;
}

std::optional<Shape> mixp::importer::broadcast(llvm::ArrayRef<Dim> lhs,
                                               llvm::ArrayRef<Dim> rhs) {
  Shape result(std::max(lhs.size(), rhs.size()));
  for (size_t i = 0; i < result.size(); ++i) {
    // Counted from the last dim, missing dims being 1.
    Dim left = i < lhs.size() ? lhs[lhs.size() - 1 - i] : Dim();
    Dim right = i < rhs.size() ? rhs[rhs.size() - 1 - i] : Dim();
    if (left != right && !left.isOne() && !right.isOne())
      return std::nullopt;
    result[result.size() - 1 - i] = left.isOne() ? right : left;
  }
  return result;
}
