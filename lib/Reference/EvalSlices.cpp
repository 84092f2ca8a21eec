//===- EvalSlices.cpp - Slices of tensors ---------------------------------===//
#include "Evaluation.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::reference;

namespace {

/// A box of a larger tensor: element i of the box, in row-major order, is
/// element `offset(i)` of the tensor.
struct Box {
  SmallVector<int64_t> offsets, sizes, strides;

  int64_t numElements() const { return countElements(sizes).value_or(-1); }

  /// Why the box is not inside `shape`, or empty.
  LogicalResult check(Operation *op, ArrayRef<int64_t> shape) const {
    for (auto [dim, size] : llvm::enumerate(sizes)) {
      int64_t last = offsets[dim] + (size - 1) * strides[dim];
      if (size < 0 ||
          (size > 0 && (std::min(offsets[dim], last) < 0 ||
                        std::max(offsets[dim], last) >= shape[dim])))
        return op->emitOpError()
               << "slice [" << offsets[dim] << ", +" << size << " by "
               << strides[dim] << "] is out of bounds in dim #" << dim
               << " of size " << shape[dim];
    }
    return success();
  }

  /// Calls `visit(i, offset)` for every element of the box.
  template <typename F> void forEach(ArrayRef<int64_t> shape, F visit) const {
    SmallVector<int64_t> outer = rowMajorStrides(shape);
    SmallVector<int64_t> index(sizes.size(), 0);
    int64_t offset = 0;
    for (auto [dim, begin] : llvm::enumerate(offsets))
      offset += begin * outer[dim];
    for (int64_t i = 0, e = numElements(); i < e; ++i) {
      visit(i, offset);
      for (int64_t dim = static_cast<int64_t>(sizes.size()) - 1; dim >= 0;
           --dim) {
        offset += strides[dim] * outer[dim];
        if (++index[dim] < sizes[dim])
          break;
        offset -= sizes[dim] * strides[dim] * outer[dim];
        index[dim] = 0;
      }
    }
  }
};

template <typename SliceOp>
Box boxOf(SliceOp op, const Evaluation &evaluation) {
  return {evaluation.getIndices(op.getMixedOffsets()),
          evaluation.getIndices(op.getMixedSizes()),
          evaluation.getIndices(op.getMixedStrides())};
}

} // namespace

static LogicalResult evaluateExtractSlice(tensor::ExtractSliceOp op,
                                          Evaluation &evaluation) {
  const Tensor &source = evaluation.get(op.getSource());
  Box box = boxOf(op, evaluation);
  if (failed(box.check(op, source.shape)))
    return failure();
  SmallVector<int64_t> shape;
  llvm::SmallBitVector dropped = op.getDroppedDims();
  for (auto [dim, size] : llvm::enumerate(box.sizes))
    if (!dropped[dim])
      shape.push_back(size);
  FailureOr<Tensor> result = allocate(op, shape, source.elementType);
  if (failed(result))
    return failure();
  if (!source.isExact())
    result->bounds.resize(result->values.size());
  result->lows.resize(source.lows.empty() ? 0 : result->values.size());
  box.forEach(source.shape, [&](int64_t i, int64_t offset) {
    result->values[i] = source.values[offset];
    if (!source.isExact())
      result->bounds[i] = source.bounds[offset];
    if (!source.lows.empty())
      result->lows[i] = source.lows[offset];
  });
  evaluation.set(op.getResult(), std::move(*result));
  return success();
}

static LogicalResult evaluateInsertSlice(tensor::InsertSliceOp op,
                                         Evaluation &evaluation) {
  Tensor result = evaluation.take(op.getDest());
  const Tensor &source = evaluation.get(op.getSource());
  Box box = boxOf(op, evaluation);
  if (failed(box.check(op, result.shape)))
    return failure();
  if (box.numElements() != source.numElements())
    return op.emitOpError() << "expected a source of " << box.numElements()
                            << " elements but got " << source.numElements();
  if (!source.isExact() && result.isExact())
    result.bounds.resize(result.values.size());
  if (!source.lows.empty() || !result.lows.empty())
    result.lows.resize(result.values.size());
  box.forEach(result.shape, [&](int64_t i, int64_t offset) {
    result.values[offset] = source.values[i];
    if (!result.isExact())
      result.bounds[offset] = source.bound(i);
    if (!result.lows.empty())
      result.lows[offset] = source.lows.empty() ? 0 : source.lows[i];
  });
  evaluation.set(op.getResult(), std::move(result));
  return success();
}

Outcome reference::evaluateSlice(Operation *op, Evaluation &evaluation) {
  if (auto extract = dyn_cast<tensor::ExtractSliceOp>(op))
    return evaluateExtractSlice(extract, evaluation);
  if (auto insert = dyn_cast<tensor::InsertSliceOp>(op))
    return evaluateInsertSlice(insert, evaluation);
  return std::nullopt;
}
