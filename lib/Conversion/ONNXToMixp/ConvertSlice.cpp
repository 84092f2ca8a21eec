//===- ConvertSlice.cpp - Slice -------------------------------------------===//
//
// Parts of dims of fixed sizes at fixed positions are known at import. Of other
// dims, `x[k:]`, `x[:-k]` and `x[-1:]` keep sizes that can be computed with;
// all else has a size of its own, which is known at run time only.
//
//===----------------------------------------------------------------------===//
#include "OpTable.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mixp::importer;

namespace {
/// A start or an end: known at import, or an element of a run-time list.
struct Position {
  std::optional<Dim> known;
  Value value = {}; // of index type

  std::optional<int64_t> getStatic() const {
    return known && known->isStatic() ? std::optional(known->getStatic())
                                      : std::nullopt;
  }
};

struct SliceParameters {
  SmallVector<Position> starts, ends;
  SmallVector<int64_t> axes, steps;
};

/// A part of one dim, as tensor.extract_slice takes it.
struct Part {
  OpFoldResult offset;
  Dim count;
  int64_t step = 1;
};
} // namespace

//===----------------------------------------------------------------------===//
// Parameters
//===----------------------------------------------------------------------===//

/// A list of numbers: an attribute before opset 10, an input since. A list that
/// is left out stays as it is.
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

/// The elements of a run-time list.
static FailureOr<SmallVector<Position>>
emitPositions(NodeContext &context, size_t index, StringRef name) {
  const ImportedTensor &input = context.getInput(index);
  if (failed(context.checkKind(index, {ElementKind::I64, ElementKind::I32})))
    return failure();
  if (input.rank() != 1 || !isStatic(input.shape))
    return context.error() << "expected " << name << " (input #" << index
                           << ") to be a list of a fixed length but got "
                           << stringify(input.shape);
  OpBuilder &builder = context.build.getBuilder();
  Location loc = context.build.getLocation();
  SmallVector<Position> positions;
  for (int64_t i = 0; i < input.shape[0].getStatic(); ++i) {
    Value place = arith::ConstantIndexOp::create(builder, loc, i);
    Value element = tensor::ExtractOp::create(builder, loc, input.value, place);
    positions.push_back(
        {std::nullopt, arith::IndexCastOp::create(
                           builder, loc, builder.getIndexType(), element)});
  }
  return positions;
}

static FailureOr<SmallVector<Position>>
readPositions(NodeContext &context, StringRef name, size_t input) {
  if (context.opset >= 10 && context.getInput(input).value)
    return emitPositions(context, input, name);
  SmallVector<Position> positions;
  if (context.opset >= 10) {
    FailureOr<SmallVector<Dim>> sizes = context.getSizes(input, name);
    if (failed(sizes))
      return failure();
    for (const Dim &size : *sizes)
      positions.push_back({size});
    return positions;
  }
  FailureOr<SmallVector<int64_t>> numbers = context.getInts(name);
  if (failed(numbers))
    return failure();
  for (int64_t number : *numbers)
    positions.push_back({Dim(number)});
  return positions;
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
  FailureOr<SmallVector<Position>> starts = readPositions(context, "starts", 1);
  if (failed(starts))
    return failure();
  FailureOr<SmallVector<Position>> ends = readPositions(context, "ends", 2);
  if (failed(ends))
    return failure();
  SliceParameters lists{*starts, *ends, {}, {}};
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

//===----------------------------------------------------------------------===//
// Parts known at import
//===----------------------------------------------------------------------===//

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

/// "To the end", as some exporters write it.
static constexpr int64_t kToTheEnd = std::numeric_limits<int32_t>::max();

static bool isToTheEnd(const Position &end) {
  auto position = end.getStatic();
  return position && *position >= kToTheEnd;
}

/// Others write some large number, such as 1000000000: so many elements along
/// `dim` that no tensor may be as large.
static bool isBeyondLimit(const Position &end, const ImportedTensor &input,
                          size_t dim) {
  auto position = end.getStatic();
  int64_t bytes = getByteWidth(input.kind);
  for (auto [i, size] : llvm::enumerate(input.shape))
    if (size.isStatic() && i != dim)
      bytes *= size.getStatic();
  return position && bytes > 0 && *position > kMaxTensorBytes / bytes;
}

//===----------------------------------------------------------------------===//
// Parts known at run time
//===----------------------------------------------------------------------===//

namespace {
/// Emits the parts of dims that are not known at import.
class PartBuilder {
public:
  explicit PartBuilder(NodeContext &context)
      : build(context.build), builder(build.getBuilder()),
        loc(build.getLocation()) {}

  Part emit(const Dim &size, const Position &start, const Position &end,
            int64_t step, size_t axis);

private:
  std::optional<Part> emitKnown(const Dim &size, const Position &start,
                                const Position &end);
  Value emitClamped(const Position &position, Value size);
  void emitAssert(const Dim &size, int64_t least);
  Value constant(int64_t number) {
    return arith::ConstantIndexOp::create(builder, loc, number);
  }

  TensorBuilder &build;
  OpBuilder &builder;
  Location loc;
};
} // namespace

void PartBuilder::emitAssert(const Dim &size, int64_t least) {
  Value value =
      getValueOrCreateConstantIndexOp(builder, loc, build.getSize(size));
  Value isEnough = arith::CmpIOp::create(
      builder, loc, arith::CmpIPredicate::sge, value, constant(least));
  cf::AssertOp::create(builder, loc, isEnough,
                       "expected a dim of at least " + std::to_string(least) +
                           " to take a part of");
}

/// `x[k:]`, `x[:-k]` and `x[-1:]` of a dim that has at least k elements.
std::optional<Part> PartBuilder::emitKnown(const Dim &size,
                                           const Position &start,
                                           const Position &end) {
  auto first = start.getStatic(), last = end.getStatic();
  if (first && *first >= 0 && isToTheEnd(end)) {
    if (*first > 0)
      emitAssert(size, *first);
    return Part{builder.getIndexAttr(*first), size - Dim(*first)};
  }
  if (first && *first == 0 && last && *last < 0) {
    emitAssert(size, -*last);
    return Part{builder.getIndexAttr(0), size + Dim(*last)};
  }
  if (first && *first == -1 && isToTheEnd(end)) {
    emitAssert(size, 1);
    return Part{build.getSize(size - Dim(1)), Dim(1)};
  }
  // Sizes of other values: x[:n] of a dim of n elements.
  if (first && *first == 0 && end.known && *end.known == size)
    return Part{builder.getIndexAttr(0), size};
  return std::nullopt;
}

/// A position from 0 to `size`; negative ones count from the end.
Value PartBuilder::emitClamped(const Position &position, Value size) {
  Value value = position.value;
  if (!value)
    value = getValueOrCreateConstantIndexOp(builder, loc,
                                            build.getSize(*position.known));
  Value zero = constant(0);
  Value isNegative = arith::CmpIOp::create(
      builder, loc, arith::CmpIPredicate::slt, value, zero);
  Value moved = arith::AddIOp::create(builder, loc, value, size);
  value = arith::SelectOp::create(builder, loc, isNegative, moved, value);
  value = arith::MaxSIOp::create(builder, loc, value, zero);
  return arith::MinSIOp::create(builder, loc, value, size);
}

Part PartBuilder::emit(const Dim &size, const Position &start,
                       const Position &end, int64_t step, size_t axis) {
  if (step == 1)
    if (auto known = emitKnown(size, start, end))
      return *known;
  Value whole =
      getValueOrCreateConstantIndexOp(builder, loc, build.getSize(size));
  Value first = emitClamped(start, whole), last = emitClamped(end, whole);
  Value distance = arith::SubIOp::create(builder, loc, last, first);
  distance = arith::MaxSIOp::create(builder, loc, distance, constant(0));
  Value count =
      arith::CeilDivUIOp::create(builder, loc, distance, constant(step));
  std::string name = "slice";
  if (auto named = dyn_cast<NameLoc>(loc))
    name = named.getName().str();
  return {first, build.addSymbol(name + ".dim" + std::to_string(axis), count),
          step};
}

static FailureOr<ImportedTensor> emitSlice(NodeContext &context,
                                           ArrayRef<Part> parts) {
  const ImportedTensor &input = context.getInput(0);
  TensorBuilder &build = context.build;
  OpBuilder &builder = build.getBuilder();
  Shape shape;
  SmallVector<OpFoldResult> offsets, steps;
  for (const Part &part : parts) {
    shape.push_back(part.count);
    offsets.push_back(part.offset);
    steps.push_back(builder.getIndexAttr(part.step));
  }
  bool isForward =
      llvm::all_of(parts, [](const Part &part) { return part.step > 0; });
  if (isForward && shape == input.shape) // all of each dim
    return input;
  if (failed(context.checkSize(shape, input.kind)))
    return failure();
  Value slice = tensor::ExtractSliceOp::create(
      builder, build.getLocation(), build.getType(shape, input.kind),
      build.getValue(input), offsets, build.getSizes(shape), steps);
  return ImportedTensor{input.kind, shape, slice, nullptr};
}

FailureOr<ImportedTensor> mixp::importer::importSlice(NodeContext &context) {
  const ImportedTensor &input = context.getInput(0);
  FailureOr<SliceParameters> lists = readParameters(context);
  if (failed(lists))
    return failure();
  SmallVector<SliceDim> dims;
  SmallVector<Part> parts;
  OpBuilder &builder = context.build.getBuilder();
  for (const Dim &size : input.shape) {
    dims.push_back({0, size.toStatic(), 1});
    parts.push_back({builder.getIndexAttr(0), size});
  }
  bool isKnown = true;
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
    const Dim &size = input.shape[*index];
    auto first = start.getStatic(), last = end.getStatic();
    if (size.isStatic() && first && last) {
      SliceDim &dim = dims[*index];
      dim = clampSlice(*first, *last, step, size.getStatic());
      parts[*index] = {builder.getIndexAttr(dim.start), Dim(dim.count),
                       dim.step};
      continue;
    }
    if (step < 0)
      return context.error() << "step " << step << " reverses dim #" << *index
                             << " of " << stringify(input.shape)
                             << " at positions that are known at run time only;"
                                " give it a fixed size";
    isKnown = false;
    if (isBeyondLimit(end, input, *index))
      end = {Dim(kToTheEnd)};
    parts[*index] = PartBuilder(context).emit(size, start, end, step, *index);
  }
  if (!isKnown)
    return emitSlice(context, parts);
  return context.build.slice(input, dims);
}
