//===- ConvertMovement.cpp - Transpose Concat Slice -----------------------===//
#include "OpTable.h"

using namespace mlir;
using namespace mixp::importer;

FailureOr<ImportedTensor>
mixp::importer::importTranspose(NodeContext &context) {
  const ImportedTensor &input = context.getInput(0);
  // Without a permutation all dims are reversed.
  SmallVector<int64_t> permutation =
      llvm::to_vector(llvm::reverse(llvm::seq<int64_t>(0, input.rank())));
  if (context.hasAttribute("perm")) {
    FailureOr<SmallVector<int64_t>> given = context.getInts("perm");
    if (failed(given))
      return failure();
    SmallVector<int64_t> sorted = *given;
    llvm::sort(sorted);
    if (sorted != llvm::to_vector(llvm::seq<int64_t>(0, input.rank())))
      return context.error()
             << "expected perm to be a permutation of " << input.rank()
             << " dims but got [" << ArrayRef<int64_t>(*given) << "]";
    permutation = *given;
  }
  return context.build.transpose(input, permutation);
}

FailureOr<ImportedTensor> mixp::importer::importConcat(NodeContext &context) {
  FailureOr<int64_t> axis = context.getInt("axis", 0);
  if (failed(axis))
    return failure();
  if (!context.hasAttribute("axis"))
    return context.error() << "expected attribute 'axis'";
  const ImportedTensor &first = context.getInput(0);
  FailureOr<size_t> dim = context.normalizeAxis(*axis, first.rank());
  if (failed(dim))
    return failure();
  SmallVector<ImportedTensor, 2> inputs; // Without those that have no elements.
  Shape shape = first.shape;
  shape[*dim] = Dim(0);
  for (size_t i = 0; i < context.getNumInputs(); ++i) {
    const ImportedTensor &input = context.getInput(i);
    if (failed(context.checkKind(i, first.kind)))
      return failure();
    Shape expected = first.shape;
    if (input.rank() == first.rank())
      expected[*dim] = input.shape[*dim];
    if (input.shape != expected)
      return context.error() << "expected input #" << i << " to agree with "
                             << stringify(first.shape) << " but for dim #"
                             << *dim << " but got " << stringify(input.shape);
    // Sums stay far below an overflow: each input is at most 16 GiB.
    shape[*dim] = shape[*dim] + input.shape[*dim];
    if (failed(context.checkElementLimit(shape, first.kind)))
      return failure();
    if (!input.shape[*dim].isZero() || inputs.empty())
      inputs.push_back(input);
  }
  bool isConstant = llvm::all_of(
      inputs, [](const ImportedTensor &input) { return !input.value; });
  if (!isConstant && failed(context.checkSize(shape, first.kind)))
    return failure();
  return context.build.concat(inputs, *dim);
}

//===----------------------------------------------------------------------===//
// Slice
//===----------------------------------------------------------------------===//

struct SliceParameters {
  SmallVector<int64_t> starts, ends, axes, steps;
};

/// Reads one list: an attribute before opset 10, an input since. A list that is
/// left out stays as it is.
static LogicalResult readList(NodeContext &context, StringRef name,
                              size_t input, SmallVector<int64_t> &list) {
  bool isInput = context.opset >= 10;
  bool isGiven = isInput ? context.hasInput(input) : context.hasAttribute(name);
  if (!isGiven)
    return success();
  FailureOr<SmallVector<int64_t>> given =
      isInput ? context.getConstantInts(input, name) : context.getInts(name);
  if (succeeded(given))
    list = std::move(*given);
  return given;
}

static FailureOr<SliceParameters> readParameters(NodeContext &context) {
  bool isInput = context.opset >= 10;
  if (isInput ? context.hasAttribute("starts") ||
                    context.hasAttribute("ends") || context.hasAttribute("axes")
              : context.getNumInputs() > 1)
    return context.error() << "expected starts, ends and axes as "
                           << (isInput ? "inputs" : "attributes")
                           << "; the file is of another opset than it says";
  if (isInput
          ? !context.hasInput(1) || !context.hasInput(2)
          : !context.hasAttribute("starts") || !context.hasAttribute("ends"))
    return context.error() << "expected starts and ends";
  SliceParameters lists;
  if (failed(readList(context, "starts", 1, lists.starts)) ||
      failed(readList(context, "ends", 2, lists.ends)))
    return failure();
  size_t count = lists.starts.size();
  lists.axes = llvm::to_vector(llvm::seq<int64_t>(0, count));
  lists.steps.assign(count, 1);
  if (failed(readList(context, "axes", 3, lists.axes)))
    return failure();
  if (isInput && failed(readList(context, "steps", 4, lists.steps)))
    return failure();
  if (lists.ends.size() != count || lists.axes.size() != count ||
      lists.steps.size() != count)
    return context.error() << "expected starts, ends, axes and steps of one "
                           << "length but got " << count << ", "
                           << lists.ends.size() << ", " << lists.axes.size()
                           << " and " << lists.steps.size();
  return lists;
}

/// ONNX's clamping: negative positions count from the end, then both are moved
/// into what a walk in the direction of `step` can reach.
static SliceDim clampSlice(int64_t start, int64_t end, int64_t step,
                           int64_t size) {
  if (size == 0)
    return {0, 0, 1};
  step = std::max(step, -std::numeric_limits<int64_t>::max());
  start += start < 0 ? size : 0;
  end += end < 0 ? size : 0;
  int64_t low = step > 0 ? 0 : -1, high = step > 0 ? size : size - 1;
  start = std::clamp(start, step > 0 ? low : 0, std::max<int64_t>(high, 0));
  end = std::clamp(end, low, high);
  int64_t distance = step > 0 ? end - start : start - end;
  int64_t count = distance <= 0 ? 0 : (distance - 1) / std::abs(step) + 1;
  return {start, count, count > 1 ? step : 1};
}

FailureOr<ImportedTensor> mixp::importer::importSlice(NodeContext &context) {
  const ImportedTensor &input = context.getInput(0);
  FailureOr<SliceParameters> lists = readParameters(context);
  if (failed(lists))
    return failure();
  SmallVector<SliceDim> dims =
      llvm::map_to_vector(input.shape, [](const Dim &dim) {
        return SliceDim{0, dim.toStatic(), 1};
      });
  Shape shape = input.shape;
  SmallVector<bool> isSliced(input.rank(), false);
  for (auto [start, end, axis, step] :
       llvm::zip(lists->starts, lists->ends, lists->axes, lists->steps)) {
    FailureOr<size_t> index = context.normalizeAxis(axis, input.rank());
    if (failed(index))
      return failure();
    if (isSliced[*index])
      return context.error() << "axis " << axis << " is given twice";
    isSliced[*index] = true;
    if (step == 0)
      return context.error() << "expected steps other than 0";
    Dim dim = input.shape[*index];
    if (!dim.isStatic()) {
      // Exporters write "to the end" as the largest int32 or int64.
      bool isWhole =
          start == 0 && step == 1 && end >= std::numeric_limits<int32_t>::max();
      if (!isWhole)
        return context.error()
               << "cannot take a part of dim #" << *index << " of "
               << stringify(input.shape) << "; give it a fixed size";
      continue;
    }
    dims[*index] = clampSlice(start, end, step, dim.getStatic());
    shape[*index] = dims[*index].count;
  }
  if (input.value && failed(context.checkSize(shape, input.kind)))
    return failure();
  return context.build.slice(input, dims);
}
