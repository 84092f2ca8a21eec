//===- ReadQuantParameters.cpp - Quantized types as operands --------------===//
#include "QuantParameters.h"
#include "llvm/Support/FormatVariadic.h"
#include <cmath>

using namespace mlir;
using namespace mixp;

namespace {

/// Scales and zero points as the type holds them, in row-major order.
struct TypeValues {
  SmallVector<double> scales;
  SmallVector<int64_t> zeroPoints;
  SmallVector<int64_t> shape, block;
};

} // namespace

static TypeValues readPerAxis(quant::UniformQuantizedPerAxisType type,
                              int64_t rank) {
  TypeValues values;
  values.scales.assign(type.getScales().begin(), type.getScales().end());
  values.zeroPoints.assign(type.getZeroPoints().begin(),
                           type.getZeroPoints().end());
  values.shape.assign(rank, 1);
  values.block.assign(rank, 0);
  values.shape[type.getQuantizedDimension()] = values.scales.size();
  values.block[type.getQuantizedDimension()] = 1;
  return values;
}

static TypeValues readSubChannel(quant::UniformQuantizedSubChannelType type,
                                 int64_t rank) {
  TypeValues values;
  for (const APFloat &scale : type.getScales().getValues<APFloat>()) {
    APFloat wide = scale;
    bool losesInfo = false;
    wide.convert(APFloat::IEEEdouble(), APFloat::rmNearestTiesToEven,
                 &losesInfo);
    values.scales.push_back(wide.convertToDouble());
  }
  for (const APInt &zero : type.getZeroPoints().getValues<APInt>())
    values.zeroPoints.push_back(type.isSigned() ? zero.getSExtValue()
                                                : zero.getZExtValue());
  values.shape.assign(type.getScales().getType().getShape().begin(),
                      type.getScales().getType().getShape().end());
  values.block.assign(rank, 0);
  for (auto [dim, block] : type.getBlockSizeInfo())
    values.block[dim] = block;
  return values;
}

static FailureOr<TypeValues> readValues(quant::QuantizedType type, int64_t rank,
                                        std::string &reason) {
  if (auto layer = dyn_cast<quant::UniformQuantizedType>(type))
    return TypeValues{{layer.getScale()},
                      {layer.getZeroPoint()},
                      SmallVector<int64_t>(rank, 1),
                      SmallVector<int64_t>(rank, 0)};
  if (auto axis = dyn_cast<quant::UniformQuantizedPerAxisType>(type))
    return readPerAxis(axis, rank);
  if (auto group = dyn_cast<quant::UniformQuantizedSubChannelType>(type))
    return readSubChannel(group, rank);
  reason = "expected a !quant.uniform type; others do not say their scale";
  return failure();
}

/// A scale as the f32 that mixp reads: rounded as one in an f32 computation is,
/// but never where the type's own numbers are finer.
static FailureOr<float> readScale(double scale, Type expressed,
                                  std::string &reason) {
  float narrow = static_cast<float>(scale);
  if (!(narrow > 0) || std::isinf(narrow)) {
    reason =
        llvm::formatv("scale {0} is not positive and finite in f32", scale);
    return failure();
  }
  if (expressed.isF64() && narrow != scale) {
    reason = llvm::formatv("scale {0} of an f64 value is not an f32 number; "
                           "give one that is, or quantize from f32",
                           scale);
    return failure();
  }
  return narrow;
}

FailureOr<QuantParameters> mixp::readQuantParameters(quant::QuantizedType type,
                                                     int64_t rank,
                                                     std::string &reason) {
  FailureOr<TypeValues> values = readValues(type, rank, reason);
  if (failed(values))
    return failure();
  auto storage = dyn_cast<IntegerType>(type.getStorageType());
  unsigned width = storage ? storage.getWidth() : 0;
  if (!storage || (width > 8 && width != 16 && width != 32)) {
    reason = "expected storage of 1 to 8, 16 or 32 bits but got " +
             std::to_string(width);
    return failure();
  }
  MLIRContext *context = type.getContext();
  QuantParameters parameters;
  parameters.storage = IntegerType::get(context, width);
  parameters.isUnsigned = !type.isSigned();
  parameters.range = {type.getStorageTypeMin(), type.getStorageTypeMax()};
  parameters.block = values->block;
  SmallVector<float> scales;
  for (double scale : values->scales) {
    FailureOr<float> narrow = readScale(scale, type.getExpressedType(), reason);
    if (failed(narrow))
      return failure();
    scales.push_back(*narrow);
  }
  SmallVector<int32_t> zeroPoints;
  for (int64_t zero : values->zeroPoints) {
    if (!llvm::isInt<32>(zero)) {
      reason = "zero point " + std::to_string(zero) + " does not fit i32";
      return failure();
    }
    zeroPoints.push_back(zero);
  }
  auto f32 = RankedTensorType::get(values->shape, Float32Type::get(context));
  auto i32 =
      RankedTensorType::get(values->shape, IntegerType::get(context, 32));
  parameters.scale = DenseElementsAttr::get(f32, ArrayRef(scales));
  if (llvm::any_of(zeroPoints, [](int32_t zero) { return zero != 0; }))
    parameters.zeroPoint = DenseElementsAttr::get(i32, ArrayRef(zeroPoints));
  return parameters;
}
