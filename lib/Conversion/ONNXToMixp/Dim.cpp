//===- Dim.cpp - Sizes that may depend on the batch -----------------------===//
#include "Dim.h"
#include <algorithm>

using namespace mixp::importer;

std::string mixp::importer::stringify(llvm::ArrayRef<Dim> shape) {
  std::string text;
  for (Dim dim : shape) {
    if (!text.empty())
      text += "x";
    if (dim.isStatic() || dim.size != 1)
      text += std::to_string(dim.size);
    for (unsigned i = 0; i < dim.power; ++i)
      text += "N";
  }
  return text.empty() ? "scalar" : text;
}

/// True if `a` must take in more dims before it can equal `b`.
static bool isBehind(const Dim &a, const Dim &b) {
  // Both products divide the same total, so one of the two is behind unless
  // they are incomparable (6N against 4NN); then either may go on.
  return a.power < b.power || (a.power == b.power && a.size < b.size);
}

llvm::SmallVector<ReshapeGroup>
mixp::importer::groupReshape(llvm::ArrayRef<Dim> from, llvm::ArrayRef<Dim> to) {
  llvm::SmallVector<ReshapeGroup> groups;
  size_t i = 0, j = 0;
  while (i < from.size() && j < to.size()) {
    ReshapeGroup group{{i, i + 1}, {j, j + 1}};
    Dim left = from[i++], right = to[j++];
    while (left != right) {
      bool takeLeft =
          (isBehind(left, right) && i < from.size()) || j == to.size();
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
    Dim left = i < lhs.size() ? lhs[lhs.size() - 1 - i] : Dim{};
    Dim right = i < rhs.size() ? rhs[rhs.size() - 1 - i] : Dim{};
    if (left != right && !left.isOne() && !right.isOne())
      return std::nullopt;
    result[result.size() - 1 - i] = left.isOne() ? right : left;
  }
  return result;
}
