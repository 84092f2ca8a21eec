//===- ConvertQuantizedElements.cpp - QLinearAdd and its relatives --------===//
#include "Activations.h"
#include "OpTable.h"
#include "QuantizationTables.h"

using namespace mlir;
using namespace mixp::importer;

/// Output 0 is x in uint8, 1 the scale, 2 the zero point.
FailureOr<Tensors>
mixp::importer::importDynamicQuantizeLinear(NodeContext &context) {
  const ImportedTensor &input = context.getInput(0);
  if (failed(context.checkKind(0, ElementKind::F32)) ||
      failed(context.checkSize(input.shape, input.kind)))
    return failure();
  TensorBuilder &build = context.build;
  Quantization chosen = build.chooseScales(input, ElementKind::U8);
  return Tensors{
      build.quantize(input, chosen, ElementKind::U8),
      build.reshape(*chosen.scale, {}),
      build.cast(build.reshape(*chosen.zeroPoint, {}), ElementKind::U8)};
}

/// The optional inputs in front of required ones make all of them optional.
static LogicalResult checkPresent(NodeContext &context,
                                  ArrayRef<size_t> required) {
  for (size_t index : required)
    if (!context.hasInput(index))
      return context.error()
             << "input #" << index << " is left out but required";
  return success();
}

/// What input `index` stands for, in f32; its scale and zero point, for all of
/// it, follow.
static FailureOr<ImportedTensor> readReal(NodeContext &context, size_t index) {
  if (failed(context.checkKind(index, {ElementKind::I8, ElementKind::U8})))
    return failure();
  const ImportedTensor &input = context.getInput(index);
  FailureOr<Quantization> quantization =
      readPerTensor(context, input.rank(), {index + 1, "the scale"},
                    {index + 2, "the zero point"}, input.kind);
  if (failed(quantization) ||
      failed(context.checkSize(input.shape, ElementKind::F32)))
    return failure();
  return context.build.dequantize(input, *quantization, ElementKind::F32);
}

/// `real` as stored with the scale at `index` and the zero point after it.
static FailureOr<ImportedTensor> storeReal(NodeContext &context,
                                           const ImportedTensor &real,
                                           size_t index, ElementKind kind) {
  FailureOr<Quantization> quantization =
      readPerTensor(context, real.rank(), {index, "the result's scale"},
                    {index + 1, "the result's zero point"}, kind);
  if (failed(quantization))
    return failure();
  return context.build.quantize(real, *quantization, kind);
}

//===----------------------------------------------------------------------===//
// Element-wise ops
//===----------------------------------------------------------------------===//

/// A, its scale and zero point, the same of B, and of the result.
static FailureOr<ImportedTensor> importBinary(
    NodeContext &context,
    llvm::function_ref<Value(const ElementBuilder &, Value, Value)> body) {
  if (failed(checkPresent(context, {0, 1, 3, 4, 6})))
    return failure();
  FailureOr<ImportedTensor> lhs = readReal(context, 0);
  FailureOr<ImportedTensor> rhs = failure();
  if (succeeded(lhs))
    rhs = readReal(context, 3);
  if (failed(rhs))
    return failure();
  FailureOr<Shape> shape = context.getBroadcast(*lhs, *rhs);
  if (failed(shape))
    return failure();
  return storeReal(context,
                   compute(context.build, *shape, lhs->kind, lhs->kind,
                           {*lhs, *rhs},
                           [&](const ElementBuilder &e, ValueRange in) {
                             return body(e, in[0], in[1]);
                           }),
                   6, context.getInput(0).kind);
}

FailureOr<ImportedTensor>
mixp::importer::importQLinearAdd(NodeContext &context) {
  return importBinary(context, [](const ElementBuilder &e, Value lhs,
                                  Value rhs) { return e.add(lhs, rhs); });
}
FailureOr<ImportedTensor>
mixp::importer::importQLinearMul(NodeContext &context) {
  return importBinary(context, [](const ElementBuilder &e, Value lhs,
                                  Value rhs) { return e.mul(lhs, rhs); });
}

/// X, its scale and zero point, and those of the result.
static FailureOr<ImportedTensor>
importUnary(NodeContext &context,
            llvm::function_ref<Value(const ElementBuilder &, Value)> body) {
  if (failed(checkPresent(context, {0, 1, 3})))
    return failure();
  FailureOr<ImportedTensor> real = readReal(context, 0);
  if (failed(real))
    return failure();
  return storeReal(context,
                   compute(context.build, real->shape, real->kind, real->kind,
                           *real,
                           [&](const ElementBuilder &e, ValueRange in) {
                             return body(e, in[0]);
                           }),
                   3, context.getInput(0).kind);
}

FailureOr<ImportedTensor>
mixp::importer::importQLinearSigmoid(NodeContext &context) {
  return importUnary(context, emitSigmoid);
}

FailureOr<ImportedTensor>
mixp::importer::importQLinearLeakyRelu(NodeContext &context) {
  FailureOr<float> alpha = context.getFloat("alpha", 0.01f);
  if (failed(alpha))
    return failure();
  return importUnary(context, [&](const ElementBuilder &e, Value x) {
    return emitLeakyRelu(e, x, *alpha);
  });
}

//===----------------------------------------------------------------------===//
// Pooling
//===----------------------------------------------------------------------===//

/// How many elements `axes` have, as f32 with `rank` dims of size 1.
static ImportedTensor countAlong(TensorBuilder &build,
                                 const ImportedTensor &input,
                                 ArrayRef<size_t> axes) {
  Dim count;
  for (size_t axis : axes)
    count = count * input.shape[axis];
  ImportedTensor number =
      build.cast(ImportedTensor::fromSizes({}, count), ElementKind::F32);
  return build.reshape(number, Shape(input.rank(), Dim()));
}

/// The sum of stored numbers less their zero points along `axes`, in i32.
static ImportedTensor sumStored(TensorBuilder &build,
                                const ImportedTensor &input,
                                const Quantization &quantization,
                                ArrayRef<size_t> axes) {
  ImportedTensor wide = build.cast(input, ElementKind::I32);
  if (quantization.zeroPoint)
    wide = computeTables(build, Arithmetic::Sub, wide, *quantization.zeroPoint);
  return build.reduce(wide, axes, build.getNumber(ElementKind::I32, 0),
                      [](OpBuilder &b, Location loc, ValueRange in) -> Value {
                        return arith::AddIOp::create(b, loc, in[0], in[1]);
                      });
}

/// Exact sums, so that the mean is rounded once.
FailureOr<ImportedTensor>
mixp::importer::importQLinearGlobalAveragePool(NodeContext &context) {
  const ImportedTensor &input = context.getInput(0);
  FailureOr<int64_t> isLast = context.getInt("channels_last", 0);
  if (failed(isLast) || failed(checkPresent(context, {0, 1, 3})) ||
      failed(context.checkKind(0, {ElementKind::I8, ElementKind::U8})) ||
      failed(context.checkSize(input.shape, ElementKind::I32)))
    return failure();
  if (input.rank() < 3)
    return context.error() << "expected input #0 to have rank 3 or more but "
                              "got "
                           << stringify(input.shape);
  FailureOr<Quantization> from =
      readPerTensor(context, input.rank(), {1, "the scale"},
                    {2, "the zero point"}, input.kind);
  FailureOr<Quantization> to = failure();
  if (succeeded(from))
    to = readPerTensor(context, input.rank(), {3, "the result's scale"},
                       {4, "the result's zero point"}, input.kind);
  if (failed(to))
    return failure();
  TensorBuilder &build = context.build;
  size_t first = *isLast ? 1 : 2;
  auto axes =
      llvm::to_vector(llvm::seq<size_t>(first, first + input.rank() - 2));
  to->scale = computeTables(build, Arithmetic::Div, *from->scale,
                            computeTables(build, Arithmetic::Mul, *to->scale,
                                          countAlong(build, input, axes)));
  return build.requantize(sumStored(build, input, *from, axes), *to,
                          input.kind);
}
