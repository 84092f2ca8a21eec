//===- Tensor.cpp - Values with error bounds ------------------------------===//
#include "mixp/Reference/Tensor.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "llvm/ADT/TypeSwitch.h"
#include <cstring>

using namespace mlir;
using namespace mixp;
using namespace mixp::reference;

double NumberType::minInteger(bool readUnsigned) const {
  return isUnsigned || readUnsigned ? 0.0
                                    : -powerOfTwo(static_cast<int>(width) - 1);
}

double NumberType::maxInteger(bool readUnsigned) const {
  bool noSign = isUnsigned || readUnsigned;
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
  std::optional<FloatFormat> format =
      llvm::TypeSwitch<Type, std::optional<FloatFormat>>(type)
          .Case([](Float64Type) { return FloatFormat::F64; })
          .Case([](Float32Type) { return FloatFormat::F32; })
          .Case([](BFloat16Type) { return FloatFormat::BF16; })
          .Case([](Float16Type) { return FloatFormat::F16; })
          .Case([](Float8E5M2Type) { return FloatFormat::F8E5M2; })
          .Case([](Float8E4M3Type) { return FloatFormat::F8E4M3; })
          .Case([](Float8E4M3FNType) { return FloatFormat::F8E4M3FN; })
          .Case([](Float8E3M4Type) { return FloatFormat::F8E3M4; })
          .Case([](Float8E5M2FNUZType) { return FloatFormat::F8E5M2FNUZ; })
          .Case([](Float8E4M3FNUZType) { return FloatFormat::F8E4M3FNUZ; })
          .Case(
              [](Float8E4M3B11FNUZType) { return FloatFormat::F8E4M3B11FNUZ; })
          .Case([](Float6E3M2FNType) { return FloatFormat::F6E3M2FN; })
          .Case([](Float6E2M3FNType) { return FloatFormat::F6E2M3FN; })
          .Case([](Float4E2M1FNType) { return FloatFormat::F4E2M1FN; })
          .Case([](Float8E8M0FNUType) { return FloatFormat::F8E8M0FNU; })
          .Default(std::nullopt);
  if (!format)
    return std::nullopt;
  number.isFloat = true;
  number.format = *format;
  number.width = formatInfo(*format).width;
  return number;
}

int64_t Tensor::integer(int64_t index) const {
  Int128 whole = static_cast<Int128>(values[index]);
  if (!lows.empty())
    whole += static_cast<Int128>(lows[index]);
  constexpr Int128 low = INT64_MIN, high = INT64_MAX;
  return static_cast<int64_t>(std::clamp(whole, low, high));
}

void Tensor::setInteger(int64_t index, int64_t value) {
  values[index] = static_cast<double>(value);
  Int128 lack = static_cast<Int128>(value) - static_cast<Int128>(values[index]);
  if (lack != 0 && lows.empty())
    lows.resize(values.size());
  if (!lows.empty())
    lows[index] = static_cast<double>(lack);
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

/// Writes the element that has these bits.
static void decode(uint64_t bits, const NumberType &type, Tensor &tensor,
                   int64_t index) {
  if (type.isFloat) {
    tensor.values[index] = decodeFloat(bits, type.format);
    return;
  }
  unsigned unused = 64 - type.width;
  bits <<= unused;
  if (type.isUnsigned || type.width == 1)
    tensor.values[index] = static_cast<double>(bits >> unused);
  else
    tensor.setInteger(index, static_cast<int64_t>(bits) >> unused);
}

static uint64_t encode(const Tensor &tensor, const NumberType &type,
                       int64_t index) {
  double value = tensor.values[index];
  if (type.isFloat)
    return encodeFloat(value, type.format);
  return type.isUnsigned ? static_cast<uint64_t>(value)
                         : static_cast<uint64_t>(tensor.integer(index));
}

/// Reads one element per storageBytes, or one for all of a splat.
static LogicalResult decodeAll(ArrayRef<char> data, const NumberType &type,
                               bool splat, Tensor &tensor) {
  size_t bytes = storageBytes(type), count = tensor.values.size();
  if (data.size() < (splat ? 1 : count) * bytes)
    return failure();
  for (size_t i = 0; i < count; ++i) {
    uint64_t bits = 0;
    std::memcpy(&bits, data.data() + (splat ? 0 : i * bytes), bytes);
    decode(bits, type, tensor, i);
  }
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
    if (!blob ||
        failed(decodeAll(blob->getData(), *type, /*splat=*/false, tensor)))
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
  if (failed(decodeAll(dense.getRawData(), *type, dense.isSplat(), tensor)))
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
  decode(bits, *type, tensor, 0);
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
  for (size_t i = 0; i < tensor.values.size(); ++i) {
    uint64_t bits = encode(tensor, type, i);
    if (type.width < 8)
      bits &= (uint64_t(1) << type.width) - 1;
    std::memcpy(data.data() + i * bytes, &bits, bytes);
  }
  return DenseElementsAttr::getFromRawBuffer(shaped, data);
}
