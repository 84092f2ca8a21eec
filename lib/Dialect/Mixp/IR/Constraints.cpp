//===- Constraints.cpp - One function per constraint ----------------------===//
#include "Constraints.h"
#include "mixp/Dialect/Mixp/IR/BlockRule.h"
#include "mlir/IR/Matchers.h"
#include <cmath>

using namespace mlir;
using namespace mixp;

LogicalResult mixp::verifySameShape(Operation *op, RankedTensorType input,
                                    RankedTensorType result) {
  if (input.getShape() == result.getShape())
    return success();
  return op->emitOpError()
         << "expected a result of its input's shape but got " << input
         << " and " << result
         << "; change dims between static and dynamic with tensor.cast";
}

LogicalResult mixp::verifyUnsignedFlag(Operation *op, bool flag,
                                       RankedTensorType type, StringRef name) {
  if (!flag || type.getElementType().isSignlessInteger())
    return success();
  return op->emitOpError() << "expected '" << name
                           << "' only on a signless integer type but got "
                           << type.getElementType() << "; remove it";
}

LogicalResult mixp::verifyBlocked(Operation *op, const Blocked &blocked) {
  if (!blocked.scale && !blocked.zeroPoint) {
    if (!blocked.block)
      return success();
    return op->emitOpError()
           << "expected '" << blocked.blockName << "' only beside '"
           << blocked.scaleName << "' or '" << blocked.zeroPointName
           << "'; remove it";
  }
  std::optional<SmallVector<int64_t>> first;
  auto emitError = [&] { return op->emitOpError(); };
  for (auto [value, name] : {std::pair(blocked.scale, blocked.scaleName),
                             {blocked.zeroPoint, blocked.zeroPointName}}) {
    if (!value)
      continue;
    auto block =
        resolveBlock(blocked.operand, cast<ShapedType>(value.getType()),
                     blocked.block, name, emitError);
    if (!block)
      return failure();
    if (first && *first != *block)
      return op->emitOpError()
             << "expected '" << blocked.scaleName << "' and '"
             << blocked.zeroPointName << "' to share one block but got ["
             << *first << "] and [" << *block
             << "]; broadcast the smaller tensor";
    first = std::move(block);
  }
  return success();
}

/// The elements of a constant, or null. Only dense constants are looked at:
/// resources may not be loaded, and what comes at run time cannot be known.
static DenseElementsAttr matchDense(Value value) {
  DenseElementsAttr dense;
  if (value)
    matchPattern(value, m_Constant(&dense));
  return dense;
}

LogicalResult mixp::verifyScaleConstant(Operation *op, Value scale,
                                        StringRef name) {
  DenseElementsAttr dense = matchDense(scale);
  if (!dense)
    return success();
  for (const APFloat &element : dense.getValues<APFloat>()) {
    double value = element.convertToDouble();
    if (value > 0 && std::isfinite(value))
      continue;
    return op->emitOpError() << "expected constant '" << name
                             << "' to be positive and finite but got " << value;
  }
  return success();
}

LogicalResult mixp::verifyZeroPointConstant(Operation *op, Value zeroPoint,
                                            StringRef name,
                                            std::optional<StorageRange> range,
                                            StringRef what) {
  DenseElementsAttr dense = matchDense(zeroPoint);
  if (!dense)
    return success();
  if (dense.getElementType().isF32()) {
    for (float value : dense.getValues<float>())
      if (!std::isfinite(value))
        return op->emitOpError() << "expected constant '" << name
                                 << "' to be finite but got " << value;
    return success();
  }
  if (!range)
    return success();
  for (int32_t value : dense.getValues<int32_t>())
    if (!range->contains(value))
      return op->emitOpError() << "expected constant '" << name << "' in the "
                               << what << "'s range [" << range->min << ", "
                               << range->max << "] but got " << value;
  return success();
}

LogicalResult mixp::verifyStorage(Operation *op, Type storage) {
  if (isNarrowElement(storage))
    return success();
  return op->emitOpError()
         << "expected a storage type of i1 to i8, ui1 to ui8, i16, i32, bf16, "
            "f16 or an 8-, 6- or 4-bit float (f8E8M0FNU only as a scale) but "
            "got "
         << storage;
}

LogicalResult mixp::verifyFixedPointConstant(Operation *op, Value value,
                                             StringRef name, StringRef profile,
                                             StorageRange range) {
  DenseElementsAttr dense = matchDense(value);
  if (!dense)
    return success();
  for (const APInt &element : dense.getValues<APInt>())
    if (!range.contains(element.getSExtValue()))
      return op->emitOpError()
             << "expected constant '" << name << "' in [" << range.min << ", "
             << range.max << "] for the profile '" << profile << "' but got "
             << element.getSExtValue()
             << "; choose a multiplier and a shift in range, or another "
                "profile";
  return success();
}

SmallVector<int64_t> mixp::resolvedBlock(const Blocked &blocked) {
  Value any = blocked.scale ? blocked.scale : blocked.zeroPoint;
  if (!any)
    return {};
  auto noError = [] { return InFlightDiagnostic(); };
  return resolveBlock(blocked.operand, cast<ShapedType>(any.getType()),
                      blocked.block, "", noError)
      .value_or(SmallVector<int64_t>());
}
