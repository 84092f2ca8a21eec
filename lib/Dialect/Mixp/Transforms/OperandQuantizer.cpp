//===- OperandQuantizer.cpp - Operands in a scheme's form -----------------===//
#include "OperandQuantizer.h"
#include "WeightConstant.h"
#include "mixp/Calibration/StaticQuantizer.h"
#include "mixp/Dialect/Mixp/IR/BlockRule.h"
#include "mixp/Dialect/Mixp/Transforms/Calibration.h"
#include "mixp/Dialect/Mixp/Transforms/Remarks.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Matchers.h"

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

/// Says why `side` has no ranges that can be read.
static LogicalResult reportRanges(ContractionSide side, StringRef scheme) {
  StringRef name =
      side.isLhs ? StringRef(kLhsRangeAttrName) : StringRef(kRhsRangeAttrName);
  Attribute attribute = side.op->getAttr(name);
  Attribute group = side.op->getAttr(kLhsRangeGroupAttrName);
  if (!attribute)
    return side.op->emitOpError()
           << "has no calibrated range of its " << side.name()
           << ", which scheme '" << scheme
           << "' needs: give `mixp quantize` sample inputs "
              "(`--calibration=x.npy`) or take a dynamic scheme";
  if (!group || !side.isLhs)
    return side.op->emitOpError()
           << "expected '" << name
           << "' to be array<f32: lo, hi> with finite lo <= hi but got "
           << attribute;
  auto size = dyn_cast<IntegerAttr>(group);
  int64_t count = size && size.getType().isInteger(64)
                      ? countRangeGroups(side.op, size.getInt())
                      : 1;
  if (count == 1)
    return side.op->emitOpError()
           << "expected '" << kLhsRangeGroupAttrName
           << "' to be an i64 less than a static K, on a product without batch "
              "and with a constant rhs, but got "
           << group;
  return side.op->emitOpError()
         << "expected '" << name << "' to be array<f32: lo, hi, ...> with "
         << "finite lo <= hi for each of " << count << " groups of "
         << size.getInt() << " along K but got " << attribute;
}

/// The calibrated ranges of an operand, merged to one where the scheme has one
/// scale for all of K.
FailureOr<OperandRanges> OperandQuantizer::getRanges(ContractionSide side) {
  std::optional<OperandRanges> ranges = readRanges(side.op, side.isLhs);
  if (!ranges)
    return reportRanges(side, scheme.name);
  int64_t group = scheme.rangeGroup();
  if (ranges->group == group)
    return *ranges;
  if (group == 0)
    return OperandRanges{0, {ranges->merge()}};
  if (ranges->group != 0)
    return side.op->emitOpError()
           << "has ranges of its lhs for groups of " << ranges->group
           << " along K, but scheme '" << scheme.name << "' has groups of "
           << group << ": measure them anew (`mixp quantize --calibration`)";
  int64_t terms = countTerms(side.op);
  if (ShapedType::isDynamic(terms) || terms > group)
    reportRemark(side.op, RemarkCode::QuantizeOneRange)
        << remark::metric("Operand", side.name())
        << remark::metric("Group", group);
  return *ranges;
}

FailureOr<QuantizedOperand>
OperandQuantizer::quantizeStatically(ContractionSide side) {
  FailureOr<OperandRanges> ranges = getRanges(side);
  if (failed(ranges))
    return failure();
  // An integer lhs is unsigned with a zero point, which spends no level on the
  // side that a ReLU or a softmax never uses; the rhs is signed, as the byte
  // dot products of most machines want it.
  bool isUnsigned = side.isLhs && !scheme.format;
  float largest =
      scheme.format
          ? WeightFormat{scheme.weightBits, {}, false, scheme.format}.largest()
          : (isUnsigned ? 255.0f : 127.0f);
  SmallVector<float> scales;
  SmallVector<int32_t> zeroPoints;
  for (CalibratedRange range : ranges->ranges) {
    auto [scale, zeroPoint] = chooseStaticScale(
        range, largest,
        isUnsigned ? StaticForm::UnsignedAffine : StaticForm::SignedSymmetric);
    scales.push_back(scale);
    zeroPoints.push_back(zeroPoint);
  }

  OpBuilder builder(side.op);
  Location loc = side.op->getLoc();
  RankedTensorType type = side.operand().getType();
  QuantizedOperand result;
  result.block = side.blockOfRanges(ranges->group);
  SmallVector<int64_t> shape = scaleShape(type.getShape(), result.block);
  result.scale = arith::ConstantOp::create(
      builder, loc,
      DenseElementsAttr::get(RankedTensorType::get(shape, builder.getF32Type()),
                             ArrayRef<float>(scales)));
  if (isUnsigned)
    result.zeroPoint = arith::ConstantOp::create(
        builder, loc,
        DenseElementsAttr::get(
            RankedTensorType::get(shape, builder.getI32Type()),
            ArrayRef<int32_t>(zeroPoints)));
  Type storage = isUnsigned ? builder.getIntegerType(8, /*isSigned=*/false)
                            : activationStorage(builder.getContext());
  result.value = QuantizeOp::create(
      builder, loc, type.clone(storage), side.operand(), result.scale,
      result.zeroPoint, builder.getDenseI64ArrayAttr(result.block));
  return result;
}
