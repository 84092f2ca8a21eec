//===- HalfZeroPoints.cpp - Exact sums with zero points of 1/2 ------------===//
#include "Products/HalfZeroPoints.h"
#include "mixp/Dialect/Mixp/Transforms/ConstantData.h"
#include "mlir/IR/TypeUtilities.h"
#include <cmath>

using namespace mlir;
using namespace mixp;

bool mixp::isRealZeroPoint(Value zeroPoint) {
  return zeroPoint && getElementTypeOrSelf(zeroPoint.getType()).isF32();
}

/// Twice the zero points, where that gives small integers.
static std::optional<SmallVector<int32_t>> readDoubled(Value zeroPoint) {
  auto bytes = readConstantBytes(zeroPoint);
  if (!bytes)
    return std::nullopt;
  SmallVector<int32_t> doubled;
  bool isReal = isRealZeroPoint(zeroPoint);
  auto *reals = reinterpret_cast<const float *>(bytes->data());
  auto *integers = reinterpret_cast<const int32_t *>(bytes->data());
  for (size_t i = 0, e = bytes->size() / 4; i < e; ++i) {
    double twice = 2.0 * (isReal ? double(reals[i]) : double(integers[i]));
    if (std::trunc(twice) != twice || std::fabs(twice) > 1 << 16)
      return std::nullopt;
    doubled.push_back(static_cast<int32_t>(twice));
  }
  return doubled;
}

/// The largest magnitude of twice the difference of an element and its zero
/// point.
static std::optional<int64_t> boundDoubled(const ProductSide &side) {
  auto type = dyn_cast<IntegerType>(side.element());
  if (!type || type.getWidth() > 8)
    return std::nullopt;
  int64_t largest = int64_t(1) << type.getWidth();
  if (!side.zeroPoint)
    return 2 * largest;
  auto doubled = readDoubled(side.zeroPoint);
  if (!doubled)
    return std::nullopt;
  int64_t most = 0;
  for (int32_t number : *doubled)
    most = std::max<int64_t>(most, std::abs(number));
  return 2 * largest + most;
}

bool mixp::sumsExactlyInHalves(const ProductSide &lhs, const ProductSide &rhs,
                               int64_t k) {
  if (ShapedType::isDynamic(k) || !lhs.isConstantAlongK ||
      !rhs.isConstantAlongK ||
      (!isRealZeroPoint(lhs.zeroPoint) && !isRealZeroPoint(rhs.zeroPoint)))
    return false;
  auto a = boundDoubled(lhs), b = boundDoubled(rhs);
  return a && b && *a * *b <= (int64_t(1) << 31) / std::max<int64_t>(k, 1) - 1;
}

Value mixp::doubleZeroPoint(OpBuilder &b, Location loc, Value zeroPoint) {
  auto type = cast<RankedTensorType>(zeroPoint.getType());
  SmallVector<int32_t> doubled = *readDoubled(zeroPoint);
  return createConstant(
      b, loc, type.clone(b.getI32Type()),
      ArrayRef<char>(reinterpret_cast<const char *>(doubled.data()),
                     doubled.size() * sizeof(int32_t)),
      "doubled");
}
