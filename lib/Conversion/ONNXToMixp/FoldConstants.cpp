//===- FoldConstants.cpp - Ops on constants, done at import ---------------===//
#include "FoldConstants.h"
#include "llvm/ADT/APFloat.h"
#include <cmath>
#include <cstring>
#include <limits>

using namespace mixp::importer;
using llvm::ArrayRef;
using llvm::SmallVector;

/// Elements between neighbours along each dim, in row-major order.
static SmallVector<int64_t> getStrides(ArrayRef<Dim> shape) {
  SmallVector<int64_t> strides(shape.size());
  int64_t stride = 1;
  for (size_t i = shape.size(); i-- > 0;) {
    strides[i] = stride;
    stride *= shape[i].size;
  }
  return strides;
}

/// Calls `visit(offset)` for every element of `shape` in row-major order, the
/// offset being `start` plus index times stride.
template <typename Visit>
static void forEachOffset(ArrayRef<Dim> shape, int64_t start,
                          ArrayRef<int64_t> strides, Visit visit) {
  int64_t count = product(shape).size;
  SmallVector<int64_t> index(shape.size(), 0);
  int64_t offset = start;
  for (int64_t i = 0; i < count; ++i) {
    visit(offset);
    for (size_t dim = shape.size(); dim-- > 0;) {
      offset += strides[dim];
      if (++index[dim] < shape[dim].size)
        break;
      offset -= strides[dim] * shape[dim].size;
      index[dim] = 0;
    }
  }
}

/// The elements at those offsets, as a constant of `shape`.
static ImportedTensor gather(const ImportedTensor &input, Shape shape,
                             int64_t start, ArrayRef<int64_t> strides) {
  int64_t width = getByteWidth(input.kind);
  std::string data(product(shape).size * width, '\0');
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
    shape.push_back({dim.count, 0});
    start += dim.start * stride;
    stride *= dim.step;
  }
  return gather(input, std::move(shape), start, strides);
}

ImportedTensor mixp::importer::foldConcat(ArrayRef<ImportedTensor> inputs,
                                          size_t axis) {
  Shape shape = inputs.front().shape;
  shape[axis] = Dim{0, 0};
  for (const ImportedTensor &input : inputs)
    shape[axis].size += input.shape[axis].size;
  int64_t outer = product(ArrayRef<Dim>(shape).take_front(axis)).size;
  std::string data;
  for (int64_t i = 0; i < outer; ++i)
    for (const ImportedTensor &input : inputs) {
      size_t chunk = input.bytes->size() / outer;
      data.append(*input.bytes, i * chunk, chunk);
    }
  return ImportedTensor::constant(inputs.front().kind, std::move(shape),
                                  std::move(data));
}

//===----------------------------------------------------------------------===//
// Cast
//===----------------------------------------------------------------------===//

static double decodeSmallFloat(const llvm::fltSemantics &semantics,
                               uint16_t bits) {
  return llvm::APFloat(semantics, llvm::APInt(16, bits)).convertToDouble();
}

static uint16_t encodeSmallFloat(const llvm::fltSemantics &semantics,
                                 double value) {
  llvm::APFloat number(value);
  bool losesInfo;
  number.convert(semantics, llvm::APFloat::rmNearestTiesToEven, &losesInfo);
  return static_cast<uint16_t>(number.bitcastToAPInt().getZExtValue());
}

/// Integers as int64_t (exact), floats as double (exact): `visit` gets both.
template <typename Visit>
static void forEachNumber(const ImportedTensor &input, Visit visit) {
  auto visitAs = [&]<typename T>(T, auto convert) {
    for (T element : input.elements<T>())
      visit(convert(element));
  };
  auto toInt64 = [](auto x) { return static_cast<int64_t>(x); };
  auto toDouble = [](auto x) { return static_cast<double>(x); };
  switch (input.kind) {
  case ElementKind::F32:
    visitAs(float(), toDouble);
    break;
  case ElementKind::F16:
    visitAs(uint16_t(), [](uint16_t x) {
      return decodeSmallFloat(llvm::APFloat::IEEEhalf(), x);
    });
    break;
  case ElementKind::BF16:
    visitAs(uint16_t(), [](uint16_t x) {
      return decodeSmallFloat(llvm::APFloat::BFloat(), x);
    });
    break;
  case ElementKind::I8:
    visitAs(int8_t(), toInt64);
    break;
  case ElementKind::U8:
    visitAs(uint8_t(), toInt64);
    break;
  case ElementKind::I32:
    visitAs(int32_t(), toInt64);
    break;
  case ElementKind::I64:
    visitAs(int64_t(), toInt64);
    break;
  }
}

template <typename T> static T toInteger(double value) {
  if (std::isnan(value))
    return 0;
  // 2^63 itself is representable as double but not as int64_t.
  if (value >= std::ldexp(1.0, std::numeric_limits<T>::digits))
    return std::numeric_limits<T>::max();
  if (value <= static_cast<double>(std::numeric_limits<T>::min()))
    return std::numeric_limits<T>::min();
  return static_cast<T>(value);
}

template <typename T> static T toInteger(int64_t value) {
  return static_cast<T>(value); // Modulo 2^width, as in ONNX.
}

template <typename T, typename Convert>
static ImportedTensor castTo(const ImportedTensor &input, ElementKind kind,
                             Convert convert) {
  std::string data;
  data.reserve(product(input.shape).size * sizeof(T));
  forEachNumber(input, [&](auto number) {
    T element = convert(number);
    data.append(reinterpret_cast<const char *>(&element), sizeof(T));
  });
  return ImportedTensor::constant(kind, input.shape, std::move(data));
}

ImportedTensor mixp::importer::foldCast(const ImportedTensor &input,
                                        ElementKind kind) {
  // Integers of up to 32 bits and narrow floats are exact as double; int64 to
  // float rounds once because its own overload goes straight to float.
  switch (kind) {
  case ElementKind::F32:
    return castTo<float>(input, kind, [](auto x) { return float(x); });
  case ElementKind::F16:
    return castTo<uint16_t>(input, kind, [](auto x) {
      return encodeSmallFloat(llvm::APFloat::IEEEhalf(), double(x));
    });
  case ElementKind::BF16:
    return castTo<uint16_t>(input, kind, [](auto x) {
      return encodeSmallFloat(llvm::APFloat::BFloat(), double(x));
    });
  case ElementKind::I8:
    return castTo<int8_t>(input, kind,
                          [](auto x) { return toInteger<int8_t>(x); });
  case ElementKind::U8:
    return castTo<uint8_t>(input, kind,
                           [](auto x) { return toInteger<uint8_t>(x); });
  case ElementKind::I32:
    return castTo<int32_t>(input, kind,
                           [](auto x) { return toInteger<int32_t>(x); });
  case ElementKind::I64:
    return castTo<int64_t>(input, kind,
                           [](auto x) { return toInteger<int64_t>(x); });
  }
  return input;
}
