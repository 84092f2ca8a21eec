//===- ConvertQuantization.cpp - QuantizeLinear, DequantizeLinear ---------===//
#include "OpTable.h"

using namespace mlir;
using namespace mixp::importer;

namespace {
/// Scale and zero point of a node in the rank of its input.
struct Parameters {
  ImportedTensor scale;
  std::optional<ImportedTensor> zeroPoint;
  SmallVector<int64_t> block;
};
} // namespace

/// `table` (one element, or one for each index of `axis`) as a tensor of the
/// input's rank.
static FailureOr<ImportedTensor> expandTable(NodeContext &context, size_t index,
                                             StringRef role, size_t axis,
                                             bool &perAxis) {
  const ImportedTensor &table = context.getInput(index);
  const Shape &shape = context.getInput(0).shape;
  Shape expanded(shape.size(), Dim{});
  if (product(table.shape).isOne())
    return context.build.reshape(table, expanded);
  if (table.rank() != 1 || axis >= shape.size() ||
      !(table.shape[0] == shape[axis]))
    return context.error() << "expected " << role << " (input #" << index
                           << ") to have one element or as many as dim #"
                           << axis << " of " << stringify(shape) << " but got "
                           << stringify(table.shape);
  perAxis = true;
  expanded[axis] = shape[axis];
  return context.build.reshape(table, expanded);
}

/// The zero point as i32: constants as constants.
static FailureOr<ImportedTensor> importZeroPoint(NodeContext &context,
                                                 size_t axis, bool &perAxis) {
  FailureOr<ImportedTensor> table =
      expandTable(context, 2, "the zero point", axis, perAxis);
  if (failed(table))
    return failure();
  return context.build.cast(*table, ElementKind::I32);
}

static FailureOr<Parameters> importParameters(NodeContext &context) {
  FailureOr<int64_t> axis = context.getInt("axis", 1);
  if (failed(axis) || failed(context.checkKind(1, ElementKind::F32)))
    return failure();
  const ImportedTensor &input = context.getInput(0);
  bool perAxis = false, zeroPerAxis = false;
  size_t dim = 0;
  // One scale for all needs no axis, whose default may be beyond the rank.
  if (!product(context.getInput(1).shape).isOne()) {
    FailureOr<size_t> normalized = context.normalizeAxis(*axis, input.rank());
    if (failed(normalized))
      return failure();
    dim = *normalized;
  }
  FailureOr<ImportedTensor> scale =
      expandTable(context, 1, "the scale", dim, perAxis);
  if (failed(scale))
    return failure();
  Parameters parameters{*scale, std::nullopt, {}};
  if (context.hasInput(2)) {
    FailureOr<ImportedTensor> zero = importZeroPoint(context, dim, zeroPerAxis);
    if (failed(zero))
      return failure();
    if (zeroPerAxis != perAxis)
      return context.error() << "expected scale and zero point of one shape "
                                "but got "
                             << stringify(context.getInput(1).shape) << " and "
                             << stringify(context.getInput(2).shape);
    parameters.zeroPoint = *zero;
  }
  parameters.block.assign(input.rank(), 0);
  if (perAxis)
    parameters.block[dim] = 1;
  return parameters;
}

FailureOr<ImportedTensor>
mixp::importer::importQuantizeLinear(NodeContext &context) {
  FailureOr<Parameters> parameters = importParameters(context);
  if (failed(parameters) || failed(context.checkKind(0, ElementKind::F32)) ||
      failed(context.checkSize(context.getInput(0).shape, ElementKind::F32)))
    return failure();
  ElementKind kind =
      context.hasInput(2) ? context.getInput(2).kind : ElementKind::U8;
  if (kind != ElementKind::I8 && kind != ElementKind::U8)
    return context.error() << "expected the zero point (input #2) to be int8 "
                              "or uint8 but got "
                           << stringify(kind);
  return context.build.quantize(context.getInput(0), parameters->scale,
                                parameters->zeroPoint, parameters->block, kind);
}

FailureOr<ImportedTensor>
mixp::importer::importDequantizeLinear(NodeContext &context) {
  FailureOr<Parameters> parameters = importParameters(context);
  const ImportedTensor &input = context.getInput(0);
  if (failed(parameters) || failed(context.checkSize(input.shape, input.kind)))
    return failure();
  if (input.kind != ElementKind::I8 && input.kind != ElementKind::U8 &&
      input.kind != ElementKind::I32)
    return context.error() << "expected input #0 to be int8, uint8 or int32 "
                              "but got "
                           << stringify(input.kind);
  // A bias is used as f32, and small.
  if (input.kind == ElementKind::I32 && input.isConstant() &&
      parameters->scale.isConstant() && !parameters->zeroPoint)
    if (auto folded =
            foldArithmetic(Arithmetic::Mul, foldCast(input, ElementKind::F32),
                           parameters->scale, input.shape))
      return *folded;
  return context.build.dequantize(input, parameters->scale,
                                  parameters->zeroPoint, parameters->block);
}
