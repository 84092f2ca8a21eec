//===- NpyFile.cpp - numpy's .npy files -----------------------------------===//
#include "GpuRuntime/NpyFile.h"
#include "GpuRuntime/FileContents.h"
#include "GpuRuntime/NpyHeader.h"
#include "GpuRuntime/SmallFloat.h"
#include <cstring>

using namespace mixp;
using namespace mixp::gpurt;

/// The type in which numpy keeps a tensor.
static ElementType getFileType(ElementType type) {
  if (isSmallFloat(type))
    return ElementType::F32;
  if (type == ElementType::I4)
    return ElementType::I8;
  return type == ElementType::UI4 ? ElementType::UI8 : type;
}

/// Copies a column-major array of elements of `width` bytes in row-major order.
static void copyColumnMajor(const Shape &shape, size_t width, const char *from,
                            char *to) {
  size_t rank = shape.size();
  std::vector<size_t> strides(rank, width);
  for (size_t i = 1; i < rank; ++i)
    strides[i] = strides[i - 1] * shape[i - 1];
  Shape index(rank, 0);
  size_t offset = 0;
  for (int64_t i = 0, e = countElements(shape); i < e; ++i) {
    std::memcpy(to + i * width, from + offset, width);
    for (size_t dim = rank; dim-- > 0;) {
      offset += strides[dim];
      if (++index[dim] < shape[dim])
        break;
      offset -= strides[dim] * shape[dim];
      index[dim] = 0;
    }
  }
}

static Status checkSize(const NpyHeader &header, size_t have) {
  // In floating point, since a damaged header has any size.
  double elements = 1;
  for (int64_t dim : header.shape)
    elements *= static_cast<double>(dim);
  double need = elements * getDeviceBytes(header.type);
  if (need < 4e18 && countHostBytes(header.type, header.shape) == have)
    return Status::ok();
  return Status::badInput(
      "at byte " + std::to_string(header.dataOffset) + ": the header says " +
      formatType(header.type, header.shape) + ", which is not the " +
      std::to_string(have) + " bytes that follow; save the array again");
}

/// Each byte of `from` as a code of 4 bits.
static Status narrow(const HostTensor &from, HostTensor &to) {
  bool hasSign = isSignedInteger(to.type);
  for (size_t i = 0; i < from.data.size(); ++i) {
    int value = hasSign ? static_cast<signed char>(from.data[i])
                        : static_cast<unsigned char>(from.data[i]);
    if (hasSign ? value < -8 || value > 7 : value > 15)
      return Status::badInput("element " + std::to_string(i) + ": expected " +
                              (hasSign ? "-8 to 7" : "0 to 15") + " for " +
                              getName(to.type) + " but got " +
                              std::to_string(value));
    to.data[i / 2] |= static_cast<char>((value & 15) << i % 2 * 4);
  }
  return Status::ok();
}

static void widen(const HostTensor &from, HostTensor &to) {
  for (size_t i = 0; i < to.data.size(); ++i) {
    int code = static_cast<unsigned char>(from.data[i / 2]) >> i % 2 * 4 & 15;
    to.data[i] = static_cast<char>(
        isSignedInteger(from.type) && code > 7 ? code - 16 : code);
  }
}

static void encode(const HostTensor &from, HostTensor &to) {
  size_t width = getDeviceBytes(to.type);
  for (size_t i = 0, e = countElements(from.shape); i < e; ++i) {
    float value;
    std::memcpy(&value, &from.data[4 * i], 4);
    uint16_t code = encodeSmallFloat(to.type, value);
    std::memcpy(&to.data[width * i], &code, width); // little endian
  }
}

static void decode(const HostTensor &from, HostTensor &to) {
  size_t width = getDeviceBytes(from.type);
  for (size_t i = 0, e = countElements(from.shape); i < e; ++i) {
    uint16_t code = 0;
    std::memcpy(&code, &from.data[width * i], width);
    float value = decodeSmallFloat(from.type, code);
    std::memcpy(&to.data[4 * i], &value, 4);
  }
}

static Status parseContents(const std::string &contents, ElementType type,
                            HostTensor &tensor) {
  NpyHeader header;
  if (Status status = parseNpyHeader(contents, header); status.failed())
    return status;
  if (header.type != getFileType(type)) {
    std::string as = getName(getFileType(type));
    return Status::badInput(
        "expected elements of type " + as +
        (getFileType(type) == type
             ? ""
             : std::string(" (for ") + getName(type) + ")") +
        " but got " + getName(header.type));
  }
  size_t have = contents.size() - header.dataOffset;
  if (Status status = checkSize(header, have); status.failed())
    return status;
  const char *from = contents.data() + header.dataOffset;
  HostTensor file(header.type, header.shape);
  if (header.columnMajor)
    copyColumnMajor(header.shape, getDeviceBytes(header.type), from,
                    file.data.data());
  else if (have)
    std::memcpy(file.data.data(), from, have);
  tensor = HostTensor(type, header.shape);
  if (header.type == type)
    tensor = std::move(file);
  else if (isSmallFloat(type))
    encode(file, tensor);
  else
    return narrow(file, tensor);
  return Status::ok();
}

Status gpurt::readNpy(const std::string &path, ElementType type,
                      HostTensor &tensor) {
  std::string contents;
  if (Status status = readFile(path, contents); status.failed())
    return status;
  return parseContents(contents, type, tensor).at("'" + path + "'");
}

Status gpurt::writeNpy(const std::string &path, const HostTensor &tensor) {
  HostTensor file(getFileType(tensor.type), tensor.shape);
  if (file.type == tensor.type)
    file.data = tensor.data;
  else if (isSmallFloat(tensor.type))
    decode(tensor, file);
  else
    widen(tensor, file);
  std::string contents = formatNpyHeader(file.type, file.shape);
  contents.append(file.data.data(), file.data.size());
  return writeFile(path, contents);
}
