//===- QuantizeConstants.cpp - Weights in a scheme's form -----------------===//
#include "OperandQuantizer.h"
#include "mixp/Dialect/Mixp/Transforms/ConstantData.h"
#include "mixp/Dialect/Mixp/Transforms/WeightQuantization.h"
#include "llvm/ADT/APFloat.h"
#include <cmath>

using namespace mlir;
using namespace mixp;

template <typename T>
static ArrayRef<char> asBytes(const std::vector<T> &data) {
  return {reinterpret_cast<const char *>(data.data()), data.size() * sizeof(T)};
}

FailureOr<QuantizedOperand>
OperandQuantizer::quantizeConstant(MatmulSide side) {
  if (!scheme.changesMatmuls())
    return QuantizedOperand{side.operand(), {}, {}, {}};
  auto key = std::pair<Value, int64_t>(side.operand(), side.reductionDim());
  if (auto it = constants.find(key); it != constants.end())
    return it->second;

  std::optional<std::vector<float>> values = readF32Constant(side.operand());
  if (!values)
    return side.op.emitOpError()
           << "has a constant " << side.name()
           << " whose data is missing or of the wrong size";
  for (float value : *values)
    if (!std::isfinite(value))
      return side.op.emitOpError()
             << "has a constant " << side.name()
             << " that holds a NaN or an infinity, which scheme '"
             << scheme.name << "' cannot quantize: mend the model's weights";

  FailureOr<QuantizedOperand> result = scheme.weightBits == 0
                                           ? roundWeight(side, *values)
                                           : quantizeToIntegers(side, *values);
  if (succeeded(result))
    constants[key] = *result;
  return result;
}

FailureOr<QuantizedOperand>
OperandQuantizer::roundWeight(MatmulSide side, ArrayRef<float> values) {
  OpBuilder builder(side.op.getContext());
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
      return side.op.emitOpError()
             << "has the weight " << value << " in its constant " << side.name()
             << ", which " << type << " cannot hold: take another scheme";
    bits.push_back(uint16_t(rounded.bitcastToAPInt().getZExtValue()));
  }
  Value constant = createConstant(builder, side.operand().getLoc(),
                                  side.operand().getType().clone(type),
                                  asBytes(bits), "weight");
  return QuantizedOperand{constant, {}, {}, {}};
}

QuantizedOperand OperandQuantizer::quantizeToIntegers(MatmulSide side,
                                                      ArrayRef<float> values) {
  RankedTensorType type = side.operand().getType();
  WeightFormat format{scheme.weightBits, side.blockAlongK(scheme.weightGroup),
                      scheme.searchWeightScale};
  QuantizedWeight weight = quantizeWeight(values, type.getShape(), format);
  // MLIR keeps an i4 in the low bits of its byte, the others 0.
  if (format.bits < 8)
    for (int8_t &value : weight.values)
      value &= (1 << format.bits) - 1;

  OpBuilder builder(side.op.getContext());
  builder.setInsertionPointAfterValue(side.operand());
  Location loc = side.operand().getLoc();
  QuantizedOperand result;
  result.block = format.block;
  result.value = createConstant(builder, loc,
                                type.clone(builder.getIntegerType(format.bits)),
                                asBytes(weight.values), "weight");
  result.scale = createConstant(
      builder, loc,
      RankedTensorType::get(weight.scaleShape, builder.getF32Type()),
      asBytes(weight.scales), "weight_scale");
  return result;
}
