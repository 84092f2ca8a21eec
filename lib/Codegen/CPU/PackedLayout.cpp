//===- PackedLayout.cpp - The order of a packed rhs -----------------------===//
#include "PackedLayout.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mixp;

int64_t PackedLayout::panels(int64_t n) const {
  return llvm::divideCeil(n, nr);
}

int64_t PackedLayout::steps(int64_t k) const {
  return llvm::alignTo(llvm::divideCeil(k, stepElements()), stepMultiple);
}

int64_t PackedLayout::blockSteps(int64_t k) const {
  int64_t all = std::max<int64_t>(steps(k), 1);
  return kc == 0 ? all : std::min(kc, all);
}

SmallVector<int64_t> PackedLayout::shape(int64_t k, int64_t n) const {
  int64_t size = blockSteps(k);
  return {int64_t(llvm::divideCeil(steps(k), size)), panels(n), size,
          nr * (code ? code->columnBytes() : word)};
}

std::vector<char> PackedLayout::pack(ArrayRef<char> data, int64_t k, int64_t n,
                                     int64_t width) const {
  int64_t numPanels = panels(n), size = blockSteps(k);
  int64_t numBlocks = llvm::divideCeil(steps(k), size);
  int64_t stepSize = shape(k, n).back() * width;
  char padding = nibbles    ? char(nibbleOffset | nibbleOffset << 4)
                 : flipSign ? char(0x80)
                            : char(0);
  // Padding stands for the element 0, that of codes for any number. Along K it
  // meets zeros of lhs; along N its columns are never stored.
  std::vector<char> packed(numBlocks * numPanels * size * stepSize, padding);
  for (int64_t row = 0; row < k; ++row) {
    int64_t step = row / stepElements(), inStep = row % stepElements();
    bool isHigh = nibbles && inStep >= word;
    for (int64_t column = 0; column < n; ++column) {
      int64_t panel = (step / size) * numPanels + column / nr;
      char *to = &packed[(panel * size + step % size) * stepSize];
      if (code) {
        code->store(to, nr, column % nr, inStep,
                    code->encode(data[row * n + column]));
        continue;
      }
      to += ((column % nr) * word + inStep % word) * width;
      const char *from = &data[(row * n + column) * width];
      if (nibbles) {
        unsigned nibble = unsigned(*from + nibbleOffset) & 15;
        unsigned byte = uint8_t(*to);
        *to =
            char(isHigh ? (byte & 0x0f) | nibble << 4 : (byte & 0xf0) | nibble);
      } else {
        std::copy_n(from, width, to);
        if (flipSign)
          *to = char(*to ^ 0x80);
      }
    }
  }
  return packed;
}
