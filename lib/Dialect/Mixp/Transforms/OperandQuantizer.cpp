//===- OperandQuantizer.cpp - Operands in a scheme's form -----------------===//
#include "OperandQuantizer.h"
#include "WeightConstant.h"
#include "mixp/Calibration/StaticQuantizer.h"
#include "mixp/Dialect/Mixp/IR/BlockRule.h"
#include "mixp/Dialect/Mixp/Transforms/Calibration.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Matchers.h"
#include <cmath>

using namespace mlir;
using namespace mixp;

FailureOr<QuantizedOperand> OperandQuantizer::quantize(ContractionSide side) {
  if (matchPattern(side.operand(), m_Constant()))
    return quantizeConstant(side);
  switch (scheme.activation) {
  case ActivationForm::Keep:
    return QuantizedOperand{side.operand(), {}, {}, {}};
  case ActivationForm::Bf16:
  case ActivationForm::F16:
    return castOperand(side);
  case ActivationForm::StaticInt8:
  case ActivationForm::StaticFloat:
    return quantizeStatically(side);
  case ActivationForm::DynamicInt8:
  case ActivationForm::DynamicFloat:
  case ActivationForm::Microscaling:
    return quantizeDynamically(side);
  }
  llvm_unreachable("all forms are handled");
}

FloatType OperandQuantizer::activationType(MLIRContext *context) const {
  return scheme.activation == ActivationForm::Bf16
             ? FloatType(BFloat16Type::get(context))
             : FloatType(Float16Type::get(context));
}

Type OperandQuantizer::activationStorage(MLIRContext *context) const {
  return scheme.format ? floatType(context, *scheme.format)
                       : Type(IntegerType::get(context, 8));
}

//===----------------------------------------------------------------------===//
// Run-time operands
//===----------------------------------------------------------------------===//

QuantizedOperand OperandQuantizer::castOperand(ContractionSide side) {
  OpBuilder builder(side.op);
  auto type =
      side.operand().getType().clone(activationType(builder.getContext()));
  Value cast = CastOp::create(builder, side.op->getLoc(), type, side.operand(),
                              RoundingMode::NearestEven, /*saturate=*/false);
  return {cast, {}, {}, {}};
}

QuantizedOperand OperandQuantizer::quantizeDynamically(ContractionSide side) {
  OpBuilder builder(side.op);
  Location loc = side.op->getLoc();
  RankedTensorType type = side.operand().getType();
  bool isMicroscaled = scheme.activation == ActivationForm::Microscaling;
  // Without groups a block covers all of K, so that the sum of integers stays
  // one.
  SmallVector<int64_t> block = isMicroscaled
                                   ? side.blockOfGroups(kMicroscalingBlock)
                                   : side.blockOverK();
  Type scaleElement = isMicroscaled
                          ? Type(Float8E8M0FNUType::get(builder.getContext()))
                          : builder.getF32Type();
  auto scaleType =
      RankedTensorType::get(scaleShape(type.getShape(), block), scaleElement);
  Type storage = activationStorage(builder.getContext());
  Value scale = ChooseScalesOp::create(builder, loc, scaleType, Type(),
                                       RangeKind::Symmetric, side.operand(),
                                       storage, block)
                    .getScale();
  Value value =
      QuantizeOp::create(builder, loc, type.clone(storage), side.operand(),
                         scale, Value(), builder.getDenseI64ArrayAttr(block));
  return {value, scale, {}, block};
}

/// The calibrated range of an operand.
static FailureOr<CalibratedRange> getRange(ContractionSide side,
                                           StringRef scheme) {
  StringRef name =
      side.isLhs ? StringRef(kLhsRangeAttrName) : StringRef(kRhsRangeAttrName);
  Attribute attribute = side.op->getAttr(name);
  if (!attribute)
    return side.op->emitOpError()
           << "has no calibrated range of its " << side.name()
           << ", which scheme '" << scheme
           << "' needs: give `mixp quantize` sample inputs "
              "(`--calibration=x.npy`) or take a dynamic scheme";
  auto range = dyn_cast<DenseF32ArrayAttr>(attribute);
  if (!range || range.size() != 2 || !std::isfinite(range[0]) ||
      !std::isfinite(range[1]) || range[0] > range[1])
    return side.op->emitOpError()
           << "expected '" << name
           << "' to be array<f32: lo, hi> with finite lo <= hi but got "
           << attribute;
  return CalibratedRange{range[0], range[1]};
}

FailureOr<QuantizedOperand>
OperandQuantizer::quantizeStatically(ContractionSide side) {
  auto range = getRange(side, scheme.name);
  if (failed(range))
    return failure();
  // An integer lhs is unsigned with a zero point, which spends no level on the
  // side that a ReLU or a softmax never uses; the rhs is signed, as the byte
  // dot products of most machines want it.
  bool isUnsigned = side.isLhs && !scheme.format;
  float largest =
      scheme.format
          ? WeightFormat{scheme.weightBits, {}, false, scheme.format}.largest()
          : (isUnsigned ? 255.0f : 127.0f);
  auto [scale, zeroPoint] = chooseStaticScale(
      *range, largest,
      isUnsigned ? StaticForm::UnsignedAffine : StaticForm::SignedSymmetric);

  OpBuilder builder(side.op);
  Location loc = side.op->getLoc();
  RankedTensorType type = side.operand().getType();
  SmallVector<int64_t> ones(type.getRank(), 1), block(type.getRank(), 0);
  QuantizedOperand result;
  result.block = block;
  result.scale = arith::ConstantOp::create(
      builder, loc,
      DenseElementsAttr::get(RankedTensorType::get(ones, builder.getF32Type()),
                             scale));
  if (isUnsigned)
    result.zeroPoint = arith::ConstantOp::create(
        builder, loc,
        DenseElementsAttr::get(
            RankedTensorType::get(ones, builder.getI32Type()), zeroPoint));
  Type storage = isUnsigned ? builder.getIntegerType(8, /*isSigned=*/false)
                            : activationStorage(builder.getContext());
  result.value = QuantizeOp::create(
      builder, loc, type.clone(storage), side.operand(), result.scale,
      result.zeroPoint, builder.getDenseI64ArrayAttr(block));
  return result;
}
