//===- ConvertQuantization.cpp - QuantizeLinear, DequantizeLinear ---------===//
#include "ElementBuilder.h"
#include "LinearQuantization.h"
#include "OpTable.h"
#include "PositiveScales.h"

using namespace mlir;
using namespace mixp::importer;

/// What QuantizeLinear makes.
static const ElementKind kStoredKinds[] = {
    ElementKind::I8,         ElementKind::U8,     ElementKind::I16,
    ElementKind::U16,        ElementKind::I4,     ElementKind::U4,
    ElementKind::I2,         ElementKind::U2,     ElementKind::F8E4M3FN,
    ElementKind::F8E4M3FNUZ, ElementKind::F8E5M2, ElementKind::F8E5M2FNUZ,
    ElementKind::F4E2M1FN};

//===----------------------------------------------------------------------===//
// QuantizeLinear
//===----------------------------------------------------------------------===//

/// A table with an entry for each element, for element-wise ops.
static ImportedTensor spread(TensorBuilder &build, const ImportedTensor &table,
                             ArrayRef<int64_t> block, ArrayRef<Dim> shape) {
  ImportedTensor result = table;
  for (size_t i = 0; i < shape.size(); ++i) {
    if (block[i] <= 1)
      continue;
    // Blocks x 1 -> blocks x size -> the dim, whose last block may be partial.
    Shape split = result.shape;
    split.insert(split.begin() + i + 1, Dim());
    ImportedTensor column = build.reshape(result, split);
    split[i + 1] = Dim(block[i]);
    Shape joined = result.shape;
    joined[i] = joined[i] * Dim(block[i]);
    result = build.reshape(repeatTable(build, column, split), joined);
    SmallVector<SliceDim> dims;
    for (auto [j, dim] : llvm::enumerate(result.shape))
      dims.push_back({0, (j == i ? shape[i] : dim).toStatic(), 1});
    if (shape[i].isStatic())
      result = build.slice(result, dims);
  }
  return result;
}

/// x / scale, rounded to `precision`.
static ImportedTensor emitQuotient(TensorBuilder &build,
                                   const ImportedTensor &input,
                                   const Quantization &quantization,
                                   ElementKind precision) {
  ImportedTensor scale =
      spread(build, *quantization.scale, quantization.block, input.shape);
  return compute(build, input.shape, precision, precision,
                 {build.cast(input, precision), build.cast(scale, precision)},
                 [](const ElementBuilder &e, ValueRange in) {
                   return e.div(in[0], in[1]);
                 });
}

static bool isEightBitFloat(ElementKind kind) {
  return isFloat(kind) && getBitWidth(kind) == 8;
}

/// By the zero point, else by the attribute.
static FailureOr<ElementKind> getResultKind(NodeContext &context) {
  FailureOr<std::optional<ElementKind>> asked =
      readKind(context, "output_dtype", kStoredKinds);
  if (failed(asked))
    return failure();
  if (!context.hasInput(2))
    return asked->value_or(ElementKind::U8);
  ElementKind kind = context.getInput(2).kind;
  if (failed(context.checkKind(2, kStoredKinds)))
    return failure();
  if (asked->value_or(kind) != kind)
    return context.error() << "expected attribute 'output_dtype' to be that of "
                              "the zero point, "
                           << stringify(kind) << ", but got "
                           << stringify(**asked);
  return kind;
}

/// What the quotient is rounded to: the attribute, else the scale's format.
static FailureOr<ElementKind> getPrecision(NodeContext &context) {
  FailureOr<std::optional<ElementKind>> asked =
      readKind(context, "precision",
               {ElementKind::F32, ElementKind::F16, ElementKind::BF16});
  if (failed(asked))
    return failure();
  ElementKind scale = context.getInput(1).kind;
  // Powers of two have no quotients of their own format.
  return asked->value_or(scale == ElementKind::F8E8M0FNU ? ElementKind::F32
                                                         : scale);
}

FailureOr<ImportedTensor>
mixp::importer::importQuantizeLinear(NodeContext &context) {
  TensorBuilder &build = context.build;
  if (failed(context.checkKind(0, {ElementKind::F32, ElementKind::F16,
                                   ElementKind::BF16, ElementKind::I32})) ||
      failed(context.checkSize(context.getInput(0).shape, ElementKind::F32)))
    return failure();
  FailureOr<int64_t> saturate = context.getInt("saturate", 1);
  FailureOr<ElementKind> kind = getResultKind(context);
  FailureOr<ElementKind> precision = getPrecision(context);
  if (failed(saturate) || failed(kind) || failed(precision))
    return failure();
  FailureOr<Quantization> quantization = readQuantization(context, *kind);
  if (failed(quantization) ||
      failed(checkPositive(context, kScaleRole, *quantization->scale)))
    return failure();
  if (*kind == ElementKind::U16)
    moveZeroPoint(build, *quantization);
  ImportedTensor input = context.getInput(0);
  if (input.kind == ElementKind::I32)
    input = build.cast(input, ElementKind::F32);
  bool mayOverflow = !*saturate && isEightBitFloat(*kind);
  if (mayOverflow || *precision != ElementKind::F32) {
    input = emitQuotient(build, input, *quantization, *precision);
    quantization->scale.reset();
  }
  if (mayOverflow)
    return build.cast(input, *kind, /*saturates=*/false);
  if (*kind != ElementKind::U16)
    return build.quantize(input, *quantization, *kind);
  return flipTopBit(build,
                    build.quantize(input, *quantization, ElementKind::I16));
}

//===----------------------------------------------------------------------===//
// DequantizeLinear
//===----------------------------------------------------------------------===//

/// What it computes: the attribute, else the scale's format.
static FailureOr<ElementKind> getRealKind(NodeContext &context) {
  FailureOr<std::optional<ElementKind>> asked =
      readKind(context, "output_dtype",
               {ElementKind::F32, ElementKind::F16, ElementKind::BF16});
  if (failed(asked))
    return failure();
  ElementKind scale = context.getInput(1).kind;
  if (!*asked && scale == ElementKind::F8E8M0FNU)
    return context.error() << "expected attribute 'output_dtype', since the "
                              "scale is float8e8m0";
  return asked->value_or(scale);
}

/// A bias of int32 is used as f32, and small.
static std::optional<ImportedTensor>
foldBias(const ImportedTensor &input, const Quantization &quantization) {
  bool isBlocked =
      llvm::any_of(quantization.block, [](int64_t size) { return size > 1; });
  if (input.kind != ElementKind::I32 || !input.isConstant() ||
      !quantization.scale->isConstant() || quantization.zeroPoint || isBlocked)
    return std::nullopt;
  return foldArithmetic(Arithmetic::Mul, foldCast(input, ElementKind::F32),
                        *quantization.scale, input.shape);
}

FailureOr<ImportedTensor>
mixp::importer::importDequantizeLinear(NodeContext &context) {
  TensorBuilder &build = context.build;
  ImportedTensor input = context.getInput(0);
  SmallVector<ElementKind> kinds(ArrayRef<ElementKind>{kStoredKinds});
  kinds.push_back(ElementKind::I32);
  if (failed(context.checkKind(0, kinds)) ||
      failed(context.checkSize(input.shape, input.kind)))
    return failure();
  FailureOr<Quantization> quantization = readQuantization(context, input.kind);
  if (failed(quantization))
    return failure();
  FailureOr<ElementKind> kind = getRealKind(context);
  if (failed(kind))
    return failure();
  if (auto folded = foldBias(input, *quantization))
    return build.cast(*folded, *kind);
  if (failed(makeScalesPositive(context, kScaleRole, input, *quantization)))
    return failure();
  if (input.kind == ElementKind::U16) {
    moveZeroPoint(build, *quantization);
    input = flipTopBit(build, input);
  }
  return build.dequantize(input, *quantization, *kind);
}
