//===- FoldConstants.cpp - Ops on constants, done at import ---------------===//
#include "FoldConstants.h"
#include <cstring>

using namespace mixp::importer;
using llvm::ArrayRef;
using llvm::SmallVector;

/// Elements between neighbours along each dim, in row-major order.
static SmallVector<int64_t> getStrides(ArrayRef<Dim> shape) {
  SmallVector<int64_t> strides(shape.size());
  int64_t stride = 1;
  for (size_t i = shape.size(); i-- > 0;) {
    strides[i] = stride;
    stride *= shape[i].getStatic();
  }
  return strides;
}

/// Calls `visit(offset)` for every element of `shape` in row-major order, the
/// offset being `start` plus index times stride.
template <typename Visit>
static void forEachOffset(ArrayRef<Dim> shape, int64_t start,
                          ArrayRef<int64_t> strides, Visit visit) {
  int64_t count = product(shape).getStatic();
  SmallVector<int64_t> index(shape.size(), 0);
  int64_t offset = start;
  for (int64_t i = 0; i < count; ++i) {
    visit(offset);
    for (size_t dim = shape.size(); dim-- > 0;) {
      offset += strides[dim];
      if (++index[dim] < shape[dim].getStatic())
        break;
      offset -= strides[dim] * shape[dim].getStatic();
      index[dim] = 0;
    }
  }
}

/// The elements at those offsets, as a constant or sizes of `shape`.
static ImportedTensor gather(const ImportedTensor &input, Shape shape,
                             int64_t start, ArrayRef<int64_t> strides) {
  if (input.isSizes()) {
    SmallVector<Dim> sizes;
    forEachOffset(shape, start, strides, [&](int64_t offset) {
      sizes.push_back(input.sizes[offset]);
    });
    return ImportedTensor::fromSizes(std::move(shape), sizes, input.kind);
  }
  int64_t width = getByteWidth(input.kind);
  std::string data(product(shape).getStatic() * width, '\0');
  char *out = data.data();
  forEachOffset(shape, start, strides, [&](int64_t offset) {
    std::memcpy(out, input.bytes->data() + offset * width, width);
    out += width;
  });
  return ImportedTensor::constant(input.kind, std::move(shape),
                                  std::move(data));
}

ImportedTensor mixp::importer::foldTranspose(const ImportedTensor &input,
                                             ArrayRef<int64_t> permutation) {
  SmallVector<int64_t> strides = getStrides(input.shape), permuted;
  Shape shape;
  for (int64_t dim : permutation) {
    shape.push_back(input.shape[dim]);
    permuted.push_back(strides[dim]);
  }
  return gather(input, std::move(shape), 0, permuted);
}

ImportedTensor mixp::importer::foldSlice(const ImportedTensor &input,
                                         ArrayRef<SliceDim> dims) {
  SmallVector<int64_t> strides = getStrides(input.shape);
  Shape shape;
  int64_t start = 0;
  for (auto [dim, stride] : llvm::zip(dims, strides)) {
    shape.push_back(dim.count);
    start += dim.start * stride;
    stride *= dim.step;
  }
  return gather(input, std::move(shape), start, strides);
}

ImportedTensor mixp::importer::foldConcat(ArrayRef<ImportedTensor> inputs,
                                          size_t axis) {
  Shape shape = inputs.front().shape;
  shape[axis] = Dim(0);
  for (const ImportedTensor &input : inputs)
    shape[axis] = shape[axis] + input.shape[axis];
  int64_t outer = product(ArrayRef<Dim>(shape).take_front(axis)).getStatic();
  // Of sizes, shapes are lists: there is one outer part.
  if (llvm::any_of(inputs, [](auto &input) { return input.isSizes(); })) {
    SmallVector<Dim> sizes;
    for (const ImportedTensor &input : inputs)
      sizes.append(*input.getSizes());
    return ImportedTensor::fromSizes(std::move(shape), sizes,
                                     inputs.front().kind);
  }
  std::string data;
  for (int64_t i = 0; i < outer; ++i)
    for (const ImportedTensor &input : inputs) {
      size_t chunk = input.bytes->size() / outer;
      data.append(*input.bytes, i * chunk, chunk);
    }
  return ImportedTensor::constant(inputs.front().kind, std::move(shape),
                                  std::move(data));
}
