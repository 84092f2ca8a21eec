//===- BlockReshape.cpp - Blocks of scales under reshapes -----------------===//
#include "BlockReshape.h"
#include "mlir/IR/BuiltinTypes.h"

using namespace mlir;
using namespace mixp;

std::optional<int64_t> mixp::mergeBlocks(ArrayRef<int64_t> sizes,
                                         ArrayRef<int64_t> blocks) {
  // Dims of 1 hold no order. What is left must be: single elements, then one
  // dim in blocks, then whole dims.
  SmallVector<std::pair<int64_t, int64_t>> dims;
  for (auto [size, block] : llvm::zip_equal(sizes, blocks))
    if (size != 1)
      dims.push_back({size, block});
  int64_t inner = 1;
  while (!dims.empty() && dims.back().second == 0) {
    int64_t size = dims.pop_back_val().first;
    // A size of 0 or one that is not known makes no block.
    inner = ShapedType::isDynamic(size) || inner < 0 || size == 0
                ? -1
                : inner * size;
  }
  if (dims.empty())
    return 0;
  if (inner < 0)
    return std::nullopt;
  auto [size, block] = dims.pop_back_val();
  if (llvm::any_of(dims, [](auto dim) { return dim.second != 1; }))
    return std::nullopt;
  // A partial block in the middle would shift those after it.
  bool divides =
      block == 1 || (!ShapedType::isDynamic(size) && size % block == 0);
  if (!dims.empty() && !divides)
    return std::nullopt;
  return block * inner;
}

std::optional<SmallVector<int64_t>> mixp::splitBlock(ArrayRef<int64_t> sizes,
                                                     int64_t block) {
  SmallVector<int64_t> blocks(sizes.size(), 0);
  if (block == 0)
    return blocks;
  int64_t rest = block;
  for (size_t i = sizes.size(); i-- > 0;) {
    int64_t size = sizes[i];
    if (size == 1)
      continue;
    bool isStatic = !ShapedType::isDynamic(size);
    if (isStatic && size == 0)
      return std::nullopt;
    if (rest == 1) {
      blocks[i] = 1;
      continue;
    }
    if (isStatic && rest % size == 0) {
      rest /= size;
      continue;
    }
    // Only the outermost dim may end in a partial block.
    bool outermost =
        llvm::all_of(sizes.take_front(i), [](int64_t d) { return d == 1; });
    if (!outermost && !(isStatic && size % rest == 0))
      return std::nullopt;
    blocks[i] = rest;
    rest = 1;
  }
  return blocks;
}
