//===- StridedDims.cpp - Dims that are one in memory ----------------------===//
#include "StridedDims.h"
#include "mlir/IR/BuiltinTypes.h"

using namespace mlir;
using namespace mixp;

int64_t mixp::innermostDim(ArrayRef<int64_t> group, ArrayRef<int64_t> sizes) {
  for (int64_t dim : llvm::reverse(group))
    if (sizes[dim] != 1)
      return dim;
  return group.back();
}

SmallVector<ReassociationIndices>
mixp::groupUniformDims(ArrayRef<int64_t> sizes, ArrayRef<int64_t> strides) {
  SmallVector<ReassociationIndices> groups;
  // Of the group so far, from the last dim on: distance and number of elements.
  int64_t stride = 0, count = 0;
  auto isKnown = [](int64_t value) { return !ShapedType::isDynamic(value); };
  for (int64_t dim = sizes.size(); dim-- > 0;) {
    bool joins = count == 1 || sizes[dim] == 1 ||
                 (isKnown(count) && isKnown(stride) && isKnown(strides[dim]) &&
                  strides[dim] == stride * count);
    if (groups.empty() || !joins) {
      groups.push_back({dim});
      stride = strides[dim];
      count = sizes[dim];
      continue;
    }
    groups.back().insert(groups.back().begin(), dim);
    if (count == 1)
      stride = strides[dim];
    count = isKnown(count) && isKnown(sizes[dim]) ? count * sizes[dim]
            : count == 1                          ? sizes[dim]
            : sizes[dim] == 1                     ? count
                                                  : ShapedType::kDynamic;
  }
  std::reverse(groups.begin(), groups.end());
  return groups;
}
