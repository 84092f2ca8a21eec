//===- ConstantFolding.cpp - Conversions of constants ---------------------===//
#include "ConstantFolding.h"
#include "mixp/Dialect/Mixp/IR/StorageRange.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Matchers.h"
#include "llvm/Support/MathExtras.h"
#include <cmath>
#include <limits>

using namespace mlir;
using namespace mixp;

/// Larger constants are weights: they are left to passes that say so.
static constexpr int64_t kMaxBytes = 64 * 1024;

/// The bytes one element takes in a DenseElementsAttr.
static int64_t elementBytes(Type type) {
  return llvm::divideCeil(type.getIntOrFloatBitWidth(), 8);
}

/// The elements of a constant as real numbers; one for a splat.
static SmallVector<double> toReals(DenseElementsAttr dense, bool isUnsigned) {
  Type type = dense.getElementType();
  int64_t count = dense.isSplat() ? 1 : dense.getNumElements();
  SmallVector<double> values;
  values.reserve(count);
  if (isa<FloatType>(type)) {
    auto it = dense.value_begin<APFloat>();
    for (int64_t i = 0; i < count; ++i, ++it) {
      // APFloat makes an infinity of f8E8M0FNU's NaN.
      APFloat element = *it;
      values.push_back(element.isNaN()
                           ? std::numeric_limits<double>::quiet_NaN()
                           : element.convertToDouble());
    }
    return values;
  }
  bool asUnsigned = isUnsignedElement(type, isUnsigned);
  auto it = dense.value_begin<APInt>();
  for (int64_t i = 0; i < count; ++i, ++it)
    values.push_back(asUnsigned ? (*it).roundToDouble()
                                : (*it).signedRoundToDouble());
  return values;
}

/// A constant of `type` with these values, which its format holds exactly.
static DenseElementsAttr fromReals(RankedTensorType type,
                                   ArrayRef<double> values) {
  if (auto floatType = dyn_cast<FloatType>(type.getElementType())) {
    SmallVector<APFloat> elements;
    bool ignored;
    for (double value : values)
      elements.emplace_back(value).convert(floatType.getFloatSemantics(),
                                           APFloat::rmNearestTiesToEven,
                                           &ignored);
    return DenseElementsAttr::get(type, elements);
  }
  unsigned width = type.getElementTypeBitWidth();
  SmallVector<APInt> elements;
  for (double value : values)
    elements.push_back(
        APInt(64, static_cast<int64_t>(value), /*isSigned=*/true).trunc(width));
  return DenseElementsAttr::get(type, elements);
}

namespace {

/// The scale or zero point of each element in row-major order.
class Parameter {
public:
  Parameter(Attribute constant, double ifMissing, ArrayRef<int64_t> block) {
    if (!constant) {
      values.push_back(ifMissing);
      return;
    }
    auto dense = cast<DenseElementsAttr>(constant);
    values = toReals(dense, /*isUnsigned=*/false);
    shape.assign(dense.getType().getShape());
    sizes.assign(block.begin(), block.end());
  }

  bool isSplat() const { return values.size() == 1; }

  double lookup(ArrayRef<int64_t> index) const {
    if (isSplat())
      return values.front();
    int64_t linear = 0;
    for (size_t i = 0; i < index.size(); ++i)
      linear = linear * shape[i] + index[i] / sizes[i];
    return values[linear];
  }

private:
  SmallVector<double> values;
  SmallVector<int64_t> shape, sizes;
};

} // namespace

/// Advances a row-major index by one element.
static void advance(SmallVectorImpl<int64_t> &index, ArrayRef<int64_t> shape) {
  for (int64_t i = static_cast<int64_t>(shape.size()) - 1; i >= 0; --i) {
    if (++index[i] < shape[i])
      return;
    index[i] = 0;
  }
}

/// The constants of `conversion` if all of them are dense, else nothing.
static std::optional<SmallVector<DenseElementsAttr>>
denseOperands(const Conversion &conversion) {
  auto input = dyn_cast_or_null<DenseElementsAttr>(conversion.input);
  if (!input)
    return std::nullopt;
  SmallVector<DenseElementsAttr> constants = {input};
  for (Attribute parameter :
       {conversion.scale, conversion.zeroPoint, conversion.shift})
    if (auto dense = dyn_cast_or_null<DenseElementsAttr>(parameter))
      constants.push_back(dense);
  if (static_cast<int>(constants.size()) != 1 + conversion.parameters)
    return std::nullopt;
  return constants;
}

/// Whether folding `constants` into `elements` of the result pays.
static bool isWorthwhile(const Conversion &conversion,
                         ArrayRef<DenseElementsAttr> constants,
                         int64_t elements) {
  int64_t replaced = 0;
  for (DenseElementsAttr dense : constants)
    replaced += dense.getRawData().size();
  int64_t size =
      elements * elementBytes(conversion.resultType.getElementType());
  if (elements == 1)
    return true;
  return conversion.inputValue.hasOneUse() && size <= replaced &&
         replaced <= kMaxBytes;
}

OpFoldResult mixp::foldConversion(const Conversion &conversion,
                                  ElementFunction function) {
  return foldFixedPoint(conversion, [&](double x, double s, double z, double) {
    return function(x, s, z);
  });
}

OpFoldResult mixp::foldFixedPoint(const Conversion &conversion,
                                  FixedPointFunction function) {
  RankedTensorType type = conversion.resultType;
  if (!type.hasStaticShape())
    return {};
  if (llvm::is_contained(type.getShape(), 0))
    return fromReals(type, {});
  auto constants = denseOperands(conversion);
  if (!constants)
    return {};
  // The constants' own sizes tell whether the product of the dims is small:
  // a splat may have a shape whose number of elements overflows.
  bool splat = llvm::all_of(*constants, [](auto c) { return c.isSplat(); });
  int64_t elements = 1;
  for (int64_t dim : splat ? ArrayRef<int64_t>() : type.getShape())
    if (llvm::MulOverflow(elements, dim, elements) || elements > kMaxBytes)
      return {};
  if (!isWorthwhile(conversion, *constants, elements))
    return {};
  // A double may not hold an i64.
  auto isWide = [](Type element) { return element.isInteger(64); };
  bool wide = isWide(type.getElementType()) ||
              isWide(constants->front().getElementType());

  SmallVector<double> inputs =
      toReals(constants->front(), conversion.inputUnsigned);
  Parameter scale(conversion.scale, 1, conversion.block);
  Parameter zeroPoint(conversion.zeroPoint, 0, conversion.block);
  Parameter shift(conversion.shift, 0, conversion.block);
  SmallVector<int64_t> index(type.getRank(), 0);
  SmallVector<double> results;
  for (int64_t i = 0; i < elements; ++i, advance(index, type.getShape())) {
    double input = inputs[inputs.size() == 1 ? 0 : i];
    results.push_back(function(input, scale.lookup(index),
                               zeroPoint.lookup(index), shift.lookup(index)));
    if (wide &&
        !(std::abs(input) < 0x1p53 && std::abs(results.back()) < 0x1p53))
      return {};
  }
  return fromReals(type, results);
}

bool mixp::isConstantOf(Value value, double number) {
  DenseElementsAttr dense;
  if (!value || !matchPattern(value, m_Constant(&dense)))
    return false;
  return llvm::all_of(toReals(dense, /*isUnsigned=*/false),
                      [&](double element) { return element == number; });
}
