//===- ConvertConv.cpp - Conv ConvInteger QLinearConv ---------------------===//
#include "ElementBuilder.h"
#include "OpTable.h"
#include "QuantizationTables.h"
#include "Window.h"

using namespace mlir;
using namespace mixp::importer;

namespace {
struct Convolution {
  Window window;
  int64_t groups;
};
} // namespace

/// The window that slides over the first input, and the groups of channels, for
/// the filter that is input `filter`: O x C / groups x kernel.
static FailureOr<Convolution> readConvolution(NodeContext &context,
                                              size_t filter) {
  const ImportedTensor &x = context.getInput(0), &w = context.getInput(filter);
  if (w.rank() < 3 || !isStatic(w.shape))
    return context.error() << "expected a filter (input #" << filter
                           << ") of rank 3 or more and fixed sizes but got "
                           << stringify(w.shape);
  if (w.rank() > 5)
    return context.error() << "expected at most 3 spatial dims but got "
                           << w.rank() - 2;
  SmallVector<int64_t> kernel =
      getStaticSizes(ArrayRef<Dim>(w.shape).drop_front(2));
  FailureOr<SmallVector<int64_t>> given =
      context.getInts("kernel_shape", kernel);
  FailureOr<int64_t> groups = context.getInt("group", 1);
  if (failed(given) || failed(groups))
    return failure();
  if (*given != kernel)
    return context.error() << "expected kernel_shape to be that of the filter, "
                           << stringify(w.shape) << ", but got ["
                           << ArrayRef<int64_t>(*given) << "]";
  FailureOr<Window> window = readWindow(context, kernel);
  if (failed(window))
    return failure();
  int64_t results = w.shape[0].getStatic();
  if (*groups < 1 || results % *groups != 0 ||
      x.shape[1] != w.shape[1] * Dim(*groups))
    return context.error() << "expected " << *groups
                           << " groups to divide the channels of "
                           << stringify(x.shape) << " and "
                           << stringify(w.shape);
  return Convolution{*window, *groups};
}

/// `sums` plus one element of the input `index` for each channel.
static FailureOr<ImportedTensor>
addBias(NodeContext &context, const ImportedTensor &sums, size_t index) {
  if (!context.hasInput(index))
    return sums;
  ImportedTensor bias = context.getInput(index);
  if (bias.rank() != 1 || bias.shape[0] != sums.shape[1])
    return context.error() << "expected a bias (input #" << index << ") of "
                           << stringify(sums.shape[1]) << " elements but got "
                           << stringify(bias.shape);
  Shape shape(sums.rank() - 1);
  shape[0] = sums.shape[1];
  TensorBuilder &build = context.build;
  return compute(build, sums.shape, sums.kind, sums.kind,
                 {sums, build.reshape(build.cast(bias, sums.kind), shape)},
                 [](const ElementBuilder &e, ValueRange in) {
                   return e.add(in[0], in[1]);
                 });
}

FailureOr<ImportedTensor> mixp::importer::importConv(NodeContext &context) {
  const ImportedTensor &x = context.getInput(0), &w = context.getInput(1);
  if (failed(context.checkKind(0, {ElementKind::F32, ElementKind::F64,
                                   ElementKind::F16, ElementKind::BF16})) ||
      failed(context.checkKind(1, x.kind)) ||
      (context.hasInput(2) && failed(context.checkKind(2, x.kind))))
    return failure();
  FailureOr<Convolution> convolution = readConvolution(context, 1);
  if (failed(convolution) || failed(context.checkSize(x.shape, x.kind)))
    return failure();
  TensorBuilder &build = context.build;
  // Narrow floats are summed in f32, and rounded once.
  ElementKind kind =
      x.kind == ElementKind::F64 ? ElementKind::F64 : ElementKind::F32;
  FailureOr<ImportedTensor> result = addBias(
      context,
      build.conv(x, {}, w, {}, convolution->window, convolution->groups, kind),
      2);
  if (failed(result))
    return failure();
  return build.cast(*result, x.kind);
}

//===----------------------------------------------------------------------===//
// Integers
//===----------------------------------------------------------------------===//

static LogicalResult checkStored(NodeContext &context, size_t index) {
  const ImportedTensor &input = context.getInput(index);
  return failure(
      failed(context.checkKind(index, {ElementKind::I8, ElementKind::U8})) ||
      failed(context.checkSize(input.shape, ElementKind::I32)));
}

/// A table of one element, or of one for each of `channels`, in `rank` dims
/// with the channels in dim `dim`.
static FailureOr<ImportedTensor> layTable(NodeContext &context,
                                          const ImportedTensor &table,
                                          TableRole role, const Dim &channels,
                                          size_t dim, size_t rank) {
  Shape shape(rank);
  if (product(table.shape).isOne())
    return context.build.reshape(table, shape);
  if (table.rank() != 1 || table.shape[0] != channels)
    return context.error() << "expected " << describe(role)
                           << " to have one element or " << stringify(channels)
                           << " but got " << stringify(table.shape);
  shape[dim] = channels;
  return context.build.reshape(table, shape);
}

/// The zero point of input `values`: one for the image, or one for each filter.
static FailureOr<Quantization> readZero(NodeContext &context, size_t values,
                                        TableRole role, const Dim &channels) {
  const ImportedTensor &input = context.getInput(values);
  auto zero = readZeroPoint(context, role, input.kind);
  if (failed(zero))
    return failure();
  if (!*zero)
    return Quantization();
  FailureOr<ImportedTensor> table =
      layTable(context, **zero, role, channels, 0, input.rank());
  if (failed(table))
    return failure();
  return makeQuantization(context.build, std::nullopt, *table);
}

/// The exact sums of (x - zx) * (w - zw), i32.
static FailureOr<ImportedTensor> convolveIntegers(NodeContext &context,
                                                  TableRole zeroOfX,
                                                  size_t filter,
                                                  TableRole zeroOfW) {
  if (failed(checkStored(context, 0)) || failed(checkStored(context, filter)))
    return failure();
  FailureOr<Convolution> convolution = readConvolution(context, filter);
  if (failed(convolution))
    return failure();
  const ImportedTensor &w = context.getInput(filter);
  FailureOr<Quantization> ofX = readZero(context, 0, zeroOfX, Dim());
  if (failed(ofX))
    return failure();
  FailureOr<Quantization> ofW = readZero(context, filter, zeroOfW, w.shape[0]);
  if (failed(ofW))
    return failure();
  return context.build.conv(context.getInput(0), *ofX, w, *ofW,
                            convolution->window, convolution->groups,
                            ElementKind::I32);
}

FailureOr<ImportedTensor>
mixp::importer::importConvInteger(NodeContext &context) {
  return convolveIntegers(context, {2, "the zero point of x"}, 1,
                          {3, "the zero point of w"});
}

/// x, scale, zero point; w, scale, zero point; scale and zero point of y; bias.
FailureOr<ImportedTensor>
mixp::importer::importQLinearConv(NodeContext &context) {
  FailureOr<ImportedTensor> sums = convolveIntegers(
      context, {2, "the zero point of x"}, 3, {5, "the zero point of w"});
  if (failed(sums))
    return failure();
  if (context.hasInput(8) && failed(context.checkKind(8, ElementKind::I32)))
    return failure();
  sums = addBias(context, *sums, 8);
  if (failed(sums) || failed(checkStored(context, 7)))
    return failure();
  TensorBuilder &build = context.build;
  std::optional<ImportedTensor> factor;
  for (TableRole role :
       {TableRole{1, "the scale of x"}, TableRole{4, "the scale of w"},
        TableRole{6, "the scale of y"}}) {
    FailureOr<ImportedTensor> scale = readScale(context, role);
    if (succeeded(scale))
      scale = layTable(context, *scale, role, sums->shape[1], 1, sums->rank());
    if (failed(scale))
      return failure();
    factor = !factor ? *scale
                     : computeTables(build,
                                     role.index == 6 ? Arithmetic::Div
                                                     : Arithmetic::Mul,
                                     *factor, *scale);
  }
  ElementKind kind = context.getInput(7).kind;
  TableRole zeroOfY{7, "the zero point of y"};
  auto zero = readZeroPoint(context, zeroOfY, kind);
  if (failed(zero))
    return failure();
  FailureOr<ImportedTensor> table =
      layTable(context, **zero, zeroOfY, Dim(), 1, sums->rank());
  if (failed(table))
    return failure();
  return build.requantize(*sums, makeQuantization(build, factor, *table), kind);
}
