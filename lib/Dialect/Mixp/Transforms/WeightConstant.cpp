//===- WeightConstant.cpp - Quantized constants before rounding -----------===//
#include "WeightConstant.h"
#include "ConstantReals.h"
#include "mixp/Dialect/Mixp/Transforms/ConstantData.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include <cmath>

using namespace mlir;
using namespace mixp;

/// Whether `type` is what mixp-quantize stores weights as.
static bool isStorage(Type type) {
  return (type.isSignlessInteger() && type.getIntOrFloatBitWidth() >= 2 &&
          type.getIntOrFloatBitWidth() <= 8) ||
         (isa<FloatType>(type) && type.getIntOrFloatBitWidth() <= 8);
}

std::optional<WeightConstant> mixp::readWeightConstant(Value value) {
  auto op = value.getDefiningOp<QuantizeOp>();
  if (!op || op.getZeroPoint() || !op.getScale() || op.getResultUnsigned())
    return std::nullopt;
  Type storage = op.getResult().getType().getElementType();
  Type scaleType = op.getScale().getType().getElementType();
  bool isPower = isa<Float8E8M0FNUType>(scaleType);
  std::optional<std::vector<float>> values = readF32Constant(op.getInput());
  std::optional<std::vector<double>> scales = readReals(op.getScale());
  if (!values || !scales || !isStorage(storage) ||
      !(isPower || scaleType.isF32()))
    return std::nullopt;
  WeightConstant weight{op, std::move(*values), {}, {}};
  weight.scales.assign(scales->begin(), scales->end());
  weight.format.bits = storage.getIntOrFloatBitWidth();
  weight.format.block = op.getResolvedBlock();
  weight.format.powerOfTwoScales = isPower;
  if (auto format = dyn_cast<FloatType>(storage))
    weight.format.floats = &format.getFloatSemantics();
  return weight;
}

Type mixp::floatType(MLIRContext *context, const llvm::fltSemantics &format) {
  if (&format == &APFloat::Float8E4M3FN())
    return Float8E4M3FNType::get(context);
  if (&format == &APFloat::Float8E5M2())
    return Float8E5M2Type::get(context);
  if (&format == &APFloat::Float6E2M3FN())
    return Float6E2M3FNType::get(context);
  if (&format == &APFloat::Float6E3M2FN())
    return Float6E3M2FNType::get(context);
  assert(&format == &APFloat::Float4E2M1FN() && "no scheme has another format");
  return Float4E2M1FNType::get(context);
}

Value mixp::createScales(OpBuilder &builder, Location loc,
                         ArrayRef<int64_t> shape, Type element,
                         ArrayRef<float> scales) {
  auto type = RankedTensorType::get(shape, element);
  if (element.isF32())
    return createConstant(
        builder, loc, type,
        ArrayRef(reinterpret_cast<const char *>(scales.data()),
                 scales.size() * sizeof(float)),
        "weight_scale");
  // f8E8M0FNU: the exponent, biased.
  std::vector<char> codes;
  for (float scale : scales)
    codes.push_back(char(uint8_t(std::ilogb(scale) + 127)));
  return createConstant(builder, loc, type, codes, "weight_scale");
}
