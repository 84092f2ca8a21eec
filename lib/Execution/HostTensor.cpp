//===- HostTensor.cpp - Arrays on the host --------------------------------===//
#include "mixp/Execution/HostTensor.h"
#include "mixp/Execution/SmallFloat.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/raw_ostream.h"
#include <cstdlib>
#include <cstring>
#include <unistd.h>

using namespace mixp;

static constexpr size_t kAlignment = 64;
/// Of one dim.
static constexpr int64_t kMaxSize = int64_t(1) << 40;

namespace {
struct KindInfo {
  unsigned bytes;
  const char *name;
};
} // namespace

static KindInfo getInfo(ElementKind kind) {
  switch (kind) {
  case ElementKind::Bool:
    return {1, "bool"};
  case ElementKind::I8:
    return {1, "int8"};
  case ElementKind::UI8:
    return {1, "uint8"};
  case ElementKind::I16:
    return {2, "int16"};
  case ElementKind::UI16:
    return {2, "uint16"};
  case ElementKind::I32:
    return {4, "int32"};
  case ElementKind::UI32:
    return {4, "uint32"};
  case ElementKind::I64:
    return {8, "int64"};
  case ElementKind::UI64:
    return {8, "uint64"};
  case ElementKind::F4E2M1FN:
    return {1, "float4_e2m1fn"};
  case ElementKind::F6E2M3FN:
    return {1, "float6_e2m3fn"};
  case ElementKind::F6E3M2FN:
    return {1, "float6_e3m2fn"};
  case ElementKind::F8E3M4:
    return {1, "float8_e3m4"};
  case ElementKind::F8E4M3:
    return {1, "float8_e4m3"};
  case ElementKind::F8E4M3FN:
    return {1, "float8_e4m3fn"};
  case ElementKind::F8E4M3FNUZ:
    return {1, "float8_e4m3fnuz"};
  case ElementKind::F8E4M3B11FNUZ:
    return {1, "float8_e4m3b11fnuz"};
  case ElementKind::F8E5M2:
    return {1, "float8_e5m2"};
  case ElementKind::F8E5M2FNUZ:
    return {1, "float8_e5m2fnuz"};
  case ElementKind::F8E8M0FNU:
    return {1, "float8_e8m0fnu"};
  case ElementKind::F16:
    return {2, "float16"};
  case ElementKind::BF16:
    return {2, "bfloat16"};
  case ElementKind::F32:
    return {4, "float32"};
  case ElementKind::F64:
    return {8, "float64"};
  }
  return {1, "unknown"};
}

unsigned mixp::getByteWidth(ElementKind kind) { return getInfo(kind).bytes; }
llvm::StringRef mixp::getKindName(ElementKind kind) {
  return getInfo(kind).name;
}
bool mixp::isFloatKind(ElementKind kind) {
  return kind >= ElementKind::F4E2M1FN;
}
bool mixp::isForeignKind(ElementKind kind) {
  return kind == ElementKind::BF16 ||
         (isFloatKind(kind) && kind < ElementKind::F16);
}

std::optional<int64_t> mixp::countElements(llvm::ArrayRef<int64_t> shape,
                                           int64_t elementBytes) {
  // A zero size makes the product 0 whatever the others are, but the others
  // must not overflow on the way.
  int64_t product = 1;
  bool empty = false;
  for (int64_t size : shape) {
    if (size < 0)
      return std::nullopt;
    if (size == 0)
      empty = true;
    else if (llvm::MulOverflow(product, size, product))
      return std::nullopt;
  }
  int64_t bytes;
  if (llvm::MulOverflow(product, elementBytes, bytes))
    return std::nullopt;
  return empty ? 0 : product;
}

std::string mixp::formatShape(llvm::ArrayRef<int64_t> shape) {
  std::string text = "[";
  llvm::raw_string_ostream os(text);
  llvm::interleaveComma(shape, os, [&](int64_t size) {
    if (size < 0)
      os << "?";
    else
      os << size;
  });
  return text + "]";
}

/// Bytes of memory that this machine has.
static int64_t getPhysicalMemory() {
  long pages = sysconf(_SC_PHYS_PAGES), bytes = sysconf(_SC_PAGE_SIZE);
  return pages > 0 && bytes > 0 ? int64_t(pages) * bytes : INT64_MAX;
}

void HostTensor::Free::operator()(char *memory) const { std::free(memory); }

llvm::Expected<HostTensor> HostTensor::create(llvm::ArrayRef<int64_t> shape,
                                              ElementKind kind) {
  int64_t width = getByteWidth(kind);
  std::optional<int64_t> count = countElements(shape, width);
  // Also of an empty array: sizes are multiplied with those of other arrays.
  bool isLong =
      llvm::any_of(shape, [](int64_t size) { return size > kMaxSize; });
  if (!count || isLong || *count * width > getPhysicalMemory())
    return llvm::createStringError("an array of shape " + formatShape(shape) +
                                   " does not fit this machine's memory");
  HostTensor tensor;
  tensor.shape.assign(shape.begin(), shape.end());
  tensor.kind = kind;
  tensor.numElements = *count;
  size_t bytes =
      llvm::alignTo(std::max<int64_t>(*count * width, 1), kAlignment);
  tensor.data.reset(static_cast<char *>(std::aligned_alloc(kAlignment, bytes)));
  if (!tensor.data)
    return llvm::createStringError("out of memory allocating " +
                                   llvm::Twine(bytes) + " bytes");
  std::memset(tensor.data.get(), 0, bytes);
  return tensor;
}

template <typename T> static T load(const char *data, int64_t index) {
  T value;
  std::memcpy(&value, data + index * sizeof(T), sizeof(T));
  return value;
}

template <typename T> static void store(char *data, int64_t index, T value) {
  std::memcpy(data + index * sizeof(T), &value, sizeof(T));
}

double HostTensor::getValue(int64_t index) const {
  const char *memory = data.get();
  switch (kind) {
  case ElementKind::Bool:
    return load<uint8_t>(memory, index) != 0;
  case ElementKind::I8:
    return load<int8_t>(memory, index);
  case ElementKind::UI8:
    return load<uint8_t>(memory, index);
  case ElementKind::I16:
    return load<int16_t>(memory, index);
  case ElementKind::UI16:
    return load<uint16_t>(memory, index);
  case ElementKind::I32:
    return load<int32_t>(memory, index);
  case ElementKind::UI32:
    return load<uint32_t>(memory, index);
  case ElementKind::I64:
    return static_cast<double>(load<int64_t>(memory, index));
  case ElementKind::UI64:
    return static_cast<double>(load<uint64_t>(memory, index));
  case ElementKind::F16:
  case ElementKind::BF16:
    return decodeSmallFloat(kind, load<uint16_t>(memory, index));
  case ElementKind::F32:
    return load<float>(memory, index);
  case ElementKind::F64:
    return load<double>(memory, index);
  default: // floats of at most 8 bits
    return decodeSmallFloat(kind, load<uint8_t>(memory, index));
  }
}

void HostTensor::setValue(int64_t index, double value) {
  char *memory = data.get();
  switch (kind) {
  case ElementKind::Bool:
    return store<uint8_t>(memory, index, value != 0);
  case ElementKind::I8:
    return store(memory, index, static_cast<int8_t>(value));
  case ElementKind::UI8:
    return store(memory, index, static_cast<uint8_t>(value));
  case ElementKind::I16:
    return store(memory, index, static_cast<int16_t>(value));
  case ElementKind::UI16:
    return store(memory, index, static_cast<uint16_t>(value));
  case ElementKind::I32:
    return store(memory, index, static_cast<int32_t>(value));
  case ElementKind::UI32:
    return store(memory, index, static_cast<uint32_t>(value));
  case ElementKind::I64:
    return store(memory, index, static_cast<int64_t>(value));
  case ElementKind::UI64:
    return store(memory, index, static_cast<uint64_t>(value));
  case ElementKind::F16:
  case ElementKind::BF16:
    return store(memory, index, encodeSmallFloat(kind, value));
  case ElementKind::F32:
    return store(memory, index, static_cast<float>(value));
  case ElementKind::F64:
    return store(memory, index, value);
  default: // floats of at most 8 bits
    return store<uint8_t>(memory, index, encodeSmallFloat(kind, value));
  }
}

int64_t HostTensor::getInteger(int64_t index) const {
  return load<int64_t>(data.get(), index);
}

void HostTensor::setInteger(int64_t index, int64_t value) {
  store(data.get(), index, value);
}

llvm::Expected<HostTensor> HostTensor::clone() const {
  if (!shape.empty())
    return slice(0, shape.front());
  llvm::Expected<HostTensor> copy = create(shape, kind);
  if (copy)
    std::memcpy(copy->getData(), getData(), getByteSize());
  return copy;
}

llvm::Expected<HostTensor> HostTensor::slice(int64_t begin,
                                             int64_t count) const {
  llvm::SmallVector<int64_t> part(shape);
  int64_t rowBytes = shape.front() ? getByteSize() / shape.front() : 0;
  part.front() = count;
  llvm::Expected<HostTensor> rows = create(part, kind);
  if (rows)
    std::memcpy(rows->getData(), getData() + begin * rowBytes,
                count * rowBytes);
  return rows;
}

std::string HostTensor::describe() const {
  return (getKindName(kind) + formatShape(shape)).str();
}
