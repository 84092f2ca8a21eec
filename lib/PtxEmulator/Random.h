//===- Random.h - The seeded choices of a run -------------------*- C++ -*-===//
#ifndef MIXP_LIB_PTXEMULATOR_RANDOM_H
#define MIXP_LIB_PTXEMULATOR_RANDOM_H

#include <cstdint>

namespace mixp::ptx {

/// SplitMix64 (Steele, Lea and Flood, 2014).
class Random {
public:
  explicit Random(uint64_t seed = 0) : state(seed) {}
  uint64_t next() {
    uint64_t z = (state += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  /// A number below `bound`.
  uint32_t below(uint32_t bound) { return (next() >> 32) * bound >> 32; }
  bool oneIn(uint32_t count) { return below(count) == 0; }

private:
  uint64_t state;
};

} // namespace mixp::ptx

#endif // MIXP_LIB_PTXEMULATOR_RANDOM_H
