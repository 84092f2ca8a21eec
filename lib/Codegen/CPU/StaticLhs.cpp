//===- StaticLhs.cpp - Constant tables of an lhs beside groups ------------===//
#include "StaticLhs.h"
#include "mixp/Dialect/Mixp/Transforms/ConstantData.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace mixp;

StaticLhs::StaticLhs(const ProductSide &side, int64_t reduction)
    : scale(side.scale), zeroPoint(side.zeroPoint),
      group(side.block.empty() ? ShapedType::kDynamic : side.block[reduction]),
      parallel(1 - reduction) {}

bool StaticLhs::fits(Value table, int64_t rhsGroup) const {
  auto type = cast<RankedTensorType>(table.getType());
  return type.getRank() == 2 && type.getDimSize(parallel) == 1 &&
         (type.getNumElements() == 1 || group == rhsGroup) &&
         isReadableConstant(table);
}

bool StaticLhs::hasGroupScales(int64_t rhsGroup) const {
  return scale && fits(scale, rhsGroup) &&
         cast<RankedTensorType>(scale.getType()).getNumElements() != 1;
}

bool StaticLhs::hasGroupZeroPoints(int64_t rhsGroup) const {
  if (!zeroPoint || !getElementTypeOrSelf(zeroPoint).isInteger(32) ||
      !fits(zeroPoint, rhsGroup))
    return false;
  // 2^14 terms of at most 383 * 255.
  if (rhsGroup > 1 << 14)
    return false;
  return llvm::all_of(readZeroPoints(), [](int32_t number) {
    return number >= -128 && number <= 255;
  });
}

SmallVector<int32_t> StaticLhs::readZeroPoints() const {
  std::vector<char> bytes = *readConstantBytes(zeroPoint);
  auto *numbers = reinterpret_cast<const int32_t *>(bytes.data());
  return SmallVector<int32_t>(numbers, numbers + bytes.size() / 4);
}

Value StaticLhs::multiplyInto(OpBuilder &b, Location loc,
                              Value rhsScale) const {
  std::vector<float> factors = *readF32Constant(scale);
  std::vector<float> scales = *readF32Constant(rhsScale);
  size_t columns = scales.size() / factors.size();
  for (size_t i = 0; i < scales.size(); ++i)
    scales[i] *= factors[i / columns];
  return createConstant(b, loc, cast<RankedTensorType>(rhsScale.getType()),
                        ArrayRef(reinterpret_cast<const char *>(scales.data()),
                                 scales.size() * sizeof(float)),
                        "scale");
}
