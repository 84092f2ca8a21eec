//===- OperandQuantizer.cpp - Operands in a scheme's form -----------------===//
#include "OperandQuantizer.h"
#include "mixp/Dialect/Mixp/IR/BlockRule.h"
#include "mixp/Dialect/Mixp/Transforms/Calibration.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Matchers.h"
#include <algorithm>
#include <cmath>
#include <limits>

using namespace mlir;
using namespace mixp;

TypedValue<RankedTensorType> MatmulSide::operand() {
  return isLhs ? op.getLhs() : op.getRhs();
}

int64_t MatmulSide::reductionDim() {
  return isLhs ? op.getLhsReductionDim() : op.getRhsReductionDim();
}

SmallVector<int64_t> MatmulSide::blockAlongK(int64_t size) {
  SmallVector<int64_t> block(operand().getType().getRank(), 1);
  block[reductionDim()] = size;
  return block;
}

FailureOr<QuantizedOperand> OperandQuantizer::quantize(MatmulSide side) {
  if (matchPattern(side.operand(), m_Constant()))
    return quantizeConstant(side);
  switch (scheme.activation) {
  case ActivationForm::Keep:
    return QuantizedOperand{side.operand(), {}, {}, {}};
  case ActivationForm::Bf16:
  case ActivationForm::F16:
    return castOperand(side);
  case ActivationForm::StaticInt8:
    return quantizeStatically(side);
  case ActivationForm::DynamicInt8:
    return quantizeDynamically(side);
  }
  llvm_unreachable("all forms are handled");
}

FloatType OperandQuantizer::activationType(MLIRContext *context) const {
  return scheme.activation == ActivationForm::Bf16
             ? FloatType(BFloat16Type::get(context))
             : FloatType(Float16Type::get(context));
}

//===----------------------------------------------------------------------===//
// Run-time operands
//===----------------------------------------------------------------------===//

QuantizedOperand OperandQuantizer::castOperand(MatmulSide side) {
  OpBuilder builder(side.op);
  auto type =
      side.operand().getType().clone(activationType(builder.getContext()));
  Value cast = CastOp::create(builder, side.op.getLoc(), type, side.operand(),
                              RoundingMode::NearestEven, /*saturate=*/false);
  return {cast, {}, {}, {}};
}

QuantizedOperand OperandQuantizer::quantizeDynamically(MatmulSide side) {
  // A block covers all of K, so that the sum stays one of integers.
  OpBuilder builder(side.op);
  Location loc = side.op.getLoc();
  RankedTensorType type = side.operand().getType();
  SmallVector<int64_t> block = side.blockAlongK(0);
  auto scaleType = RankedTensorType::get(scaleShape(type.getShape(), block),
                                         builder.getF32Type());
  Value scale = ChooseScalesOp::create(builder, loc, scaleType, Type(),
                                       RangeKind::Symmetric, side.operand(),
                                       builder.getI8Type(), block)
                    .getScale();
  Value value = QuantizeOp::create(
      builder, loc, type.clone(builder.getI8Type()), side.operand(), scale,
      Value(), builder.getDenseI64ArrayAttr(block));
  return {value, scale, {}, block};
}

/// The calibrated range of an operand, widened to include 0.
static FailureOr<std::pair<float, float>> getRange(MatmulSide side,
                                                   StringRef scheme) {
  StringRef name =
      side.isLhs ? StringRef(kLhsRangeAttrName) : StringRef(kRhsRangeAttrName);
  Attribute attribute = side.op->getAttr(name);
  if (!attribute)
    return side.op.emitOpError()
           << "has no calibrated range of its " << side.name()
           << ", which scheme '" << scheme
           << "' needs: give `mixp quantize` sample inputs "
              "(`--calibration=x.npy`) or take a dynamic scheme";
  auto range = dyn_cast<DenseF32ArrayAttr>(attribute);
  if (!range || range.size() != 2 || !std::isfinite(range[0]) ||
      !std::isfinite(range[1]) || range[0] > range[1])
    return side.op.emitOpError()
           << "expected '" << name
           << "' to be array<f32: lo, hi> with finite lo <= hi but got "
           << attribute;
  return std::pair(std::min(range[0], 0.0f), std::max(range[1], 0.0f));
}

FailureOr<QuantizedOperand>
OperandQuantizer::quantizeStatically(MatmulSide side) {
  auto range = getRange(side, scheme.name);
  if (failed(range))
    return failure();
  auto [lo, hi] = *range;

  // The formulas of mixp.choose_scales. The lhs is unsigned with a zero point,
  // which spends no level on the side that a ReLU or a softmax never uses; the
  // rhs is signed, as the byte dot products of most machines want it.
  constexpr float tiny = std::numeric_limits<float>::min();
  constexpr float huge = std::numeric_limits<float>::max();
  float scale = side.isLhs ? (hi - lo) / 255 : std::max(-lo, hi) / 127;
  int32_t zeroPoint = 0;
  if (scale < tiny)
    scale = 1;
  else
    scale = std::min(scale, huge);
  if (side.isLhs)
    zeroPoint =
        int32_t(std::clamp(std::nearbyint(-(lo / scale)), 0.0f, 255.0f));

  OpBuilder builder(side.op);
  Location loc = side.op.getLoc();
  RankedTensorType type = side.operand().getType();
  SmallVector<int64_t> ones(type.getRank(), 1), block(type.getRank(), 0);
  QuantizedOperand result;
  result.block = block;
  result.scale = arith::ConstantOp::create(
      builder, loc,
      DenseElementsAttr::get(RankedTensorType::get(ones, builder.getF32Type()),
                             scale));
  if (side.isLhs)
    result.zeroPoint = arith::ConstantOp::create(
        builder, loc,
        DenseElementsAttr::get(
            RankedTensorType::get(ones, builder.getI32Type()), zeroPoint));
  Type storage = side.isLhs ? builder.getIntegerType(8, /*isSigned=*/false)
                            : builder.getI8Type();
  result.value = QuantizeOp::create(
      builder, loc, type.clone(storage), side.operand(), result.scale,
      result.zeroPoint, builder.getDenseI64ArrayAttr(block));
  return result;
}
