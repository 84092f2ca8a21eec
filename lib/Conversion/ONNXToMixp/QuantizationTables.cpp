//===- QuantizationTables.cpp - Scales and zero points of nodes -----------===//
#include "QuantizationTables.h"
#include "ElementBuilder.h"
#include "Numbers.h"
#include <cmath>

using namespace mlir;
using namespace mixp::importer;

std::string mixp::importer::describe(TableRole role) {
  return (role.name + " (input #" + Twine(role.index) + ")").str();
}

/// Fails for a constant with an element for which `isRight` does not hold.
static LogicalResult checkScale(NodeContext &context, TableRole role,
                                const ImportedTensor &scale,
                                llvm::function_ref<bool(double)> isRight) {
  for (int64_t i = 0; scale.isConstant() && i < countElements(scale); ++i)
    if (double number = readNumber(scale, i); !isRight(number))
      return context.error() << "expected " << describe(role)
                             << " to be positive and finite but got " << number;
  return success();
}

LogicalResult mixp::importer::checkPositive(NodeContext &context,
                                            TableRole role,
                                            const ImportedTensor &scale) {
  return checkScale(context, role, scale,
                    [](double number) { return number > 0; });
}

FailureOr<ImportedTensor>
mixp::importer::readScaleOfAnySign(NodeContext &context, TableRole role,
                                   ArrayRef<ElementKind> kinds) {
  const ImportedTensor &scale = context.getInput(role.index);
  if (failed(context.checkKind(role.index, kinds)) ||
      failed(checkScale(context, role, scale,
                        [](double number) { return std::isfinite(number); })))
    return failure();
  if (scale.kind == ElementKind::F8E8M0FNU)
    return scale;
  return context.build.cast(scale, ElementKind::F32);
}

FailureOr<ImportedTensor> mixp::importer::readScale(NodeContext &context,
                                                    TableRole role) {
  FailureOr<ImportedTensor> scale = readScaleOfAnySign(
      context, role, {ElementKind::F32, ElementKind::F16, ElementKind::BF16});
  if (failed(scale) || failed(checkPositive(context, role, *scale)))
    return failure();
  return scale;
}

/// Floats are stored around 0. Some exporters write it out, for its type.
static LogicalResult checkZero(NodeContext &context, TableRole role) {
  const ImportedTensor &zero = context.getInput(role.index);
  bool isZero = zero.isConstant();
  for (int64_t i = 0; isZero && i < countElements(zero); ++i)
    isZero = readNumber(zero, i) == 0;
  if (isZero)
    return success();
  return context.error() << "expected " << describe(role) << " of "
                         << stringify(zero.kind) << " to be a constant of 0";
}

FailureOr<std::optional<ImportedTensor>>
mixp::importer::readZeroPoint(NodeContext &context, TableRole role,
                              ElementKind kind) {
  if (!context.hasInput(role.index))
    return std::optional<ImportedTensor>();
  const ImportedTensor &zero = context.getInput(role.index);
  if (zero.kind != kind)
    return context.error() << "expected " << describe(role) << " to be "
                           << stringify(kind) << " but got "
                           << stringify(zero.kind);
  if (isFloat(kind)) {
    if (failed(checkZero(context, role)))
      return failure();
    return std::optional<ImportedTensor>();
  }
  return std::optional(context.build.cast(zero, ElementKind::I32));
}

/// Constants that would have more elements are repeated at run time.
static constexpr int64_t kMostStored = 1 << 16;

ImportedTensor mixp::importer::repeatTable(TensorBuilder &build,
                                           const ImportedTensor &table,
                                           ArrayRef<Dim> shape) {
  if (ArrayRef<Dim>(table.shape) == shape)
    return table;
  if (!table.isConstant() || !isStatic(shape) ||
      product(shape).getStatic() > kMostStored)
    return build.expand(table, shape);
  ImportedTensor result = table;
  for (size_t i = 0; i < shape.size(); ++i)
    if (result.shape[i] != shape[i])
      result = foldConcat(Tensors(shape[i].getStatic(), result), i);
  return result;
}

ImportedTensor mixp::importer::computeTables(TensorBuilder &build,
                                             Arithmetic op,
                                             const ImportedTensor &lhs,
                                             const ImportedTensor &rhs) {
  Shape shape = *broadcast(lhs.shape, rhs.shape);
  if (lhs.isConstant() && rhs.isConstant())
    if (auto folded = foldArithmetic(op, lhs, rhs, shape))
      return *folded;
  return compute(build, shape, lhs.kind, lhs.kind, {lhs, rhs},
                 [&](const ElementBuilder &e, ValueRange in) {
                   switch (op) {
                   case Arithmetic::Add:
                     return e.add(in[0], in[1]);
                   case Arithmetic::Sub:
                     return e.sub(in[0], in[1]);
                   case Arithmetic::Mul:
                     return e.mul(in[0], in[1]);
                   case Arithmetic::Div:
                     return e.div(in[0], in[1]);
                   }
                   return Value();
                 });
}

Quantization
mixp::importer::makeQuantization(TensorBuilder &build,
                                 std::optional<ImportedTensor> scale,
                                 std::optional<ImportedTensor> zeroPoint) {
  if (!scale && !zeroPoint)
    return {};
  Shape shape = (scale ? scale : zeroPoint)->shape;
  if (scale && zeroPoint) {
    shape = *broadcast(shape, zeroPoint->shape);
    scale = repeatTable(build, *scale, shape);
    zeroPoint = repeatTable(build, *zeroPoint, shape);
  }
  SmallVector<int64_t> block = llvm::map_to_vector(
      shape, [](const Dim &dim) -> int64_t { return dim.isOne() ? 0 : 1; });
  return {std::move(scale), std::move(zeroPoint), std::move(block)};
}

FailureOr<Quantization> mixp::importer::readPerTensor(NodeContext &context,
                                                      size_t rank,
                                                      TableRole scaleRole,
                                                      TableRole zeroRole,
                                                      ElementKind kind) {
  FailureOr<ImportedTensor> scale = readScale(context, scaleRole);
  if (failed(scale))
    return failure();
  FailureOr<std::optional<ImportedTensor>> zero =
      readZeroPoint(context, zeroRole, kind);
  if (failed(zero))
    return failure();
  Shape shape(rank, Dim());
  for (auto [role, table] : {std::pair(scaleRole, std::optional(*scale)),
                             std::pair(zeroRole, *zero)})
    if (table && !product(table->shape).isOne())
      return context.error()
             << "expected " << describe(role) << " to have one element but got "
             << stringify(table->shape);
  if (*zero)
    *zero = context.build.reshape(**zero, shape);
  return makeQuantization(context.build, context.build.reshape(*scale, shape),
                          *zero);
}
