//===- Philox.cpp - Random numbers by element -----------------------------===//
#include "Philox.h"
#include "IntMath.h"

using namespace mlir;
using namespace mixp;

/// The halves of an i64, the low one first.
static std::pair<Value, Value> split(ImplicitLocOpBuilder &b, Value value) {
  IntMath m(b, 64);
  Type i32 = b.getI32Type();
  Value high = m.shr(value, m.constant(32));
  return {arith::TruncIOp::create(b, i32, value),
          arith::TruncIOp::create(b, i32, high)};
}

/// The 64-bit product of an i32 and a constant, low half first. An i64 product
/// of extended operands is one instruction on vectors.
static std::pair<Value, Value> multiply(ImplicitLocOpBuilder &b, Value value,
                                        uint32_t factor) {
  IntMath m(b, 64);
  return split(b, m.mul(m.zeroExtend(value), m.constant(factor)));
}

Value mixp::buildPhilox(ImplicitLocOpBuilder &b, Value seed, Value index) {
  // Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3.
  constexpr uint32_t multiplier0 = 0xd2511f53, multiplier1 = 0xcd9e8d57;
  constexpr uint32_t weyl0 = 0x9e3779b9, weyl1 = 0xbb67ae85;
  constexpr int rounds = 10;
  IntMath m(b, 32);
  auto [key0, key1] = split(b, seed);
  auto [c0, c1] = split(b, index);
  Value counter[] = {c0, c1, m.constant(0), m.constant(0)};
  for (int round = 0; round < rounds; ++round) {
    // Keys grow by the same steps for every element.
    Value k0 = m.add(key0, m.constant(uint32_t(round * weyl0)));
    Value k1 = m.add(key1, m.constant(uint32_t(round * weyl1)));
    auto [low0, high0] = multiply(b, counter[0], multiplier0);
    auto [low1, high1] = multiply(b, counter[2], multiplier1);
    counter[0] = m.bitXor(m.bitXor(high1, counter[1]), k0);
    counter[1] = low1;
    counter[2] = m.bitXor(m.bitXor(high0, counter[3]), k1);
    counter[3] = low0;
  }
  return counter[0];
}
