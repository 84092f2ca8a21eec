//===- ConvertNormalization.cpp - Layer, instance, RMS normalization ------===//
#include "ElementBuilder.h"
#include "OpTable.h"
#include "Reductions.h"
#include "mlir/Dialect/Math/IR/Math.h"

using namespace mlir;
using namespace mixp::importer;

static LogicalResult checkFloats(NodeContext &context, size_t index) {
  return context.checkKind(index, {ElementKind::F32, ElementKind::F64,
                                   ElementKind::F16, ElementKind::BF16});
}

/// The kind in which statistics are computed: f32 for narrow floats
/// (stash_type 1), which every exporter asks for.
static ElementKind getStatisticsKind(ElementKind kind) {
  return kind == ElementKind::F64 ? kind : ElementKind::F32;
}

namespace {
/// x - mean and 1 / sqrt(variance + epsilon) along some axes.
struct Centered {
  ImportedTensor mean, difference, scale;
};
} // namespace

static ImportedTensor emitInverseDeviation(NodeContext &context,
                                           const ImportedTensor &variance,
                                           float epsilon) {
  return compute(context.build, variance.shape, variance.kind, variance.kind,
                 variance, [&](const ElementBuilder &e, ValueRange in) {
                   Value root =
                       e.call<math::SqrtOp>(e.add(in[0], e.constant(epsilon)));
                   return e.div(e.constant(1), root);
                 });
}

static ImportedTensor emitSquare(NodeContext &context,
                                 const ImportedTensor &input) {
  return compute(context.build, input.shape, input.kind, input.kind, input,
                 [](const ElementBuilder &e, ValueRange in) {
                   return e.mul(in[0], in[0]);
                 });
}

static Centered emitCentered(NodeContext &context, const ImportedTensor &input,
                             ArrayRef<size_t> axes, float epsilon) {
  ImportedTensor mean = emitMean(context, input, axes);
  ImportedTensor difference =
      compute(context.build, input.shape, input.kind, input.kind, {input, mean},
              [](const ElementBuilder &e, ValueRange in) {
                return e.sub(in[0], in[1]);
              });
  ImportedTensor variance =
      emitMean(context, emitSquare(context, difference), axes);
  return {mean, difference, emitInverseDeviation(context, variance, epsilon)};
}

/// values * factor * scale + bias, where the last two may be absent.
static ImportedTensor emitScaled(NodeContext &context,
                                 const ImportedTensor &values,
                                 const ImportedTensor &factor,
                                 const std::optional<ImportedTensor> &scale,
                                 const std::optional<ImportedTensor> &bias,
                                 ElementKind result) {
  SmallVector<ImportedTensor, 4> inputs{values, factor};
  for (const auto &parameter : {scale, bias})
    if (parameter)
      inputs.push_back(context.build.cast(*parameter, values.kind));
  return compute(context.build, values.shape, values.kind, result, inputs,
                 [&](const ElementBuilder &e, ValueRange in) {
                   Value value = e.mul(in[0], in[1]);
                   if (scale)
                     value = e.mul(value, in[2]);
                   return bias ? e.add(value, in.back()) : value;
                 });
}

/// A parameter that broadcasts to the normalized dims.
static FailureOr<std::optional<ImportedTensor>>
getParameter(NodeContext &context, size_t index) {
  using Parameter = std::optional<ImportedTensor>;
  if (!context.hasInput(index))
    return Parameter();
  const ImportedTensor &input = context.getInput(0);
  const ImportedTensor &parameter = context.getInput(index);
  if (broadcast(input.shape, parameter.shape) != input.shape)
    return context.error() << "expected input #" << index << " to broadcast to "
                           << stringify(input.shape) << " but got "
                           << stringify(parameter.shape);
  return Parameter(parameter);
}

/// The axes from `axis` on.
static FailureOr<SmallVector<size_t>> getTrailingAxes(NodeContext &context) {
  const ImportedTensor &input = context.getInput(0);
  FailureOr<int64_t> axis = context.getInt("axis", -1);
  if (failed(axis))
    return failure();
  FailureOr<size_t> first = context.normalizeAxis(*axis, input.rank());
  if (failed(first))
    return failure();
  return llvm::to_vector(llvm::seq<size_t>(*first, input.rank()));
}

FailureOr<Tensors>
mixp::importer::importLayerNormalization(NodeContext &context) {
  const ImportedTensor &input = context.getInput(0);
  FailureOr<float> epsilon = context.getFloat("epsilon", 1e-5f);
  FailureOr<SmallVector<size_t>> axes = getTrailingAxes(context);
  auto scale = getParameter(context, 1);
  if (failed(epsilon) || failed(axes) || failed(scale))
    return failure();
  auto bias = getParameter(context, 2);
  if (failed(bias) || failed(checkFloats(context, 0)) ||
      failed(context.checkSize(input.shape, input.kind)))
    return failure();
  ImportedTensor values =
      context.build.cast(input, getStatisticsKind(input.kind));
  Centered centered = emitCentered(context, values, *axes, *epsilon);
  ImportedTensor result = emitScaled(context, centered.difference,
                                     centered.scale, *scale, *bias, input.kind);
  Tensors results{result, centered.mean, centered.scale};
  results.resize(context.getNumOutputs(), result);
  return results;
}

FailureOr<ImportedTensor>
mixp::importer::importRMSNormalization(NodeContext &context) {
  const ImportedTensor &input = context.getInput(0);
  FailureOr<float> epsilon = context.getFloat("epsilon", 1e-5f);
  FailureOr<SmallVector<size_t>> axes = getTrailingAxes(context);
  auto scale = getParameter(context, 1);
  if (failed(epsilon) || failed(axes) || failed(scale) ||
      failed(checkFloats(context, 0)) ||
      failed(context.checkSize(input.shape, input.kind)))
    return failure();
  ImportedTensor values =
      context.build.cast(input, getStatisticsKind(input.kind));
  ImportedTensor mean = emitMean(context, emitSquare(context, values), *axes);
  return emitScaled(context, values,
                    emitInverseDeviation(context, mean, *epsilon), *scale,
                    std::nullopt, input.kind);
}

/// scale and bias have one element for each channel, dim 1.
FailureOr<ImportedTensor>
mixp::importer::importInstanceNormalization(NodeContext &context) {
  const ImportedTensor &input = context.getInput(0);
  FailureOr<float> epsilon = context.getFloat("epsilon", 1e-5f);
  if (failed(epsilon) || failed(checkFloats(context, 0)) ||
      failed(context.checkSize(input.shape, input.kind)))
    return failure();
  if (input.rank() < 3)
    return context.error() << "expected an input of rank 3 or more but got "
                           << stringify(input.shape);
  Shape channels(input.rank() - 1);
  channels[0] = input.shape[1];
  std::optional<ImportedTensor> parameters[2];
  for (size_t i = 1; i < 3; ++i) {
    const ImportedTensor &parameter = context.getInput(i);
    if (parameter.rank() != 1 || parameter.shape[0] != input.shape[1])
      return context.error()
             << "expected input #" << i << " to have one element for each of "
             << stringify(input.shape[1]) << " channels but got "
             << stringify(parameter.shape);
    parameters[i - 1] = context.build.reshape(parameter, channels);
  }
  Centered centered = emitCentered(
      context, context.build.cast(input, getStatisticsKind(input.kind)),
      llvm::to_vector(llvm::seq<size_t>(2, input.rank())), *epsilon);
  return emitScaled(context, centered.difference, centered.scale, parameters[0],
                    parameters[1], input.kind);
}
