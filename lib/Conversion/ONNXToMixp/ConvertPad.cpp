//===- ConvertPad.cpp - Pad -----------------------------------------------===//
#include "Numbers.h"
#include "OpTable.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mixp::importer;

namespace {
/// Elements to add before and after each dim; negative ones are taken away.
struct Padding {
  SmallVector<int64_t> low, high;
};
} // namespace

/// Pads are an attribute before opset 11, an input since; axes since 18.
static FailureOr<Padding> readPadding(NodeContext &context) {
  size_t rank = context.getInput(0).rank();
  FailureOr<SmallVector<int64_t>> pads =
      context.opset < 11 ? context.getInts("pads")
                         : context.getConstantInts(1, "the pads");
  if (failed(pads))
    return failure();
  SmallVector<int64_t> axes = llvm::to_vector(llvm::seq<int64_t>(0, rank));
  if (context.hasInput(3)) {
    FailureOr<SmallVector<int64_t>> given =
        context.getConstantInts(3, "the axes");
    if (failed(given) || failed(context.normalizeAxes(*given, rank)))
      return failure();
    axes = *given;
  }
  if (pads->size() != 2 * axes.size())
    return context.error() << "expected " << 2 * axes.size() << " pads but got "
                           << pads->size();
  Padding padding{SmallVector<int64_t>(rank, 0), SmallVector<int64_t>(rank, 0)};
  for (auto [i, axis] : llvm::enumerate(axes)) {
    size_t dim = axis < 0 ? axis + rank : axis;
    padding.low[dim] = (*pads)[i];
    padding.high[dim] = (*pads)[axes.size() + i];
  }
  return padding;
}

/// Takes away what negative pads ask for, which become 0.
static FailureOr<ImportedTensor> crop(NodeContext &context, Padding &padding) {
  const ImportedTensor &input = context.getInput(0);
  SmallVector<SliceDim> dims;
  for (auto [i, size] : llvm::enumerate(input.shape)) {
    int64_t before = std::max<int64_t>(-padding.low[i], 0);
    int64_t after = std::max<int64_t>(-padding.high[i], 0);
    if ((before || after) && !size.isStatic())
      return context.error()
             << "cannot take elements from dim #" << i << " of "
             << stringify(input.shape) << "; give it a fixed size";
    dims.push_back({before, size.toStatic() - before - after, 1});
    if (size.isStatic() && dims.back().count < 1)
      return context.error() << "expected pads that leave elements in dim #"
                             << i << " of " << stringify(input.shape);
    padding.low[i] = std::max<int64_t>(padding.low[i], 0);
    padding.high[i] = std::max<int64_t>(padding.high[i], 0);
  }
  return context.build.slice(input, dims);
}

static FailureOr<ImportedTensor> padConstant(NodeContext &context,
                                             const ImportedTensor &input,
                                             const Padding &padding,
                                             ArrayRef<Dim> shape) {
  TensorBuilder &build = context.build;
  ImportedTensor value = makeScalar(input.kind, 0);
  if (context.opset < 11) {
    FailureOr<float> number = context.getFloat("value", 0);
    if (failed(number))
      return failure();
    value = makeScalar(input.kind, *number);
  } else if (context.hasInput(2)) {
    if (failed(context.checkKind(2, input.kind)))
      return failure();
    value = context.getInput(2);
    if (!product(value.shape).isOne())
      return context.error() << "expected input #2 to have one element but got "
                             << stringify(value.shape);
  }
  OpBuilder &builder = build.getBuilder();
  Location loc = build.getLocation();
  Value scalar =
      value.isConstant()
          ? arith::ConstantOp::create(builder, loc, build.getElement(value))
                .getResult()
          : tensor::ExtractOp::create(
                builder, loc, build.getSignless(build.reshape(value, {})),
                ValueRange())
                .getResult();
  auto attributes = [&](ArrayRef<int64_t> sizes) {
    return getAsIndexOpFoldResult(builder.getContext(), sizes);
  };
  RankedTensorType type =
      build.getType(shape, input.kind)
          .clone(getSignlessType(builder.getContext(), input.kind));
  Value padded = tensor::PadOp::create(
      builder, loc, type, build.getSignless(input), attributes(padding.low),
      attributes(padding.high), scalar);
  return build.fromSignless(padded, shape, input.kind);
}

/// The index in a dim of `size` that an index beyond it stands for.
static Value emitOutside(OpBuilder &b, Location loc, StringRef mode, Value i,
                         Value size) {
  auto constant = [&](int64_t number) {
    return arith::ConstantIndexOp::create(b, loc, number);
  };
  Value zero = constant(0);
  Value last = arith::SubIOp::create(b, loc, size, constant(1));
  if (mode == "edge") {
    Value low = arith::MaxSIOp::create(b, loc, i, zero);
    return arith::MinSIOp::create(b, loc, low, last);
  }
  Value isBefore =
      arith::CmpIOp::create(b, loc, arith::CmpIPredicate::slt, i, zero);
  Value isAfter =
      arith::CmpIOp::create(b, loc, arith::CmpIPredicate::sgt, i, last);
  Value before, after;
  if (mode == "reflect") {
    before = arith::SubIOp::create(b, loc, zero, i);
    Value twice = arith::AddIOp::create(b, loc, last, last);
    after = arith::SubIOp::create(b, loc, twice, i);
  } else { // wrap
    before = arith::AddIOp::create(b, loc, i, size);
    after = arith::SubIOp::create(b, loc, i, size);
  }
  Value rest = arith::SelectOp::create(b, loc, isAfter, after, i);
  return arith::SelectOp::create(b, loc, isBefore, before, rest);
}

static FailureOr<ImportedTensor>
padByCopies(NodeContext &context, StringRef mode, const ImportedTensor &input,
            const Padding &padding, ArrayRef<Dim> shape) {
  TensorBuilder &build = context.build;
  OpBuilder &builder = build.getBuilder();
  SmallVector<Value> sizes;
  for (auto [i, size] : llvm::enumerate(input.shape)) {
    int64_t most = std::max(padding.low[i], padding.high[i]);
    int64_t limit = size.getStatic() - (mode == "reflect" ? 1 : 0);
    if (mode != "edge" && most > 0 && (!size.isStatic() || most > limit))
      return context.error()
             << "mode " << mode << " cannot add " << most
             << " elements to dim #" << i << " of " << stringify(input.shape);
    sizes.push_back(getValueOrCreateConstantIndexOp(
        builder, build.getLocation(), build.getSize(size)));
  }
  return build.readAt(
      shape, input, {}, {},
      [&](OpBuilder &b, Location loc, ValueRange, ArrayRef<Value> loop) {
        SmallVector<Value> place;
        for (auto [i, index] : llvm::enumerate(loop)) {
          if (padding.low[i] == 0 && padding.high[i] == 0) {
            place.push_back(index);
            continue;
          }
          Value low = arith::ConstantIndexOp::create(b, loc, padding.low[i]);
          place.push_back(emitOutside(b, loc, mode,
                                      arith::SubIOp::create(b, loc, index, low),
                                      sizes[i]));
        }
        return place;
      });
}

FailureOr<ImportedTensor> mixp::importer::importPad(NodeContext &context) {
  FailureOr<std::string> mode = context.getString("mode", "constant");
  FailureOr<Padding> padding = readPadding(context);
  if (failed(mode) || failed(padding))
    return failure();
  if (*mode != "constant" && *mode != "edge" && *mode != "reflect" &&
      *mode != "wrap")
    return context.error()
           << "expected mode constant, edge, reflect or wrap but got "
           << quote(*mode);
  FailureOr<ImportedTensor> input = crop(context, *padding);
  if (failed(input))
    return failure();
  Shape shape;
  for (auto [i, size] : llvm::enumerate(input->shape))
    shape.push_back(size + Dim(padding->low[i]) + Dim(padding->high[i]));
  if (failed(context.checkSize(shape, input->kind)))
    return failure();
  if (ArrayRef<Dim>(shape) == ArrayRef<Dim>(input->shape))
    return *input;
  return *mode == "constant"
             ? padConstant(context, *input, *padding, shape)
             : padByCopies(context, *mode, *input, *padding, shape);
}
