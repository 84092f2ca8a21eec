//===- ConvertSoftmax.cpp - Softmax ---------------------------------------===//
#include "OpTable.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"

using namespace mlir;
using namespace mixp::importer;

/// exp(x - max) / sum of the same, along one axis; the subtraction keeps every
/// exponential at most 1.
static ImportedTensor emitSoftmax(TensorBuilder &build,
                                  const ImportedTensor &input, size_t axis) {
  ImportedTensor maximum = build.reduce(
      input, axis, -std::numeric_limits<float>::infinity(),
      [](OpBuilder &b, Location loc, ValueRange in) {
        return arith::MaximumFOp::create(b, loc, in[0], in[1]).getResult();
      });
  ImportedTensor exponential = build.elementwise(
      input.shape, input.kind, {input, maximum},
      [](OpBuilder &b, Location loc, ValueRange in) {
        Value difference = arith::SubFOp::create(b, loc, in[0], in[1]);
        return math::ExpOp::create(b, loc, difference).getResult();
      });
  ImportedTensor sum = build.reduce(
      exponential, axis, 0.0f, [](OpBuilder &b, Location loc, ValueRange in) {
        return arith::AddFOp::create(b, loc, in[0], in[1]).getResult();
      });
  return build.elementwise(
      input.shape, input.kind, {exponential, sum},
      [](OpBuilder &b, Location loc, ValueRange in) {
        return arith::DivFOp::create(b, loc, in[0], in[1]).getResult();
      });
}

FailureOr<ImportedTensor> mixp::importer::importSoftmax(NodeContext &context) {
  // Before opset 13 all dims from `axis` on are one dim.
  bool flattens = context.opset < 13;
  const ImportedTensor &input = context.getInput(0);
  FailureOr<int64_t> axis = context.getInt("axis", flattens ? 1 : -1);
  if (failed(axis) || failed(context.checkKind(0, ElementKind::F32)) ||
      failed(context.checkSize(input.shape, input.kind)))
    return failure();
  FailureOr<size_t> dim = context.normalizeAxis(
      *axis, input.rank(), /*allowEnd=*/flattens && input.rank() == 1);
  if (failed(dim))
    return failure();
  if (!flattens || *dim + 1 == input.rank())
    return emitSoftmax(context.build, input, *dim);
  ArrayRef<Dim> shape = input.shape;
  ImportedTensor matrix =
      context.build.reshape(input, {product(shape.take_front(*dim)),
                                    product(shape.drop_front(*dim))});
  return context.build.reshape(emitSoftmax(context.build, matrix, 1), shape);
}
