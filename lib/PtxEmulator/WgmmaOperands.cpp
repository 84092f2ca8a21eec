//===- WgmmaOperands.cpp - Matrices of wgmma in shared memory -------------===//
#include "WgmmaOperands.h"
#include "Swizzle.h"
#include "llvm/ADT/Twine.h"

using namespace llvm;
using namespace mixp::ptx;

TileLayout mixp::ptx::decodeDescriptor(uint64_t descriptor, bool transposed,
                                       std::string &error) {
  static const unsigned spans[] = {0, 128, 64, 32};
  TileLayout layout;
  layout.start = (descriptor & 0x3fff) << 4;
  layout.leading = (descriptor >> 16 & 0x3fff) << 4;
  layout.stride = (descriptor >> 32 & 0x3fff) << 4;
  layout.span = spans[descriptor >> 62];
  layout.transposed = transposed;
  // Bits between the fields must be zero.
  if (descriptor & 0x3ff1c000c000c000)
    error = "bits of the descriptor are set that have no meaning";
  else if (descriptor >> 49 & 7)
    error = "a base offset other than 0 is not in the documented subset";
  else if (layout.span && layout.start % (8 * layout.span) >= layout.span)
    error = (Twine("expected a matrix that begins at a multiple of ") +
             Twine(8 * layout.span) + " bytes, up to the swizzle's " +
             Twine(layout.span) + ", but got address " + Twine(layout.start))
                .str();
  return layout;
}

// The canonical layouts, in chunks of 16 bytes, as ((rows), k) : ((strides)):
//   k contiguous, none: ((8,m),2):((1,SBO),LBO)
//                 span: ((8,m),2):((span/16,SBO),1)
//   transposed,   none: ((1,m),(8,k)):((-,SBO),(1,LBO))
//                 span: ((span/16,m),(8,k)):((1,LBO),(span/16,SBO))
void TileLayout::forChunks(
    unsigned rows, unsigned k,
    function_ref<void(uint32_t, unsigned, unsigned)> f) const {
  if (!transposed) {
    uint32_t pitch = span ? span : 16, next = span ? 16 : leading;
    for (unsigned row = 0; row < rows; ++row)
      for (unsigned chunk = 0; chunk < 2; ++chunk) {
        uint32_t address =
            start + row / 8 * stride + row % 8 * pitch + chunk * next;
        f(swizzle(address, span), row, chunk * 16);
      }
    return;
  }
  unsigned wide = span ? span / 16 : 1; // chunks that lie side by side
  uint32_t nextRows = span ? leading : stride;
  uint32_t nextK = span ? stride : leading;
  for (unsigned chunk = 0; chunk < rows / 8; ++chunk)
    for (unsigned t = 0; t < k; ++t) {
      uint32_t address = start + chunk / wide * nextRows + chunk % wide * 16 +
                         t / 8 * nextK + t % 8 * wide * 16;
      f(swizzle(address, span), chunk * 8, t);
    }
}
