//===- QuantizeConstants.cpp - Weights in a scheme's form -----------------===//
#include "OperandQuantizer.h"
#include "WeightConstant.h"
#include "mixp/Dialect/Mixp/IR/BlockRule.h"
#include "mixp/Dialect/Mixp/Transforms/ConstantData.h"
#include "mixp/Dialect/Mixp/Transforms/Remarks.h"
#include "llvm/ADT/APFloat.h"
#include "llvm/ADT/StringExtras.h"
#include <cmath>

using namespace mlir;
using namespace mixp;

template <typename T>
static ArrayRef<char> asBytes(const std::vector<T> &data) {
  return {reinterpret_cast<const char *>(data.data()), data.size() * sizeof(T)};
}

FailureOr<QuantizedOperand>
OperandQuantizer::quantizeConstant(ContractionSide side) {
  if (!scheme.changesMatmuls())
    return QuantizedOperand{side.operand(), {}, {}, {}};
  auto key = std::pair<Value, int64_t>(side.operand(), side.layoutKey());
  if (auto it = constants.find(key); it != constants.end())
    return it->second;

  std::optional<std::vector<float>> values = readF32Constant(side.operand());
  if (!values)
    return side.op->emitOpError()
           << "has a constant " << side.name()
           << " whose data is missing or of the wrong size";
  for (float value : *values)
    if (!std::isfinite(value))
      return side.op->emitOpError()
             << "has a constant " << side.name()
             << " that holds a NaN or an infinity, which scheme '"
             << scheme.name << "' cannot quantize: mend the model's weights";

  FailureOr<QuantizedOperand> result = scheme.roundsWeights()
                                           ? roundWeight(side, *values)
                                           : scaleWeight(side, *values);
  if (succeeded(result))
    constants[key] = *result;
  return result;
}

FailureOr<QuantizedOperand>
OperandQuantizer::roundWeight(ContractionSide side, ArrayRef<float> values) {
  OpBuilder builder(side.op->getContext());
  builder.setInsertionPointAfterValue(side.operand());
  FloatType type = activationType(builder.getContext());
  std::vector<uint16_t> bits;
  bits.reserve(values.size());
  for (float value : values) {
    APFloat rounded(value);
    bool losesInfo;
    rounded.convert(type.getFloatSemantics(), APFloat::rmNearestTiesToEven,
                    &losesInfo);
    if (rounded.isInfinity())
      return side.op->emitOpError()
             << "has the weight " << value << " in its constant " << side.name()
             << ", which " << type << " cannot hold: take another scheme";
    bits.push_back(uint16_t(rounded.bitcastToAPInt().getZExtValue()));
  }
  Value constant = createConstant(builder, side.operand().getLoc(),
                                  side.operand().getType().clone(type),
                                  asBytes(bits), "weight");
  return QuantizedOperand{constant, {}, {}, {}};
}

/// The block of a constant's scales, with a remark where a convolution does not
/// take the groups that the scheme asks for.
static SmallVector<int64_t> weightBlock(ContractionSide side, int64_t group) {
  if (group == 0)
    return side.blockOverK();
  bool isExact;
  SmallVector<int64_t> block = side.blockOfGroups(group, &isExact);
  if (!isExact)
    reportRemark(side.op, RemarkCode::QuantizeGroups)
        << remark::metric("Group", group)
        << remark::metric("Block", llvm::join(llvm::map_range(
                                                  block,
                                                  [](int64_t size) {
                                                    return std::to_string(size);
                                                  }),
                                              " "));
  return block;
}

QuantizedOperand OperandQuantizer::scaleWeight(ContractionSide side,
                                               ArrayRef<float> values) {
  RankedTensorType type = side.operand().getType();
  WeightFormat format{scheme.weightBits, weightBlock(side, scheme.weightGroup),
                      scheme.searchWeightScale, scheme.format,
                      scheme.activation == ActivationForm::Microscaling};
  std::vector<float> scales =
      chooseWeightScales(values, type.getShape(), format);

  OpBuilder builder(side.op->getContext());
  builder.setInsertionPointAfterValue(side.operand());
  Location loc = side.operand().getLoc();
  Type storage = scheme.format ? floatType(builder.getContext(), *scheme.format)
                               : builder.getIntegerType(scheme.weightBits);
  Type scaleElement = format.powerOfTwoScales
                          ? Type(Float8E8M0FNUType::get(builder.getContext()))
                          : builder.getF32Type();
  QuantizedOperand result;
  result.block = format.block;
  result.scale =
      createScales(builder, loc, scaleShape(type.getShape(), format.block),
                   scaleElement, scales);
  result.value = QuantizeOp::create(builder, loc, type.clone(storage),
                                    side.operand(), result.scale, Value(),
                                    builder.getDenseI64ArrayAttr(result.block));
  return result;
}
