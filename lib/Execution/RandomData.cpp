//===- RandomData.cpp - Reproducible test data ----------------------------===//
#include "mixp/Execution/RandomData.h"
#include "mixp/Execution/SmallFloat.h"
#include <cmath>

using namespace mlir;
using namespace mixp;

namespace {
/// SplitMix64: any seed gives a good sequence, on every machine the same.
class Generator {
public:
  explicit Generator(uint64_t seed) : state(seed) {}
  uint64_t next() {
    uint64_t z = (state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }
  uint64_t below(uint64_t bound) { return next() % bound; }
  /// Uniform in [-1, 1), a multiple of 2^-23, so exact in f32.
  double unit() {
    return std::ldexp(static_cast<double>(next() >> 40), -23) - 1;
  }

private:
  uint64_t state;
};
} // namespace

static double makeInteger(Generator &random, IntegerType type) {
  unsigned width = std::min(type.getWidth(), 32u);
  bool isUnsigned = type.isUnsigned() || width == 1;
  double low = isUnsigned ? 0 : -std::ldexp(1.0, width - 1);
  double high = low + std::ldexp(1.0, width) - 1;
  switch (random.below(20)) {
  case 0:
    return low;
  case 1:
    return high;
  case 2:
    return 0;
  case 3:
    return 1;
  case 4:
    return isUnsigned ? high : -1;
  default:
    return low + static_cast<double>(random.next() >> (64 - width));
  }
}

static double makeFloat(Generator &random, bool withSpecials) {
  double unit = random.unit();
  switch (random.below(32)) {
  case 0:
    return 0.0;
  case 1:
    return -0.0;
  case 2:
  case 3:
  case 4:
    return std::nearbyint(unit * 12) + 0.5;
  case 5:
    return unit * 300;
  case 6:
    return unit * 1e-4;
  case 7:
    if (!withSpecials)
      return unit;
    switch (random.below(3)) {
    case 0:
      return NAN;
    case 1:
      return INFINITY;
    default:
      return -INFINITY;
    }
  default:
    return unit;
  }
}

/// Any code of a float of at most 8 bits, not only those near 1.
static double makeSmallFloat(Generator &random, ElementKind kind,
                             bool withSpecials) {
  double unit = makeFloat(random, withSpecials);
  double any = decodeSmallFloat(kind, random.below(256));
  if (kind == ElementKind::F8E8M0FNU) // scales, mostly of the size of numbers
    unit = std::ldexp(1.0, static_cast<int>(random.below(16)) - 8);
  bool useCode = random.below(4) == 0;
  return useCode && (withSpecials || std::isfinite(any)) ? any : unit;
}

llvm::Expected<HostTensor> mixp::makeRandomData(Type type,
                                                ArrayRef<int64_t> shape,
                                                uint64_t seed,
                                                bool withSpecials) {
  std::optional<ElementKind> kind = getHostKind(type);
  if (!kind)
    return llvm::createStringError("no test data for this element type");
  llvm::Expected<HostTensor> tensor = HostTensor::create(shape, *kind);
  if (!tensor)
    return tensor;
  Generator random(seed);
  auto integer = dyn_cast<IntegerType>(type);
  bool isSmall = !integer && getByteWidth(*kind) == 1;
  for (int64_t i = 0, e = tensor->getNumElements(); i < e; ++i)
    tensor->setValue(i, integer   ? makeInteger(random, integer)
                        : isSmall ? makeSmallFloat(random, *kind, withSpecials)
                                  : makeFloat(random, withSpecials));
  return tensor;
}
