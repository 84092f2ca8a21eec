//===- ConvertBatchNormalization.cpp - BatchNormalization -----------------===//
#include "OpTable.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include <cmath>

using namespace mlir;
using namespace mixp::importer;

/// scale, bias, mean and variance: constant f32 vectors of one length.
static LogicalResult checkParameters(NodeContext &context, Dim channels) {
  static constexpr const char *kNames[] = {"", "scale", "B", "mean", "var"};
  for (size_t i = 1; i < 5; ++i) {
    const ImportedTensor &parameter = context.getInput(i);
    if (failed(context.checkKind(i, ElementKind::F32)))
      return failure();
    if (!parameter.isConstant())
      return context.error() << "expected " << kNames[i] << " (input #" << i
                             << ") to be a constant; export the model for "
                                "inference";
    if (ArrayRef<Dim>(parameter.shape) != ArrayRef<Dim>(channels))
      return context.error() << "expected " << kNames[i] << " (input #" << i
                             << ") to have shape " << stringify(channels)
                             << " but got " << stringify(parameter.shape);
  }
  return success();
}

static LogicalResult checkInference(NodeContext &context) {
  FailureOr<int64_t> training = context.getInt("training_mode", 0);
  FailureOr<int64_t> spatial = context.getInt("spatial", 1);
  if (failed(training) || failed(spatial))
    return failure();
  if (*training != 0)
    return context.error() << "expected training_mode to be 0 but got "
                           << *training << "; export the model for inference";
  if (*spatial != 1)
    return context.error() << "expected spatial to be 1 but got " << *spatial
                           << "; statistics per element are not supported";
  return success();
}

/// x -> x * factor[c] + offset[c], factor = scale / sqrt(var + epsilon) and
/// offset = B - mean * factor, both found in double and rounded once.
FailureOr<ImportedTensor>
mixp::importer::importBatchNormalization(NodeContext &context) {
  const ImportedTensor &input = context.getInput(0);
  FailureOr<float> epsilon = context.getFloat("epsilon", 1e-5f);
  if (failed(epsilon) || failed(checkInference(context)) ||
      failed(context.checkKind(0, ElementKind::F32)) ||
      failed(context.checkSize(input.shape, input.kind)))
    return failure();
  if (input.rank() < 2)
    return context.error() << "expected an input of rank 2 or more but got "
                           << stringify(input.shape);
  Dim channels = input.shape[1];
  if (failed(checkParameters(context, channels)))
    return failure();
  std::string factors, offsets;
  for (int64_t c = 0; c < channels.getStatic(); ++c) {
    auto parameter = [&](size_t index) {
      return double(context.getInput(index).elements<float>()[c]);
    };
    double exact = parameter(1) / std::sqrt(parameter(4) + double(*epsilon));
    float factor = static_cast<float>(exact);
    float offset = static_cast<float>(parameter(2) - parameter(3) * exact);
    factors.append(reinterpret_cast<const char *>(&factor), sizeof(float));
    offsets.append(reinterpret_cast<const char *>(&offset), sizeof(float));
  }
  // Trailing ones put the channel at dim 1 of the broadcast.
  Shape shape(input.rank() - 1);
  shape[0] = channels;
  return context.build.elementwise(
      input.shape, input.kind,
      {input, ImportedTensor::constant(input.kind, shape, std::move(factors)),
       ImportedTensor::constant(input.kind, shape, std::move(offsets))},
      [](OpBuilder &b, Location loc, ValueRange in) {
        Value scaled = arith::MulFOp::create(b, loc, in[0], in[1]);
        return arith::AddFOp::create(b, loc, scaled, in[2]).getResult();
      });
}
