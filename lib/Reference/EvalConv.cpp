//===- EvalConv.cpp - mixp.conv -------------------------------------------===//
#include "Integers.h"
#include "ProductRule.h"
#include "mixp/Dialect/Mixp/IR/StorageRange.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::reference;

namespace {

/// The spatial dims of one tensor of a convolution: N or O, channels, and the
/// place of an element.
struct Image {
  Image(const Tensor &tensor, ConvOp op) : shape(tensor.shape) {
    SmallVector<int64_t> strides = rowMajorStrides(tensor.shape);
    first = strides[0];
    channel = strides[op.getChannelDim()];
    for (int64_t i = 0; i < op.getSpatialRank(); ++i) {
      sizes.push_back(tensor.shape[op.getSpatialDim(i)]);
      steps.push_back(strides[op.getSpatialDim(i)]);
    }
    channels = tensor.shape[op.getChannelDim()];
  }
  int64_t count() const {
    int64_t count = 1;
    for (int64_t size : sizes)
      count *= size;
    return count;
  }
  /// The spatial indices of the element that is `number` in row-major order.
  SmallVector<int64_t> indices(int64_t number) const {
    SmallVector<int64_t> result(sizes.size());
    for (size_t i = sizes.size(); i-- > 0; number /= sizes[i])
      result[i] = number % sizes[i];
    return result;
  }
  int64_t offset(ArrayRef<int64_t> place) const {
    int64_t result = 0;
    for (auto [index, step] : llvm::zip_equal(place, steps))
      result += index * step;
    return result;
  }

  ArrayRef<int64_t> shape;
  int64_t first, channel, channels;
  SmallVector<int64_t> sizes, steps;
};

/// Evaluates one mixp.conv from its definition: for each element of the batch
/// and each group, the product of the windows and the filters by the rule of
/// docs/Numerics.md that types and scales select.
class ConvRunner {
public:
  ConvRunner(ConvOp op, Evaluation &evaluation)
      : op(op), evaluation(evaluation), input(evaluation.get(op.getInput())),
        filter(evaluation.get(op.getFilter())), in(input, op),
        window(filter, op), strides(op.getResolvedStrides()),
        dilations(op.getResolvedDilations()), low(op.getResolvedPadLow()) {}
  LogicalResult run();

private:
  LogicalResult expect(const Twine &what, int64_t expected, int64_t got);
  LogicalResult checkSizes(const Image &out);
  LogicalResult checkTables(Value operand, Value scale, Value zeroPoint,
                            std::optional<ArrayRef<int64_t>> block,
                            StringRef name);
  std::optional<Tensor> select(Value table, int64_t from, int64_t count);
  std::optional<Tensor> clampedZeroPoint(int64_t n);
  Tensor gatherWindows(const Image &out, int64_t n, int64_t group,
                       const std::optional<Tensor> &zeroPoint);
  void forEachFilter(int64_t group, int64_t count,
                     function_ref<void(int64_t, int64_t)> visit);
  Tensor gatherFilters(int64_t group, int64_t count);
  std::optional<Tensor> gatherFilterTable(Value table, int64_t group,
                                          int64_t count);
  void runGroup(const Image &out, int64_t n, int64_t group, Tensor &result);

  ConvOp op;
  Evaluation &evaluation;
  const Tensor &input, &filter;
  Image in, window;
  SmallVector<int64_t> strides, dilations, low;
};

} // namespace

//===----------------------------------------------------------------------===//
// Sizes
//===----------------------------------------------------------------------===//

LogicalResult ConvRunner::expect(const Twine &what, int64_t expected,
                                 int64_t got) {
  if (expected == got)
    return success();
  return op.emitOpError() << "expected " << what << " to be " << expected
                          << " but got " << got;
}

LogicalResult ConvRunner::checkSizes(const Image &out) {
  if (failed(expect("the batch of outs", in.shape[0], out.shape[0])) ||
      failed(expect("the channels of the filter",
                    in.channels / static_cast<int64_t>(op.getGroups()),
                    window.channels)) ||
      failed(expect("the channels of outs", window.shape[0], out.channels)))
    return failure();
  for (size_t i = 0; i < strides.size(); ++i) {
    int64_t last = in.sizes[i] + op.getWindowMargin(i);
    int64_t windows = last < 0 ? 0 : last / strides[i] + 1;
    if (failed(expect("spatial dim #" + Twine(i) + " of outs", windows,
                      out.sizes[i])))
      return failure();
  }
  return success();
}

/// The block rule on the sizes of the run. The verifier has seen that there is
/// one value, one for each index of the first dim, or, for the filter, groups.
LogicalResult ConvRunner::checkTables(Value operand, Value scale,
                                      Value zeroPoint,
                                      std::optional<ArrayRef<int64_t>> block,
                                      StringRef name) {
  for (auto [table, suffix] :
       {std::pair(scale, "_scale"), {zeroPoint, "_zero_point"}})
    if (table && failed(BlockLookup::build(op, evaluation.get(operand).shape,
                                           evaluation.get(table), block,
                                           (name + suffix).str())))
      return failure();
  return success();
}

//===----------------------------------------------------------------------===//
// Operands
//===----------------------------------------------------------------------===//

/// `count` values of a table (null: nothing), or the one that it has.
std::optional<Tensor> ConvRunner::select(Value table, int64_t from,
                                         int64_t count) {
  if (!table)
    return std::nullopt;
  const Tensor &all = evaluation.get(table);
  if (all.numElements() == 1)
    return all;
  Tensor part = makeTensor({count}, all.elementType);
  for (int64_t i = 0; i < count; ++i)
    part.values[i] = all.values[from + i];
  if (!all.isExact())
    part.bounds.assign(all.bounds.begin() + from,
                       all.bounds.begin() + from + count);
  return part;
}

/// The input's zero point for an element of the batch; beside padding, in the
/// range of the input's type.
std::optional<Tensor> ConvRunner::clampedZeroPoint(int64_t n) {
  std::optional<Tensor> zeroPoint = select(op.getInputZeroPoint(), n, 1);
  if (!zeroPoint || !op.isPadded())
    return zeroPoint;
  StorageRange range = storageRange(input.elementType, op.getInputUnsigned());
  auto clamp = [&](double z) {
    return std::clamp(z, static_cast<double>(range.min),
                      static_cast<double>(range.max));
  };
  Number clamped =
      applyMonotone(clamp, {zeroPoint->values[0], zeroPoint->bound(0)});
  zeroPoint->values[0] = clamped.value;
  zeroPoint->bounds.assign(1, clamped.bound);
  zeroPoint->dropZeroBounds();
  return zeroPoint;
}

/// A row for each pixel of outs: the elements that its window covers, and the
/// zero point where there are none.
Tensor ConvRunner::gatherWindows(const Image &out, int64_t n, int64_t group,
                                 const std::optional<Tensor> &zeroPoint) {
  int64_t channels = window.channels, taps = window.count();
  Tensor rows = makeTensor({out.count(), taps * channels}, input.elementType);
  if (!input.isExact())
    rows.bounds.resize(rows.values.size());
  Number padding;
  if (zeroPoint)
    padding =
        writeInteger({zeroPoint->values[0], 0}, *numberType(input.elementType),
                     op.getInputUnsigned());
  int64_t at = 0;
  for (int64_t pixel = 0; pixel < out.count(); ++pixel)
    for (int64_t tap = 0; tap < taps; ++tap) {
      SmallVector<int64_t> place = out.indices(pixel), t = window.indices(tap);
      bool isInside = true;
      for (size_t i = 0; i < place.size(); ++i) {
        place[i] = place[i] * strides[i] + t[i] * dilations[i] - low[i];
        isInside &= place[i] >= 0 && place[i] < in.sizes[i];
      }
      int64_t from = n * in.first + in.offset(place);
      for (int64_t c = 0; c < channels; ++c, ++at) {
        int64_t element = from + (group * channels + c) * in.channel;
        rows.values[at] = isInside ? input.values[element] : padding.value;
        if (isInside && !input.isExact())
          rows.bounds[at] = input.bounds[element];
      }
    }
  return rows;
}

/// Calls visit(place in the rows of a group's filters, element of the filter):
/// a row for each output channel, in the order of the windows.
void ConvRunner::forEachFilter(int64_t group, int64_t count,
                               function_ref<void(int64_t, int64_t)> visit) {
  int64_t at = 0;
  for (int64_t o = 0; o < count; ++o)
    for (int64_t tap = 0; tap < window.count(); ++tap)
      for (int64_t c = 0; c < window.channels; ++c, ++at)
        visit(at, (group * count + o) * window.first +
                      window.offset(window.indices(tap)) + c * window.channel);
}

Tensor ConvRunner::gatherFilters(int64_t group, int64_t count) {
  Tensor rows =
      makeTensor({count, window.count() * window.channels}, filter.elementType);
  if (!filter.isExact())
    rows.bounds.resize(rows.values.size());
  forEachFilter(group, count, [&](int64_t at, int64_t element) {
    rows.values[at] = filter.values[element];
    if (!filter.isExact())
      rows.bounds[at] = filter.bounds[element];
  });
  return rows;
}

/// A scale or zero point of the filter (null: nothing) for a group: one value,
/// one for each output channel, or one for each element of gatherFilters.
std::optional<Tensor> ConvRunner::gatherFilterTable(Value table, int64_t group,
                                                    int64_t count) {
  if (!table)
    return std::nullopt;
  const Tensor &all = evaluation.get(table);
  if (llvm::all_of(llvm::drop_begin(all.shape),
                   [](int64_t size) { return size == 1; }))
    return select(table, group * count, count);
  // checkTables has seen that the rule holds.
  BlockLookup lookup =
      *BlockLookup::build(op, filter.shape, all, op.getFilterBlock(), "filter");
  std::vector<int64_t> places(filter.values.size());
  lookup.forEach(filter.shape, [&](int64_t element, int64_t place) {
    places[element] = place;
  });
  Tensor rows =
      makeTensor({count, window.count() * window.channels}, all.elementType);
  if (!all.isExact())
    rows.bounds.resize(rows.values.size());
  forEachFilter(group, count, [&](int64_t at, int64_t element) {
    rows.values[at] = all.values[places[element]];
    if (!all.isExact())
      rows.bounds[at] = all.bounds[places[element]];
  });
  return rows;
}

//===----------------------------------------------------------------------===//
// Products
//===----------------------------------------------------------------------===//

void ConvRunner::runGroup(const Image &out, int64_t n, int64_t group,
                          Tensor &result) {
  int64_t pixels = out.count(), count = out.channels / op.getGroups();
  std::optional<Tensor> inputScale = select(op.getInputScale(), n, 1);
  std::optional<Tensor> inputZero = clampedZeroPoint(n);
  std::optional<Tensor> filterScale =
      gatherFilterTable(op.getFilterScale(), group, count);
  std::optional<Tensor> filterZero =
      gatherFilterTable(op.getFilterZeroPoint(), group, count);
  Tensor windows = gatherWindows(out, n, group, inputZero);
  Tensor filters = gatherFilters(group, count);
  auto pointer = [](std::optional<Tensor> &tensor) {
    return tensor ? &*tensor : nullptr;
  };
  MatmulOperand lhs = MatmulOperand::ofRows(
      windows, op.getInputUnsigned(), pointer(inputScale), pointer(inputZero));
  MatmulOperand rhs =
      MatmulOperand::ofRows(filters, op.getFilterUnsigned(),
                            pointer(filterScale), pointer(filterZero));
  Tensor part = makeTensor({pixels, count}, result.elementType);
  part.bounds.resize(part.values.size());
  auto forEach = [&](function_ref<void(int64_t, int64_t)> visit) {
    for (int64_t pixel = 0, at = 0; pixel < pixels; ++pixel)
      for (int64_t o = 0; o < count; ++o, ++at)
        visit(at, n * out.first + (group * count + o) * out.channel +
                      out.offset(out.indices(pixel)));
  };
  forEach([&](int64_t at, int64_t element) {
    part.values[at] = result.values[element];
    part.bounds[at] = result.bounds[element];
  });
  evaluateProducts(ProductTraits::of(op, op.getInput(), op.getFilter()), lhs,
                   rhs, 1, part);
  forEach([&](int64_t at, int64_t element) {
    result.values[element] = part.values[at];
    result.bounds[element] = part.bounds[at];
  });
}

LogicalResult ConvRunner::run() {
  Tensor result = evaluation.take(op.getOuts());
  Image out(result, op);
  if (failed(checkSizes(out)) ||
      failed(checkTables(op.getInput(), op.getInputScale(),
                         op.getInputZeroPoint(), op.getInputBlock(),
                         "input")) ||
      failed(checkTables(op.getFilter(), op.getFilterScale(),
                         op.getFilterZeroPoint(), op.getFilterBlock(),
                         "filter")))
    return failure();
  result.bounds.resize(result.values.size());
  for (int64_t n = 0; n < out.shape[0]; ++n)
    for (int64_t group = 0; group < static_cast<int64_t>(op.getGroups());
         ++group)
      runGroup(out, n, group, result);
  result.dropZeroBounds();
  evaluation.set(op.getResult(), std::move(result));
  return success();
}

Outcome reference::evaluateConv(Operation *op, Evaluation &evaluation) {
  if (auto conv = dyn_cast<ConvOp>(op))
    return ConvRunner(conv, evaluation).run();
  return std::nullopt;
}
