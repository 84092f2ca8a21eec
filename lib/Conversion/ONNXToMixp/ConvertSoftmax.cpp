//===- ConvertSoftmax.cpp - Softmax LogSoftmax Hardmax --------------------===//
#include "ElementBuilder.h"
#include "OpTable.h"
#include "Reductions.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"

using namespace mlir;
using namespace mixp::importer;

using Emitter = llvm::function_ref<ImportedTensor(
    TensorBuilder &, const ImportedTensor &, size_t)>;

/// x - max, so that every exponential is at most 1.
static ImportedTensor emitShifted(TensorBuilder &build,
                                  const ImportedTensor &input, size_t axis) {
  ImportedTensor maximum = build.reduce(
      input, axis, build.getLimit(input.kind, /*isLeast=*/true),
      [&](OpBuilder &b, Location loc, ValueRange in) {
        return ElementBuilder(b, loc, input.kind).max(in[0], in[1]);
      });
  return compute(build, input.shape, input.kind, input.kind, {input, maximum},
                 [](const ElementBuilder &e, ValueRange in) {
                   return e.sub(in[0], in[1]);
                 });
}

static ImportedTensor emitExp(TensorBuilder &build,
                              const ImportedTensor &input) {
  return compute(build, input.shape, input.kind, input.kind, input,
                 [](const ElementBuilder &e, ValueRange in) {
                   return e.call<math::ExpOp>(in[0]);
                 });
}

static ImportedTensor emitSum(TensorBuilder &build, const ImportedTensor &input,
                              size_t axis) {
  return build.reduce(
      input, axis, build.getNumber(input.kind, 0),
      [&](OpBuilder &b, Location loc, ValueRange in) {
        return ElementBuilder(b, loc, input.kind).add(in[0], in[1]);
      });
}

/// exp(x - max) / sum of the same, along one axis.
static ImportedTensor emitSoftmax(TensorBuilder &build,
                                  const ImportedTensor &input, size_t axis) {
  ImportedTensor exponential = emitExp(build, emitShifted(build, input, axis));
  return compute(build, input.shape, input.kind, input.kind,
                 {exponential, emitSum(build, exponential, axis)},
                 [](const ElementBuilder &e, ValueRange in) {
                   return e.div(in[0], in[1]);
                 });
}

/// x - max - log(sum of exp(x - max)).
static ImportedTensor emitLogSoftmax(TensorBuilder &build,
                                     const ImportedTensor &input, size_t axis) {
  ImportedTensor shifted = emitShifted(build, input, axis);
  ImportedTensor sum = emitSum(build, emitExp(build, shifted), axis);
  return compute(build, input.shape, input.kind, input.kind, {shifted, sum},
                 [](const ElementBuilder &e, ValueRange in) {
                   return e.sub(in[0], e.call<math::LogOp>(in[1]));
                 });
}

/// The axis, and whether all dims from it on are one dim, as before opset 13.
static FailureOr<std::pair<size_t, bool>> readAxis(NodeContext &context) {
  bool flattens = context.opset < 13;
  const ImportedTensor &input = context.getInput(0);
  FailureOr<int64_t> axis = context.getInt("axis", flattens ? 1 : -1);
  if (failed(axis))
    return failure();
  FailureOr<size_t> dim = context.normalizeAxis(
      *axis, input.rank(), /*allowEnd=*/flattens && input.rank() == 1);
  if (failed(dim))
    return failure();
  return std::pair(*dim, flattens && *dim + 1 != input.rank());
}

static FailureOr<ImportedTensor> importAlongAxis(NodeContext &context,
                                                 Emitter emit) {
  const ImportedTensor &input = context.getInput(0);
  auto axis = readAxis(context);
  if (failed(axis) ||
      failed(context.checkKind(0, {ElementKind::F32, ElementKind::F64,
                                   ElementKind::F16, ElementKind::BF16})) ||
      failed(context.checkSize(input.shape, input.kind)))
    return failure();
  TensorBuilder &build = context.build;
  // Narrow floats are computed with as f32, and rounded once.
  ImportedTensor values = build.cast(
      input, getBitWidth(input.kind) < 32 ? ElementKind::F32 : input.kind);
  auto [dim, flattens] = *axis;
  if (!flattens)
    return build.cast(emit(build, values, dim), input.kind);
  ArrayRef<Dim> shape = input.shape;
  ImportedTensor matrix = build.reshape(
      values, {product(shape.take_front(dim)), product(shape.drop_front(dim))});
  return build.cast(build.reshape(emit(build, matrix, 1), shape), input.kind);
}

FailureOr<ImportedTensor> mixp::importer::importSoftmax(NodeContext &context) {
  return importAlongAxis(context, emitSoftmax);
}

FailureOr<ImportedTensor>
mixp::importer::importLogSoftmax(NodeContext &context) {
  return importAlongAxis(context, emitLogSoftmax);
}

/// 1 at the first of the largest elements, 0 elsewhere.
FailureOr<ImportedTensor> mixp::importer::importHardmax(NodeContext &context) {
  const ImportedTensor &input = context.getInput(0);
  auto axis = readAxis(context);
  if (failed(axis) ||
      failed(context.checkKind(0, {ElementKind::F32, ElementKind::F64})) ||
      failed(context.checkSize(input.shape, input.kind)))
    return failure();
  auto [dim, flattens] = *axis;
  if (flattens)
    return context.error() << "an axis that is not the last one is not "
                              "supported before opset 13";
  FailureOr<ImportedTensor> largest =
      emitArgExtreme(context, dim, /*isMax=*/true, /*selectsLast=*/false);
  if (failed(largest))
    return failure();
  return compute(context.build, input.shape, input.kind, input.kind, *largest,
                 [&, dim = dim](const ElementBuilder &e, ValueRange in) {
                   Value here = e.call<arith::IndexCastOp>(
                       e.b.getI64Type(),
                       linalg::IndexOp::create(e.b, e.loc, dim).getResult());
                   Value isLargest = e.call<arith::CmpIOp>(
                       arith::CmpIPredicate::eq, in[0], here);
                   return e.select(isLargest, e.constant(1), e.constant(0));
                 });
}
