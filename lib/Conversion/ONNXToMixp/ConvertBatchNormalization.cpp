//===- ConvertBatchNormalization.cpp - BatchNormalization -----------------===//
#include "ElementBuilder.h"
#include "OpTable.h"
#include "Reductions.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include <cmath>

using namespace mlir;
using namespace mixp::importer;

namespace {
enum Place : size_t { kX, kScale, kBias, kMean, kVariance };
} // namespace

/// scale, bias, mean and variance: f32 vectors of one length.
static LogicalResult checkParameters(NodeContext &context, Dim channels) {
  static constexpr const char *kNames[] = {"", "scale", "B", "mean", "var"};
  for (size_t i = 1; i < 5; ++i) {
    const ImportedTensor &parameter = context.getInput(i);
    if (failed(context.checkKind(i, ElementKind::F32)))
      return failure();
    if (ArrayRef<Dim>(parameter.shape) != ArrayRef<Dim>(channels))
      return context.error() << "expected " << kNames[i] << " (input #" << i
                             << ") to have shape " << stringify(channels)
                             << " but got " << stringify(parameter.shape);
  }
  return success();
}

/// A vector over channels as it broadcasts to the input.
static ImportedTensor spread(NodeContext &context,
                             const ImportedTensor &vector) {
  Shape shape(context.getInput(kX).rank() - 1);
  shape[0] = vector.shape[0];
  return context.build.reshape(vector, shape);
}

static ImportedTensor emitLine(NodeContext &context,
                               const ImportedTensor &factor,
                               const ImportedTensor &offset) {
  const ImportedTensor &input = context.getInput(kX);
  return context.build.elementwise(
      input.shape, input.kind,
      {input, spread(context, factor), spread(context, offset)},
      [](OpBuilder &b, Location loc, ValueRange in) -> Value {
        Value scaled = arith::MulFOp::create(b, loc, in[0], in[1]);
        return arith::AddFOp::create(b, loc, scaled, in[2]);
      });
}

/// x -> x * factor[c] + offset[c], factor = scale / sqrt(var + epsilon) and
/// offset = B - mean * factor, both found in double and rounded once.
static ImportedTensor emitFolded(NodeContext &context, float epsilon) {
  Dim channels = context.getInput(kScale).shape[0];
  std::string factors, offsets;
  for (int64_t c = 0; c < channels.getStatic(); ++c) {
    auto parameter = [&](size_t index) {
      return double(context.getInput(index).elements<float>()[c]);
    };
    double exact =
        parameter(kScale) / std::sqrt(parameter(kVariance) + double(epsilon));
    float factor = static_cast<float>(exact);
    float offset =
        static_cast<float>(parameter(kBias) - parameter(kMean) * exact);
    factors.append(reinterpret_cast<const char *>(&factor), sizeof(float));
    offsets.append(reinterpret_cast<const char *>(&offset), sizeof(float));
  }
  auto constant = [&](std::string &data) {
    return ImportedTensor::constant(ElementKind::F32, {channels},
                                    std::move(data));
  };
  return emitLine(context, constant(factors), constant(offsets));
}

/// The same with statistics that are known at run time only.
static ImportedTensor emitNormalized(NodeContext &context,
                                     const ImportedTensor &mean,
                                     const ImportedTensor &variance,
                                     float epsilon) {
  const ImportedTensor &scale = context.getInput(kScale);
  ImportedTensor factor =
      compute(context.build, scale.shape, scale.kind, scale.kind,
              {scale, variance}, [&](const ElementBuilder &e, ValueRange in) {
                Value sum = e.add(in[1], e.constant(epsilon));
                return e.div(in[0], e.call<math::SqrtOp>(sum));
              });
  ImportedTensor offset =
      compute(context.build, scale.shape, scale.kind, scale.kind,
              {context.getInput(kBias), mean, factor},
              [](const ElementBuilder &e, ValueRange in) {
                return e.sub(in[0], e.mul(in[1], in[2]));
              });
  return emitLine(context, factor, offset);
}

/// Statistics of the input itself; the running ones are moved towards them.
static Tensors emitTraining(NodeContext &context, float epsilon,
                            float momentum) {
  const ImportedTensor &input = context.getInput(kX);
  TensorBuilder &build = context.build;
  SmallVector<size_t> axes{0};
  for (size_t i = 2; i < input.rank(); ++i)
    axes.push_back(i);
  ArrayRef<Dim> channels = context.getInput(kScale).shape;
  ImportedTensor mean = emitMean(context, input, axes);
  ImportedTensor square =
      compute(build, input.shape, input.kind, input.kind, {input, mean},
              [](const ElementBuilder &e, ValueRange in) {
                Value difference = e.sub(in[0], in[1]);
                return e.mul(difference, difference);
              });
  ImportedTensor variance =
      build.reshape(emitMean(context, square, axes), channels);
  mean = build.reshape(mean, channels);
  auto move = [&](size_t running, const ImportedTensor &here) {
    return compute(build, channels, input.kind, input.kind,
                   {context.getInput(running), here},
                   [&](const ElementBuilder &e, ValueRange in) {
                     Value kept = e.mul(in[0], e.constant(momentum));
                     Value rest = e.sub(e.constant(1), e.constant(momentum));
                     return e.add(kept, e.mul(in[1], rest));
                   });
  };
  Tensors results{emitNormalized(context, mean, variance, epsilon),
                  move(kMean, mean), move(kVariance, variance)};
  results.truncate(std::min<size_t>(context.getNumOutputs(), 3));
  return results;
}

FailureOr<Tensors>
mixp::importer::importBatchNormalization(NodeContext &context) {
  const ImportedTensor &input = context.getInput(kX);
  FailureOr<float> epsilon = context.getFloat("epsilon", 1e-5f);
  FailureOr<float> momentum = context.getFloat("momentum", 0.9f);
  FailureOr<int64_t> training = context.getInt("training_mode", 0);
  FailureOr<int64_t> spatial = context.getInt("spatial", 1);
  if (failed(epsilon) || failed(momentum) || failed(training) ||
      failed(spatial) || failed(context.checkKind(kX, ElementKind::F32)) ||
      failed(context.checkSize(input.shape, input.kind)))
    return failure();
  if (*spatial != 1)
    return context.error() << "expected spatial to be 1 but got " << *spatial
                           << "; statistics per element are not supported";
  if (input.rank() < 2)
    return context.error() << "expected an input of rank 2 or more but got "
                           << stringify(input.shape);
  if (failed(checkParameters(context, input.shape[1])))
    return failure();
  if (*training != 0)
    return emitTraining(context, *epsilon, *momentum);
  if (context.getNumOutputs() > 1)
    return context.error() << "expected one output without training_mode but "
                              "got "
                           << context.getNumOutputs();
  bool isConstant = true;
  for (size_t i = 1; i < 5; ++i)
    isConstant &= context.getInput(i).isConstant();
  return Tensors{isConstant
                     ? emitFolded(context, *epsilon)
                     : emitNormalized(context, context.getInput(kMean),
                                      context.getInput(kVariance), *epsilon)};
}
