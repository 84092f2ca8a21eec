//===- Tensor.cpp - Values with error bounds ------------------------------===//
#include "mixp/Reference/Tensor.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "llvm/ADT/TypeSwitch.h"
#include <cstring>

using namespace mlir;
using namespace mixp;
using namespace mixp::reference;

double NumberType::minInteger(bool readUnsigned) const {
  return isUnsigned || readUnsigned || width == 1
             ? 0.0
             : -powerOfTwo(static_cast<int>(width) - 1);
}

double NumberType::maxInteger(bool readUnsigned) const {
  bool noSign = isUnsigned || readUnsigned || width == 1;
  return powerOfTwo(static_cast<int>(width) - (noSign ? 0 : 1)) - 1;
}

std::optional<NumberType> reference::numberType(Type type) {
  NumberType number;
  if (isa<IndexType>(type)) {
    number.width = 64;
    return number;
  }
  if (auto integer = dyn_cast<IntegerType>(type)) {
    number.width = integer.getWidth();
    number.isUnsigned = integer.isUnsigned();
    if (number.width < 1 || number.width > 64)
      return std::nullopt;
    return number;
  }
  number.isFloat = true;
  if (type.isF64())
    number.format = FloatFormat::F64;
  else if (type.isF32())
    number.format = FloatFormat::F32;
  else if (type.isBF16())
    number.format = FloatFormat::BF16;
  else if (type.isF16())
    number.format = FloatFormat::F16;
  else
    return std::nullopt;
  number.width = cast<FloatType>(type).getWidth();
  return number;
}

void Tensor::dropZeroBounds() {
  for (double bound : bounds)
    if (bound != 0)
      return;
  bounds.clear();
  bounds.shrink_to_fit();
}

std::optional<int64_t> reference::countElements(ArrayRef<int64_t> shape) {
  constexpr int64_t limit = int64_t(1) << 30;
  int64_t count = 1;
  bool empty = false;
  for (int64_t dim : shape) {
    if (dim < 0 || dim > limit)
      return std::nullopt;
    empty |= dim == 0;
    count *= std::max<int64_t>(dim, 1);
    if (count > limit)
      return std::nullopt;
  }
  return empty ? 0 : count;
}

SmallVector<int64_t> reference::rowMajorStrides(ArrayRef<int64_t> shape) {
  SmallVector<int64_t> strides(shape.size(), 1);
  for (int64_t i = static_cast<int64_t>(shape.size()) - 2; i >= 0; --i)
    strides[i] = strides[i + 1] * shape[i + 1];
  return strides;
}

Tensor reference::makeTensor(ArrayRef<int64_t> shape, Type elementType) {
  Tensor tensor;
  tensor.shape.assign(shape.begin(), shape.end());
  tensor.elementType = elementType;
  tensor.values.resize(countElements(shape).value_or(0));
  return tensor;
}

//===----------------------------------------------------------------------===//
// Constants
//===----------------------------------------------------------------------===//

/// Bytes of one element in dense elements.
static size_t storageBytes(const NumberType &type) {
  return std::max<size_t>(1, llvm::PowerOf2Ceil(type.width) / 8);
}

static double decode(uint64_t bits, const NumberType &type) {
  if (type.isFloat)
    return decodeFloat(bits, type.format);
  unsigned unused = 64 - type.width;
  bits <<= unused;
  if (type.isUnsigned || type.width == 1)
    return static_cast<double>(bits >> unused);
  return static_cast<double>(static_cast<int64_t>(bits) >> unused);
}

static uint64_t encode(double value, const NumberType &type) {
  if (type.isFloat)
    return encodeFloat(value, type.format);
  return value >= 0x1p63 ? static_cast<uint64_t>(value)
                         : static_cast<uint64_t>(static_cast<int64_t>(value));
}

/// Reads one element per storageBytes; `count` 1 in a larger tensor is a splat.
static LogicalResult decodeAll(ArrayRef<char> data, const NumberType &type,
                               bool splat, std::vector<double> &values) {
  size_t bytes = storageBytes(type);
  size_t count = splat ? 1 : values.size();
  if (data.size() < count * bytes)
    return failure();
  for (size_t i = 0; i < count; ++i) {
    uint64_t bits = 0;
    std::memcpy(&bits, data.data() + i * bytes, bytes);
    values[i] = decode(bits, type);
  }
  if (splat && !values.empty())
    std::fill(values.begin(), values.end(), values.front());
  return success();
}

static FailureOr<Tensor> fromElements(ElementsAttr elements) {
  ShapedType shaped = elements.getShapedType();
  std::optional<NumberType> type = numberType(shaped.getElementType());
  if (!type || !countElements(shaped.getShape()))
    return failure();
  Tensor tensor = makeTensor(shaped.getShape(), shaped.getElementType());
  if (auto resource = dyn_cast<DenseResourceElementsAttr>(elements)) {
    AsmResourceBlob *blob = resource.getRawHandle().getBlob();
    if (!blob || failed(decodeAll(blob->getData(), *type, /*splat=*/false,
                                  tensor.values)))
      return failure();
    return tensor;
  }
  auto dense = dyn_cast<DenseElementsAttr>(elements);
  if (!dense)
    return failure();
  if (type->width == 1) {
    for (auto [value, bit] : llvm::zip(tensor.values, dense.getValues<bool>()))
      value = bit;
    return tensor;
  }
  if (tensor.values.empty())
    return tensor;
  if (failed(
          decodeAll(dense.getRawData(), *type, dense.isSplat(), tensor.values)))
    return failure();
  return tensor;
}

FailureOr<Tensor> reference::fromAttribute(Attribute attribute) {
  if (auto elements = dyn_cast<ElementsAttr>(attribute))
    return fromElements(elements);
  auto typed = dyn_cast<TypedAttr>(attribute);
  std::optional<NumberType> type =
      typed ? numberType(typed.getType()) : std::nullopt;
  if (!type)
    return failure();
  Tensor tensor = makeTensor({}, typed.getType());
  uint64_t bits;
  if (auto integer = dyn_cast<IntegerAttr>(attribute))
    bits = integer.getValue().getRawData()[0];
  else if (auto real = dyn_cast<FloatAttr>(attribute))
    bits = real.getValue().bitcastToAPInt().getRawData()[0];
  else
    return failure();
  tensor.values[0] = decode(bits, *type);
  return tensor;
}

DenseElementsAttr reference::toAttribute(const Tensor &tensor) {
  auto shaped = RankedTensorType::get(tensor.shape, tensor.elementType);
  NumberType type = *numberType(tensor.elementType);
  if (type.width == 1) {
    SmallVector<bool> bits(tensor.values.begin(), tensor.values.end());
    return DenseElementsAttr::get(shaped, bits);
  }
  size_t bytes = storageBytes(type);
  std::vector<char> data(tensor.values.size() * bytes);
  for (auto [i, value] : llvm::enumerate(tensor.values)) {
    uint64_t bits = encode(value, type);
    if (type.width < 8)
      bits &= (uint64_t(1) << type.width) - 1;
    std::memcpy(data.data() + i * bytes, &bits, bytes);
  }
  return DenseElementsAttr::getFromRawBuffer(shaped, data);
}
