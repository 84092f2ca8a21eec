//===- ConvertShapes.cpp - Shape Size ConstantOfShape Expand Tile ---------===//
#include "Numbers.h"
#include "OpTable.h"
#include "llvm/Support/MathExtras.h"
#include <numeric>

using namespace mlir;
using namespace mixp::importer;

FailureOr<ImportedTensor> mixp::importer::importShape(NodeContext &context) {
  ArrayRef<Dim> shape = context.getInput(0).shape;
  int64_t rank = shape.size();
  FailureOr<int64_t> start = context.getInt("start", 0);
  FailureOr<int64_t> end = context.getInt("end", rank);
  if (failed(start) || failed(end))
    return failure();
  // As a slice: negative positions count from the end, others are clamped.
  auto clamp = [&](int64_t position) {
    return std::clamp<int64_t>(position < 0 ? position + rank : position, 0,
                               rank);
  };
  int64_t first = clamp(*start), last = std::max(clamp(*end), first);
  return ImportedTensor::fromSizes({Dim(last - first)},
                                   shape.slice(first, last - first));
}

FailureOr<ImportedTensor> mixp::importer::importSize(NodeContext &context) {
  return ImportedTensor::fromSizes({}, product(context.getInput(0).shape));
}

FailureOr<ImportedTensor>
mixp::importer::importConstantOfShape(NodeContext &context) {
  FailureOr<SmallVector<Dim>> shape = context.getSizes(0, "the shape");
  if (failed(shape))
    return failure();
  ImportedTensor value = makeScalar(ElementKind::F32, 0);
  if (const OnnxAttribute *attribute = context.find("value")) {
    auto *tensor = std::get_if<OnnxTensor>(&attribute->value);
    if (!tensor || product(toConstant(*tensor).shape) != Dim(1))
      return context.error() << "expected attribute 'value' to be a tensor of "
                                "one element";
    value = toConstant(*tensor);
  }
  if (failed(context.checkElementLimit(*shape, value.kind)))
    return failure();
  // Shape arithmetic needs its constants at import.
  constexpr int64_t kMostElements = 4096;
  Dim count = product(*shape);
  if (count.isStatic() && count.getStatic() <= kMostElements) {
    std::string data;
    for (int64_t i = 0; i < count.getStatic(); ++i)
      data += *value.bytes;
    return ImportedTensor::constant(value.kind, Shape(ArrayRef<Dim>(*shape)),
                                    std::move(data));
  }
  if (failed(context.checkSize(*shape, value.kind)))
    return failure();
  TensorBuilder &build = context.build;
  return build.fromSignless(build.getFilled(*shape, build.getElement(value)),
                            *shape, value.kind);
}

FailureOr<ImportedTensor> mixp::importer::importExpand(NodeContext &context) {
  const ImportedTensor &input = context.getInput(0);
  FailureOr<SmallVector<Dim>> target = context.getSizes(1, "the shape");
  if (failed(target))
    return failure();
  std::optional<Shape> shape = broadcast(input.shape, *target);
  if (!shape)
    return context.error() << "expected shapes that broadcast but got "
                           << stringify(input.shape) << " and "
                           << stringify(ArrayRef<Dim>(*target));
  if (failed(context.checkSize(*shape, input.kind)))
    return failure();
  return context.build.expand(input, *shape);
}

/// Each dim becomes two, the first of which is repeated.
FailureOr<ImportedTensor> mixp::importer::importTile(NodeContext &context) {
  const ImportedTensor &input = context.getInput(0);
  FailureOr<SmallVector<Dim>> repeats = context.getSizes(1, "the repeats");
  if (failed(repeats))
    return failure();
  if (repeats->size() != input.rank())
    return context.error() << "expected " << input.rank() << " repeats but got "
                           << repeats->size();
  Shape before, between, after;
  for (auto [size, count] : llvm::zip_equal(input.shape, *repeats)) {
    before.append({Dim(), size});
    between.append({count, size});
    after.push_back(count * size);
  }
  if (failed(context.checkSize(after, input.kind)))
    return failure();
  TensorBuilder &build = context.build;
  return build.reshape(build.expand(build.reshape(input, before), between),
                       after);
}

//===----------------------------------------------------------------------===//
// Split
//===----------------------------------------------------------------------===//

/// The parts' sizes: an attribute before opset 13, an input since; equal parts
/// without, the last one smaller since opset 18.
static FailureOr<SmallVector<int64_t>> getParts(NodeContext &context,
                                                int64_t size) {
  bool isInput = context.opset >= 13;
  if (isInput ? context.hasInput(1) : context.hasAttribute("split"))
    return isInput ? context.getConstantInts(1, "the split")
                   : context.getInts("split");
  int64_t count = context.getNumOutputs();
  int64_t part = llvm::divideCeil(size, count);
  if (part * count != size && context.opset < 18)
    return context.error() << "cannot split " << size << " into " << count
                           << " equal parts";
  SmallVector<int64_t> parts(count, part);
  parts.back() = size - part * (count - 1);
  return parts;
}

FailureOr<Tensors> mixp::importer::importSplit(NodeContext &context) {
  const ImportedTensor &input = context.getInput(0);
  FailureOr<int64_t> axis = context.getInt("axis", 0);
  if (failed(axis))
    return failure();
  FailureOr<size_t> dim = context.normalizeAxis(*axis, input.rank());
  if (failed(dim))
    return failure();
  if (!input.shape[*dim].isStatic())
    return context.error() << "cannot split dim #" << *dim << " of "
                           << stringify(input.shape)
                           << "; give it a fixed size";
  int64_t size = input.shape[*dim].getStatic(), start = 0;
  FailureOr<SmallVector<int64_t>> parts = getParts(context, size);
  if (failed(parts))
    return failure();
  bool isNegative = llvm::any_of(*parts, [](int64_t part) { return part < 0; });
  int64_t sum = isNegative
                    ? -1
                    : std::accumulate(parts->begin(), parts->end(), int64_t(0));
  if (sum != size || parts->size() != context.getNumOutputs())
    return context.error() << "expected " << context.getNumOutputs()
                           << " parts with the sum " << size << " but got ["
                           << ArrayRef<int64_t>(*parts) << "]";
  Tensors results;
  for (int64_t part : *parts) {
    SmallVector<SliceDim> slice =
        llvm::map_to_vector(input.shape, [](const Dim &dim) {
          return SliceDim{0, dim.toStatic(), 1};
        });
    slice[*dim] = {start, part, 1};
    start += part;
    results.push_back(context.build.slice(input, slice));
  }
  return results;
}
