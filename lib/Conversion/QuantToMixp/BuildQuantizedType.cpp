//===- BuildQuantizedType.cpp - Operands as a quantized type --------------===//
#include "QuantParameters.h"

using namespace mlir;
using namespace mixp;

namespace {

/// How the blocks lie.
struct Granularity {
  /// Dims with more than one scale, and the block of each.
  SmallVector<int32_t> dims;
  SmallVector<int64_t> blocks;

  bool isPerLayer() const { return dims.empty(); }
  bool isPerAxis() const { return dims.size() == 1 && blocks[0] == 1; }
};

} // namespace

static FailureOr<Granularity> classify(const QuantParameters &parameters,
                                       ArrayRef<int64_t> shape,
                                       std::string &reason) {
  Granularity granularity;
  for (auto [dim, block, size] : llvm::enumerate(parameters.block, shape)) {
    if (block == 0 || (block > 1 && block == size))
      continue;
    granularity.dims.push_back(dim);
    granularity.blocks.push_back(block);
  }
  if (granularity.isPerLayer() || granularity.isPerAxis())
    return granularity;
  for (auto [dim, block] : llvm::zip(granularity.dims, granularity.blocks)) {
    if (ShapedType::isDynamic(shape[dim]) || shape[dim] % block != 0) {
      reason = "expected blocks of " + std::to_string(block) +
               " to divide the static size of dim #" + std::to_string(dim);
      return failure();
    }
  }
  return granularity;
}

static SmallVector<double> readScales(const QuantParameters &parameters) {
  SmallVector<double> scales;
  for (float scale : parameters.scale.getValues<float>())
    scales.push_back(scale);
  return scales;
}

static SmallVector<int64_t> readZeroPoints(const QuantParameters &parameters) {
  if (!parameters.zeroPoint)
    return SmallVector<int64_t>(parameters.scale.getNumElements(), 0);
  SmallVector<int64_t> zeroPoints;
  for (int32_t zero : parameters.zeroPoint.getValues<int32_t>())
    zeroPoints.push_back(zero);
  return zeroPoints;
}

/// Sub-channel types hold scales of the expressed type and zero points of the
/// storage type.
static FailureOr<quant::QuantizedType>
buildSubChannel(const QuantParameters &parameters,
                const Granularity &granularity, FloatType expressed,
                unsigned flags, function_ref<InFlightDiagnostic()> emitError,
                std::string &reason) {
  ArrayRef<int64_t> shape = parameters.scale.getType().getShape();
  SmallVector<APFloat> scales;
  for (APFloat scale : parameters.scale.getValues<APFloat>()) {
    bool losesInfo = false;
    scale.convert(expressed.getFloatSemantics(), APFloat::rmNearestTiesToEven,
                  &losesInfo);
    if (losesInfo) {
      reason = "expected scales that the expressed type holds exactly";
      return failure();
    }
    scales.push_back(scale);
  }
  SmallVector<APInt> zeroPoints;
  for (int64_t zero : readZeroPoints(parameters)) {
    if (!parameters.fullRange().contains(zero)) {
      reason = "expected zero points that the storage type holds";
      return failure();
    }
    zeroPoints.push_back(
        APInt(parameters.storage.getWidth(), zero, !parameters.isUnsigned));
  }
  return quant::QuantizedType(quant::UniformQuantizedSubChannelType::getChecked(
      emitError, flags, parameters.storage, expressed,
      DenseElementsAttr::get(RankedTensorType::get(shape, expressed), scales),
      DenseElementsAttr::get(RankedTensorType::get(shape, parameters.storage),
                             zeroPoints),
      granularity.dims, granularity.blocks, parameters.range.min,
      parameters.range.max));
}

FailureOr<quant::QuantizedType>
mixp::buildQuantizedType(const QuantParameters &parameters,
                         ArrayRef<int64_t> shape, FloatType expressed,
                         std::string &reason) {
  FailureOr<Granularity> granularity = classify(parameters, shape, reason);
  if (failed(granularity))
    return failure();
  unsigned flags = parameters.isUnsigned ? 0 : quant::QuantizationFlags::Signed;
  // The quant dialect's own rules decide; its messages are no errors here.
  auto emitError = [] { return InFlightDiagnostic(); };
  SmallVector<double> scales = readScales(parameters);
  SmallVector<int64_t> zeroPoints = readZeroPoints(parameters);
  auto [min, max] = parameters.range;
  quant::QuantizedType type;
  if (granularity->isPerLayer()) {
    type = quant::UniformQuantizedType::getChecked(
        emitError, flags, parameters.storage, expressed, scales[0],
        zeroPoints[0], min, max);
  } else if (granularity->isPerAxis()) {
    type = quant::UniformQuantizedPerAxisType::getChecked(
        emitError, flags, parameters.storage, expressed, scales, zeroPoints,
        granularity->dims[0], min, max);
  } else {
    auto group = buildSubChannel(parameters, *granularity, expressed, flags,
                                 emitError, reason);
    if (failed(group))
      return failure();
    type = *group;
  }
  if (!type) {
    reason = "the quant dialect refuses such a type";
    return failure();
  }
  return type;
}

quant::QuantizedType mixp::narrowRange(quant::QuantizedType type,
                                       StorageRange range) {
  // The quant dialect refuses an empty range, or one beyond the storage's.
  auto emitError = [] { return InFlightDiagnostic(); };
  unsigned flags = type.getFlags();
  Type storage = type.getStorageType(), expressed = type.getExpressedType();
  if (auto layer = dyn_cast<quant::UniformQuantizedType>(type))
    return quant::UniformQuantizedType::getChecked(
        emitError, flags, storage, expressed, layer.getScale(),
        layer.getZeroPoint(), range.min, range.max);
  if (auto axis = dyn_cast<quant::UniformQuantizedPerAxisType>(type))
    return quant::UniformQuantizedPerAxisType::getChecked(
        emitError, flags, storage, expressed, axis.getScales(),
        axis.getZeroPoints(), axis.getQuantizedDimension(), range.min,
        range.max);
  if (auto group = dyn_cast<quant::UniformQuantizedSubChannelType>(type))
    return quant::UniformQuantizedSubChannelType::getChecked(
        emitError, flags, storage, expressed, group.getScales(),
        group.getZeroPoints(), group.getQuantizedDimensions(),
        group.getBlockSizes(), range.min, range.max);
  return {};
}
