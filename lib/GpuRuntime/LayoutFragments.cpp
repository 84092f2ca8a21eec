//===- LayoutFragments.cpp - Weights in the registers' order --------------===//
#include "GpuRuntime/LayoutPackers.h"
#include <cstring>

using namespace mixp;
using namespace mixp::gpurt;

namespace {
/// Writes one matrix of N x K in fragment order. The A operand of m16n8k16
/// holds, in register r of lane 4g + t, the elements of row g + 8 (r & 1) and
/// columns 2t + 8 (r >> 1) and the next one (PTX ISA, "Matrix Fragments for
/// mma.m16n8k16").
class FragmentWriter {
public:
  FragmentWriter(const LayoutPlan &plan, const void *host, int64_t first)
      : plan(plan), host(host), first(first), bits(plan.layout.bits),
        // Signed codes are stored with an offset, so that they are unsigned.
        offset(plan.layout.flip.value_or(isSignedInteger(plan.type))
                   ? 1u << (bits - 1)
                   : 0),
        tilesPerVector(bits == 4 ? 4 : 2) {}

  /// Units of 16 n by 16 * tilesPerVector k, all k of a block before the next
  /// 16 n, all k blocks before the next n block.
  void write(unsigned char *to) {
    const Layout &layout = plan.layout;
    int64_t unitK = 16 * tilesPerVector;
    for (int64_t n = 0; n < plan.rows; n += layout.blockN)
      for (int64_t k = 0; k < plan.columns; k += layout.blockK)
        for (int64_t un = n; un < n + layout.blockN; un += 16)
          for (int64_t uk = k; uk < k + layout.blockK; uk += unitK) {
            writeUnit(un, uk, to);
            to += 512;
          }
  }

private:
  /// 32 lanes of 16 bytes.
  void writeUnit(int64_t n, int64_t k, unsigned char *to) const {
    for (unsigned lane = 0; lane < 32; ++lane)
      for (unsigned tile = 0; tile < tilesPerVector; ++tile) {
        unsigned char *vector = to + 16 * lane + 16 / tilesPerVector * tile;
        bits == 4 ? writeNibbles(n, k + 16 * tile, lane, vector)
                  : writeBytes(n, k + 16 * tile, lane, vector);
      }
  }

  /// A word: register r's elements at bits 4r and 16 + 4r.
  void writeNibbles(int64_t n, int64_t k, unsigned lane,
                    unsigned char *to) const {
    uint32_t word = 0;
    for (unsigned r = 0; r < 4; ++r)
      word |= code(n, k, lane, r, 0) << 4 * r | code(n, k, lane, r, 1)
                                                    << (16 + 4 * r);
    std::memcpy(to, &word, 4);
  }

  /// Two words of two registers, first elements before second ones.
  void writeBytes(int64_t n, int64_t k, unsigned lane,
                  unsigned char *to) const {
    for (unsigned half = 0; half < 2; ++half)
      for (unsigned byte = 0; byte < 4; ++byte)
        to[4 * half + byte] =
            code(n, k, lane, 2 * half + (byte & 1), byte >> 1);
  }

  /// What is stored for an element of a register; outside it is that of 0.
  uint32_t code(int64_t n, int64_t k, unsigned lane, unsigned r,
                unsigned element) const {
    n += lane / 4 + 8 * (r & 1);
    k += 2 * (lane % 4) + 8 * (r >> 1) + element;
    uint32_t stored = 0;
    if (n < plan.rows && k < plan.columns)
      stored =
          readHostCode(plan.type, host,
                       first + (plan.layout.transpose ? k * plan.rows + n
                                                      : n * plan.columns + k));
    return (stored + offset) & ((1u << bits) - 1);
  }

  const LayoutPlan &plan;
  const void *host;
  int64_t first; // element of the host tensor
  unsigned bits;
  uint32_t offset;
  unsigned tilesPerVector;
};
} // namespace

void gpurt::packFragments(const LayoutPlan &plan, const void *host,
                          void *device) {
  for (int64_t b = 0; b < plan.batch; ++b)
    FragmentWriter(plan, host, b * plan.rows * plan.columns)
        .write(static_cast<unsigned char *>(device) + b * plan.batchStride);
}
