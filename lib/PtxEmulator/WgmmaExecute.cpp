//===- WgmmaExecute.cpp - Carries out a wgmma.mma_async -------------------===//
// Accumulators (PTX ISA, "Register Fragments for wgmma"): of warp w, register
// 4j + 2h + c of a lane is row 16w + lane / 4 + 8h, column 8j + 2 (lane % 4) +
// c.
#include "Block.h"
#include "FloatFormats.h"
#include "WgmmaOperands.h"
#include <cstring>

using namespace llvm;
using namespace mixp::ptx;

/// Reads a matrix of `rows` rows; element (row, k) goes to
/// to[row * rowStep + k * kStep].
template <typename T>
static void readTile(const Block &block, const TileLayout &layout, Type type,
                     unsigned rows, unsigned k, T *to, unsigned rowStep,
                     unsigned kStep) {
  unsigned per = getElementsPerWord(type);
  layout.forChunks(rows, k, [&](uint32_t address, unsigned row, unsigned at) {
    T elements[16];
    for (unsigned word = 0; word < 4; ++word) {
      uint32_t bits;
      std::memcpy(&bits, block.shared.data() + address + 4 * word, 4);
      decodeWord(type, bits, elements + word * per);
    }
    if (layout.transposed) {
      for (unsigned e = 0; e < 8; ++e)
        to[(row + e) * rowStep + at * kStep] = elements[e];
      return;
    }
    unsigned first = at * per / 4;
    for (unsigned e = 0; e < 4 * per; ++e)
      to[row * rowStep + (first + e) * kStep] = elements[e];
  });
}

/// A from registers, as fragments of mma of 16 rows per warp.
template <typename T>
static void readRegisters(const WgmmaPayload &p,
                          const WgmmaOperation &operation, T *to) {
  unsigned per = getElementsPerWord(p.a), count = p.rowsA.size();
  for (unsigned warp = 0; warp < 4; ++warp)
    for (unsigned i = 0; i < count; ++i)
      for (unsigned lane = 0; lane < 32; ++lane) {
        unsigned row = warp * 16 + lane / 4 + 8 * (i & 1);
        unsigned first = lane % 4 * per + (i >> 1) * 4 * per;
        decodeWord(p.a, operation.registersA[(warp * count + i) * 32 + lane],
                   to + row * p.k + first);
      }
}

/// Calls `f(warp, register, lane, element in the 64 x n accumulator)`; the
/// register is one of those of 32-bit accumulators.
template <typename F>
static void forAccumulators(Block &block, unsigned warpgroup,
                            const WgmmaPayload &p, F f) {
  for (unsigned warp = 0; warp < 4; ++warp) {
    Warp &state = block.warps[warpgroup * 4 + warp];
    for (unsigned i = 0; i < p.n / 2; ++i)
      for (unsigned lane = 0; lane < 32; ++lane) {
        unsigned row = warp * 16 + lane / 4 + 8 * (i >> 1 & 1);
        unsigned column = i / 4 * 8 + 2 * (lane % 4) + (i & 1);
        f(state, i, lane, row * p.n + column);
      }
  }
}

template <typename T>
static void readMatrices(const Block &block, const WgmmaPayload &p,
                         const WgmmaOperation &operation, std::vector<T> &a,
                         std::vector<T> &b) {
  std::string error; // was checked at the issue
  a.resize(64 * p.k);
  b.resize(p.k * p.n);
  if (p.rowsA.empty())
    readTile(block,
             decodeDescriptor(operation.descriptorA, p.transposedA, error), p.a,
             64, p.k, a.data(), p.k, 1);
  else
    readRegisters(p, operation, a.data());
  readTile(block, decodeDescriptor(operation.descriptorB, p.transposedB, error),
           p.b, p.n, p.k, b.data(), 1, p.n);
  if (p.negateA != p.negateB)
    for (T &value : a)
      value = -value;
}

static void executeIntegers(Block &block, unsigned warpgroup,
                            const WgmmaPayload &p,
                            const WgmmaOperation &operation) {
  std::vector<int32_t> a, b, d(64 * p.n);
  readMatrices(block, p, operation, a, b);
  auto visit = [&](auto f) { forAccumulators(block, warpgroup, p, f); };
  if (operation.scaleD)
    visit([&](Warp &w, unsigned i, unsigned lane, unsigned at) {
      d[at] = w.u32(p.rowsD[i])[lane];
    });
  multiplyIntegers(a.data(), b.data(), d.data(), 64, p.n, p.k, p.saturate);
  visit([&](Warp &w, unsigned i, unsigned lane, unsigned at) {
    w.u32(p.rowsD[i])[lane] = d[at];
  });
}

static void executeFloats(Block &block, unsigned warpgroup,
                          const WgmmaPayload &p,
                          const WgmmaOperation &operation) {
  std::vector<float> a, b, d(64 * p.n);
  readMatrices(block, p, operation, a, b);
  bool half = p.d == Type::F16;
  auto visit = [&](auto f) { forAccumulators(block, warpgroup, p, f); };
  if (operation.scaleD)
    visit([&](Warp &w, unsigned i, unsigned lane, unsigned at) {
      uint32_t word = w.u32(p.rowsD[half ? i / 2 : i])[lane];
      d[at] = half ? f16ToFloat(word >> (16 * (i & 1)) & 0xffff)
                   : std::bit_cast<float>(word);
    });
  multiplyFloats(*p.model, a.data(), b.data(), d.data(), 64, p.n, p.k);
  visit([&](Warp &w, unsigned i, unsigned lane, unsigned at) {
    if (!half) {
      w.u32(p.rowsD[i])[lane] = std::bit_cast<uint32_t>(d[at]);
      return;
    }
    uint32_t bits = floatToF16(d[at]);
    uint32_t &word = w.u32(p.rowsD[i / 2])[lane];
    word = i & 1 ? (word & 0xffff) | bits << 16 : bits;
  });
}

void mixp::ptx::executeWgmma(Block &block, unsigned warpgroup,
                             const WgmmaOperation &operation) {
  const WgmmaPayload &p = operation.instruction->get<WgmmaPayload>();
  if (isIntegerOperand(p.a))
    executeIntegers(block, warpgroup, p, operation);
  else
    executeFloats(block, warpgroup, p, operation);
}
