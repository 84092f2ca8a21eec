//===- ConvertPool.cpp - MaxPool, AveragePool and global pools ------------===//
#include "ElementBuilder.h"
#include "Numbers.h"
#include "OpTable.h"
#include "Reductions.h"
#include "Window.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mixp::importer;

static FailureOr<Window> readPool(NodeContext &context) {
  FailureOr<SmallVector<int64_t>> kernel = context.getInts("kernel_shape");
  if (failed(kernel))
    return failure();
  return readWindow(context, *kernel);
}

/// The input with `value` around it, without a sign.
static Value emitPadded(NodeContext &context, const Window &window,
                        TypedAttr value) {
  TensorBuilder &build = context.build;
  OpBuilder &builder = build.getBuilder();
  Location loc = build.getLocation();
  Value input = build.getSignless(context.getInput(0));
  if (!window.hasPadding())
    return input;
  SmallVector<int64_t> low{0, 0}, high{0, 0};
  SmallVector<int64_t> sizes(
      cast<RankedTensorType>(input.getType()).getShape().take_front(2));
  for (size_t i = 0; i < window.rank(); ++i) {
    low.push_back(window.low[i]);
    high.push_back(window.high[i] + window.extra[i]);
    sizes.push_back(low.back() + window.input[i] + high.back());
  }
  Value scalar = arith::ConstantOp::create(builder, loc, value);
  return tensor::PadOp::create(
      builder, loc, RankedTensorType::get(sizes, value.getType()), input,
      getAsIndexOpFoldResult(builder.getContext(), low),
      getAsIndexOpFoldResult(builder.getContext(), high), scalar);
}

/// Combines the elements of each window, beginning with `initial`, which is
/// also what stands in the padding.
static ImportedTensor emitPool(
    NodeContext &context, const Window &window, TypedAttr initial,
    llvm::function_ref<Value(const ElementBuilder &, Value, Value)> combine) {
  const ImportedTensor &input = context.getInput(0);
  TensorBuilder &build = context.build;
  OpBuilder &builder = build.getBuilder();
  Shape shape{input.shape[0], input.shape[1]};
  for (int64_t size : window.result)
    shape.push_back(size);
  unsigned rank = window.rank(), loops = 2 + 2 * rank;
  SmallVector<AffineExpr> read, taps;
  for (unsigned i = 0; i < loops; ++i)
    read.push_back(builder.getAffineDimExpr(i));
  taps.assign(read.begin() + 2 + rank, read.end());
  SmallVector<AffineExpr> write(read.begin(), read.begin() + 2 + rank);
  read.resize(2 + rank);
  for (unsigned i = 0; i < rank; ++i)
    read[2 + i] =
        read[2 + i] * window.strides[i] + taps[i] * window.dilations[i];
  auto map = [&](ArrayRef<AffineExpr> exprs) {
    return AffineMap::get(loops, 0, exprs, builder.getContext());
  };
  SmallVector<utils::IteratorType> iterators(2 + rank,
                                             utils::IteratorType::parallel);
  iterators.append(rank, utils::IteratorType::reduction);
  Value padded = emitPadded(context, window, initial);
  // Says how many taps there are; its elements are not read.
  Value kernel = tensor::EmptyOp::create(builder, build.getLocation(),
                                         window.kernel, initial.getType());
  Value init = build.getFilled(shape, initial);
  auto generic = linalg::GenericOp::create(
      builder, build.getLocation(), init.getType(), ValueRange{padded, kernel},
      init, ArrayRef<AffineMap>{map(read), map(taps), map(write)}, iterators,
      [&](OpBuilder &b, Location loc, ValueRange in) {
        ElementBuilder e(b, loc, input.kind);
        linalg::YieldOp::create(b, loc, combine(e, in[0], in[2]));
      });
  return build.fromSignless(generic.getResult(0), shape, input.kind);
}

/// Where in the whole input each window's largest element is: the first place
/// in the window that holds it. Elements of an image are counted in row-major
/// or, with storage_order 1, column-major order.
static ImportedTensor emitPlaces(NodeContext &context, const Window &window,
                                 bool isColumnMajor,
                                 const ImportedTensor &largest) {
  const ImportedTensor &input = context.getInput(0);
  TensorBuilder &build = context.build;
  OpBuilder &builder = build.getBuilder();
  size_t rank = window.rank();
  int64_t taps = 1, image = 1;
  for (size_t i = 0; i < rank; ++i) {
    taps *= window.kernel[i];
    image *= window.input[i];
  }
  Value source = build.getSignless(input);
  Value channels = getValueOrCreateConstantIndexOp(
      builder, build.getLocation(), build.getSize(input.shape[1]));
  return build.elementwise(
      largest.shape, ElementKind::I64, largest,
      [&](OpBuilder &b, Location loc, ValueRange in) -> Value {
        ElementBuilder e(b, loc, input.kind);
        auto constant = [&](int64_t number) -> Value {
          return arith::ConstantIndexOp::create(b, loc, number);
        };
        auto index = [&](size_t dim) -> Value {
          return linalg::IndexOp::create(b, loc, dim);
        };
        Value n = index(0), c = index(1);
        Value place =
            e.call<arith::AddIOp>(e.call<arith::MulIOp>(n, channels), c);
        Value base = e.call<arith::MulIOp>(place, constant(image));
        Value found = constant(0);
        // From the last tap to the first, so that the first one stays.
        for (int64_t tap = taps - 1; tap >= 0; --tap) {
          SmallVector<Value> at{n, c};
          Value isInside =
              arith::ConstantOp::create(b, loc, b.getBoolAttr(true));
          Value offset = constant(0);
          int64_t rest = tap, below = taps;
          for (size_t i = 0; i < rank; ++i) {
            below /= window.kernel[i];
            int64_t shift = rest / below * window.dilations[i] - window.low[i];
            rest %= below;
            Value x = e.call<arith::AddIOp>(
                e.call<arith::MulIOp>(index(2 + i),
                                      constant(window.strides[i])),
                constant(shift));
            Value size = constant(window.input[i]);
            Value fits =
                e.call<arith::CmpIOp>(arith::CmpIPredicate::ult, x, size);
            isInside = e.call<arith::AndIOp>(isInside, fits);
            // What is outside is read from the edge and not taken.
            Value clamped =
                e.call<arith::MinSIOp>(e.call<arith::MaxSIOp>(x, constant(0)),
                                       constant(window.input[i] - 1));
            at.push_back(clamped);
          }
          for (size_t i = 0; i < rank; ++i) {
            size_t dim = isColumnMajor ? rank - 1 - i : i;
            offset = e.call<arith::AddIOp>(
                e.call<arith::MulIOp>(offset, constant(window.input[dim])),
                at[2 + dim]);
          }
          Value element = tensor::ExtractOp::create(b, loc, source, at);
          Value isLargest = e.compare(Comparison::Equal, element, in[0]);
          Value isHere = e.call<arith::AndIOp>(isInside, isLargest);
          found = e.select(isHere, offset, found);
        }
        return e.call<arith::IndexCastOp>(b.getI64Type(),
                                          e.call<arith::AddIOp>(base, found));
      });
}

FailureOr<Tensors> mixp::importer::importMaxPool(NodeContext &context) {
  const ImportedTensor &input = context.getInput(0);
  FailureOr<Window> window = readPool(context);
  if (failed(window) ||
      failed(context.checkKind(0, {ElementKind::F32, ElementKind::F64,
                                   ElementKind::I8, ElementKind::U8})) ||
      failed(context.checkSize(input.shape, input.kind)))
    return failure();
  FailureOr<int64_t> order = context.getInt("storage_order", 0);
  if (failed(order))
    return failure();
  ImportedTensor result = emitPool(
      context, *window, context.build.getLimit(input.kind, /*isLeast=*/true),
      [](const ElementBuilder &e, Value x, Value best) {
        return e.max(x, best);
      });
  if (!context.hasOutput(1))
    return Tensors{result};
  return Tensors{result, emitPlaces(context, *window, *order != 0, result)};
}

/// How many elements each window takes the mean of, one number for each place
/// of the result's spatial dims.
static ImportedTensor getCounts(const Window &window, bool includesPadding,
                                ElementKind kind) {
  SmallVector<double> counts{1};
  Shape shape;
  for (size_t i = 0; i < window.rank(); ++i) {
    int64_t end = window.low[i] + window.input[i];
    int64_t begin = includesPadding ? 0 : window.low[i];
    if (includesPadding)
      end += window.high[i];
    SmallVector<double> outer = std::move(counts);
    counts.clear();
    for (double count : outer)
      for (int64_t place = 0; place < window.result[i]; ++place)
        counts.push_back(count * window.countTaps(i, place, begin, end));
    shape.push_back(window.result[i]);
  }
  if (llvm::all_equal(counts))
    return makeScalar(kind, counts.front());
  std::string data;
  for (double count : counts)
    appendNumber(data, kind, count);
  return ImportedTensor::constant(kind, shape, std::move(data));
}

FailureOr<ImportedTensor>
mixp::importer::importAveragePool(NodeContext &context) {
  const ImportedTensor &input = context.getInput(0);
  FailureOr<int64_t> includes = context.getInt("count_include_pad", 0);
  FailureOr<Window> window = readPool(context);
  if (failed(includes) || failed(window) ||
      failed(context.checkKind(0, {ElementKind::F32, ElementKind::F64})) ||
      failed(context.checkSize(input.shape, input.kind)))
    return failure();
  TensorBuilder &build = context.build;
  ImportedTensor sum =
      emitPool(context, *window, build.getNumber(input.kind, 0),
               [](const ElementBuilder &e, Value x, Value sum) {
                 return e.add(sum, x);
               });
  ImportedTensor counts = getCounts(*window, *includes != 0, input.kind);
  return compute(build, sum.shape, sum.kind, sum.kind, {sum, counts},
                 [](const ElementBuilder &e, ValueRange in) {
                   return e.div(in[0], in[1]);
                 });
}

//===----------------------------------------------------------------------===//
// Whole images
//===----------------------------------------------------------------------===//

static LogicalResult checkImage(NodeContext &context) {
  const ImportedTensor &input = context.getInput(0);
  if (failed(context.checkKind(0, {ElementKind::F32, ElementKind::F64})) ||
      failed(context.checkSize(input.shape, input.kind)))
    return failure();
  if (input.rank() < 3)
    return context.error() << "expected an input of rank 3 or more but got "
                           << stringify(input.shape);
  return success();
}

FailureOr<ImportedTensor>
mixp::importer::importGlobalMaxPool(NodeContext &context) {
  if (failed(checkImage(context)))
    return failure();
  const ImportedTensor &input = context.getInput(0);
  return context.build.reduce(
      input, llvm::to_vector(llvm::seq<size_t>(2, input.rank())),
      context.build.getLimit(input.kind, /*isLeast=*/true),
      [&](OpBuilder &b, Location loc, ValueRange in) {
        return ElementBuilder(b, loc, input.kind).max(in[0], in[1]);
      });
}

FailureOr<ImportedTensor>
mixp::importer::importGlobalAveragePool(NodeContext &context) {
  if (failed(checkImage(context)))
    return failure();
  const ImportedTensor &input = context.getInput(0);
  return emitMean(context, input,
                  llvm::to_vector(llvm::seq<size_t>(2, input.rank())));
}
