//===- Philox.h - Random bits that depend on a place only -------*- C++ -*-===//
#ifndef MIXP_LIB_REFERENCE_PHILOX_H
#define MIXP_LIB_REFERENCE_PHILOX_H

#include <array>
#include <cstdint>

namespace mixp::reference {

/// Philox4x32-10 of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as
/// easy as 1, 2, 3" (SC 2011): four random words for a counter under a key.
constexpr std::array<uint32_t, 4> philox(std::array<uint32_t, 4> counter,
                                         std::array<uint32_t, 2> key) {
  for (int round = 0; round < 10; ++round) {
    uint64_t a = uint64_t(0xD2511F53) * counter[0];
    uint64_t b = uint64_t(0xCD9E8D57) * counter[2];
    counter = {static_cast<uint32_t>(b >> 32) ^ counter[1] ^ key[0],
               static_cast<uint32_t>(b),
               static_cast<uint32_t>(a >> 32) ^ counter[3] ^ key[1],
               static_cast<uint32_t>(a)};
    key[0] += 0x9E3779B9;
    key[1] += 0xBB67AE85;
  }
  return counter;
}

/// The bits by which stochastic rounding decides element `index` of a tensor.
constexpr uint32_t stochasticBits(uint64_t seed, uint64_t index) {
  auto low = [](uint64_t x) { return static_cast<uint32_t>(x); };
  return philox({low(index), low(index >> 32), 0, 0},
                {low(seed), low(seed >> 32)})[0];
}

} // namespace mixp::reference

#endif // MIXP_LIB_REFERENCE_PHILOX_H
