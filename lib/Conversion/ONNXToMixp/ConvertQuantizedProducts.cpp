//===- ConvertQuantizedProducts.cpp - MatMulInteger and its relatives -----===//
#include "ElementBuilder.h"
#include "Numbers.h"
#include "OpTable.h"
#include "QuantizedProduct.h"
#include <cmath>

using namespace mlir;
using namespace mixp::importer;

namespace {
/// Both operands of a MatMul of stored numbers.
struct Operands {
  MatMulShapes shapes;
  StoredOperand lhs, rhs;
};
} // namespace

/// The left operand's tables are by row, the right one's by column.
static FailureOr<Operands> readOperands(NodeContext &context,
                                        const OperandInputs &lhsInputs,
                                        const OperandInputs &rhsInputs) {
  const ImportedTensor &lhs = context.getInput(lhsInputs.values);
  const ImportedTensor &rhs = context.getInput(rhsInputs.values);
  FailureOr<MatMulShapes> shapes =
      getMatMulShapes(context, lhs.shape, rhs.shape, ElementKind::I32,
                      /*rhsIndex=*/rhsInputs.values);
  if (failed(shapes))
    return failure();
  FailureOr<StoredOperand> left = readOperand(
      context, lhsInputs, lhs, {shapes->lhsMatrix, shapes->lhs, EntryPer::Row});
  if (failed(left))
    return failure();
  FailureOr<StoredOperand> right =
      readOperand(context, rhsInputs, rhs,
                  {shapes->rhsMatrix, shapes->rhs, EntryPer::Column});
  if (failed(right))
    return failure();
  return Operands{*shapes, *left, *right};
}

FailureOr<ImportedTensor>
mixp::importer::importMatMulInteger(NodeContext &context) {
  FailureOr<Operands> operands =
      readOperands(context, {0, std::nullopt, {2, "the zero point of A"}},
                   {1, std::nullopt, {3, "the zero point of B"}});
  if (failed(operands))
    return failure();
  return context.build.reshape(
      multiplyIntegers(context.build, operands->lhs, operands->rhs),
      operands->shapes.result);
}

//===----------------------------------------------------------------------===//
// Narrow results
//===----------------------------------------------------------------------===//

static constexpr TableRole kScaleOfA = {1, "the scale of A"},
                           kZeroOfA = {2, "the zero point of A"},
                           kScaleOfB = {4, "the scale of B"},
                           kZeroOfB = {5, "the zero point of B"};

/// scale / scale of Y.
static FailureOr<ImportedTensor> divideByScale(NodeContext &context,
                                               const ImportedTensor &scale,
                                               TableRole role,
                                               const MatrixShape &result) {
  FailureOr<ImportedTensor> of = readScale(context, role);
  if (succeeded(of))
    of = layTable(context, *of, role, result);
  if (failed(of))
    return failure();
  return computeTables(context.build, Arithmetic::Div, scale, *of);
}

/// The i32 sums times `scale`, over Y's scale, as numbers of Y's zero point.
static FailureOr<ImportedTensor>
requantize(NodeContext &context, const ImportedTensor &sums,
           const ImportedTensor &scale, TableRole scaleOfY, TableRole zeroOfY,
           const MatrixShape &result) {
  FailureOr<ImportedTensor> factor =
      divideByScale(context, scale, scaleOfY, result);
  if (failed(factor))
    return failure();
  ElementKind kind = ElementKind::U8;
  std::optional<ImportedTensor> zero;
  if (context.hasInput(zeroOfY.index)) {
    if (failed(context.checkKind(zeroOfY.index,
                                 {ElementKind::I8, ElementKind::U8})))
      return failure();
    kind = context.getInput(zeroOfY.index).kind;
    zero = **readZeroPoint(context, zeroOfY, kind);
    FailureOr<ImportedTensor> laid = layTable(context, *zero, zeroOfY, result);
    if (failed(laid))
      return failure();
    zero = *laid;
  }
  return context.build.requantize(
      sums, makeQuantization(context.build, *factor, zero), kind);
}

FailureOr<ImportedTensor>
mixp::importer::importQLinearMatMul(NodeContext &context) {
  FailureOr<Operands> operands =
      readOperands(context, {0, kScaleOfA, kZeroOfA}, {3, kScaleOfB, kZeroOfB});
  if (failed(operands))
    return failure();
  TensorBuilder &build = context.build;
  const MatMulShapes &shapes = operands->shapes;
  Shape flat = shapes.getProduct();
  FailureOr<ImportedTensor> result =
      requantize(context, multiplyIntegers(build, operands->lhs, operands->rhs),
                 computeTables(build, Arithmetic::Mul, *operands->lhs.scale,
                               *operands->rhs.scale),
                 {6, "the scale of Y"}, {7, "the zero point of Y"},
                 {shapes.resultMatrix, flat, EntryPer::Row});
  if (failed(result))
    return failure();
  return build.reshape(*result, shapes.result);
}

//===----------------------------------------------------------------------===//
// Gemm
//===----------------------------------------------------------------------===//

/// An operand of Gemm as rows x columns.
static FailureOr<ImportedTensor> readMatrix(NodeContext &context, size_t index,
                                            StringRef transposed) {
  const ImportedTensor &input = context.getInput(index);
  FailureOr<int64_t> isTransposed = context.getInt(transposed, 0);
  if (failed(isTransposed))
    return failure();
  if (input.rank() != 2)
    return context.error() << "expected input #" << index
                           << " to have rank 2 but got "
                           << stringify(input.shape);
  return *isTransposed ? context.build.transpose(input, {1, 0}) : input;
}

/// sums + C, which is stored by the sums' scale.
static FailureOr<ImportedTensor> addBias(NodeContext &context,
                                         const ImportedTensor &sums) {
  if (!context.hasInput(6))
    return sums;
  const ImportedTensor &bias = context.getInput(6);
  if (failed(context.checkKind(6, ElementKind::I32)))
    return failure();
  if (broadcast(sums.shape, bias.shape) != sums.shape)
    return context.error() << "expected C to broadcast to "
                           << stringify(sums.shape) << " but got "
                           << stringify(bias.shape);
  return compute(context.build, sums.shape, sums.kind, sums.kind, {sums, bias},
                 [](const ElementBuilder &e, ValueRange in) {
                   return e.add(in[0], in[1]);
                 });
}

/// The i32 sums of A x B + C, and their scale.
static FailureOr<std::pair<ImportedTensor, ImportedTensor>>
readGemm(NodeContext &context) {
  FailureOr<float> alpha = context.getFloat("alpha", 1.0f);
  FailureOr<ImportedTensor> a = readMatrix(context, 0, "transA");
  FailureOr<ImportedTensor> b = readMatrix(context, 3, "transB");
  if (failed(alpha) || failed(a) || failed(b) ||
      failed(checkInner(context, a->shape[1], b->shape[0])))
    return failure();
  TensorBuilder &build = context.build;
  FailureOr<StoredOperand> lhs =
      readOperand(context, {0, kScaleOfA, kZeroOfA}, *a,
                  {a->shape, a->shape, EntryPer::Row});
  if (failed(lhs))
    return failure();
  FailureOr<StoredOperand> rhs =
      readOperand(context, {3, kScaleOfB, kZeroOfB}, *b,
                  {b->shape, b->shape, EntryPer::Column});
  if (failed(rhs))
    return failure();
  if (!(*alpha > 0) || std::isinf(*alpha))
    return context.error()
           << "expected attribute 'alpha' to be positive and finite but got "
           << *alpha;
  FailureOr<ImportedTensor> sums =
      addBias(context, multiplyIntegers(build, *lhs, *rhs));
  if (failed(sums))
    return failure();
  ImportedTensor factor =
      build.reshape(makeScalar(ElementKind::F32, *alpha), {Dim(), Dim()});
  ImportedTensor scale = computeTables(
      build, Arithmetic::Mul,
      computeTables(build, Arithmetic::Mul, factor, *lhs->scale), *rhs->scale);
  return std::pair(*sums, scale);
}

FailureOr<ImportedTensor> mixp::importer::importQGemm(NodeContext &context) {
  auto product = readGemm(context);
  if (failed(product))
    return failure();
  auto &[sums, scale] = *product;
  if (context.hasInput(7))
    return requantize(context, sums, scale, {7, "the scale of Y"},
                      {8, "the zero point of Y"},
                      {sums.shape, sums.shape, EntryPer::Row});
  return context.build.dequantize(
      sums, makeQuantization(context.build, scale, std::nullopt),
      ElementKind::F32);
}

//===----------------------------------------------------------------------===//
// Real results
//===----------------------------------------------------------------------===//

FailureOr<ImportedTensor>
mixp::importer::importMatMulIntegerToFloat(NodeContext &context) {
  FailureOr<Operands> operands = readOperands(
      context, {0, TableRole{2, "the scale of A"}, {4, "the zero point of A"}},
      {1, TableRole{3, "the scale of B"}, {5, "the zero point of B"}});
  if (failed(operands))
    return failure();
  FailureOr<ImportedTensor> sum = addColumns(
      context, multiplyReals(context.build, operands->lhs, operands->rhs), 6);
  if (failed(sum))
    return failure();
  return context.build.reshape(*sum, operands->shapes.result);
}

FailureOr<ImportedTensor>
mixp::importer::importDynamicQuantizeMatMul(NodeContext &context) {
  const ImportedTensor &lhs = context.getInput(0), &rhs = context.getInput(1);
  if (failed(context.checkKind(0, ElementKind::F32)) ||
      failed(context.checkSize(lhs.shape, lhs.kind)))
    return failure();
  FailureOr<MatMulShapes> shapes =
      getMatMulShapes(context, lhs.shape, rhs.shape, ElementKind::F32,
                      /*rhsIndex=*/1);
  if (failed(shapes))
    return failure();
  FailureOr<StoredOperand> right = readOperand(
      context, {1, TableRole{2, "the scale of B"}, {3, "the zero point of B"}},
      rhs, {shapes->rhsMatrix, shapes->rhs, EntryPer::Column});
  if (failed(right))
    return failure();
  TensorBuilder &build = context.build;
  ImportedTensor flat = build.reshape(lhs, shapes->lhs);
  Quantization chosen = build.chooseScales(flat, ElementKind::U8);
  StoredOperand left{build.quantize(flat, chosen, ElementKind::U8),
                     chosen.scale, chosen.zeroPoint};
  FailureOr<ImportedTensor> sum =
      addColumns(context, multiplyReals(build, left, *right), 4);
  if (failed(sum))
    return failure();
  return build.reshape(*sum, shapes->result);
}
