//===- ReadOnnxTensor.cpp - Tensors out of protobuf messages --------------===//
#include "ReadOnnx.h"
#include "llvm/Support/MathExtras.h"
#include <cstring>
#include <limits>

using namespace mlir;
using namespace mixp::importer;
using ::onnx::TensorProto;

FailureOr<ElementKind> mixp::importer::readElementKind(const ErrorSink &errors,
                                                       const std::string &owner,
                                                       int dataType) {
  if (std::optional<ElementKind> kind = getElementKind(dataType))
    return *kind;
  std::string got = TensorProto::DataType_IsValid(dataType)
                        ? TensorProto::DataType_Name(
                              static_cast<TensorProto::DataType>(dataType))
                        : std::to_string(dataType);
  return errors.error() << owner << ": expected element type "
                        << listElementKinds() << " but got " << got
                        << "; strings and complex numbers have no counterpart: "
                           "convert the model to float (float32)";
}

/// Number of elements, refused where a file claims more than could be meant.
static FailureOr<int64_t> countElements(const ErrorSink &errors,
                                        const std::string &owner,
                                        const OnnxTensor &tensor) {
  if (tensor.dims.size() > kMaxRank)
    return errors.error() << owner << ": expected a rank of at most "
                          << kMaxRank << " but got " << tensor.dims.size();
  int64_t count = 1;
  for (auto [index, dim] : llvm::enumerate(tensor.dims)) {
    if (dim < 0)
      return errors.error()
             << owner << ": expected dim #" << index
             << " to be at least 0 but got " << dim << "; the file is damaged";
    if (llvm::MulOverflow(count, dim, count) ||
        count > kMaxTensorBytes / getByteWidth(tensor.kind))
      return errors.error() << owner << ": dims claim more than 16 GiB; the "
                            << "file is damaged or the tensor must be split";
  }
  return count;
}

/// Appends `values` as elements of type T; false if one does not fit.
template <typename T, typename Values>
static bool appendAs(std::string &bytes, const Values &values) {
  bytes.reserve(values.size() * sizeof(T));
  for (auto value : values) {
    if constexpr (std::is_integral_v<T>)
      if (value < std::numeric_limits<T>::min() ||
          value > std::numeric_limits<T>::max())
        return false;
    T element = static_cast<T>(value);
    bytes.append(reinterpret_cast<const char *>(&element), sizeof(T));
  }
  return true;
}

/// The typed field that holds values of `kind` where raw_data is absent; see
/// TensorProto in onnx.proto. Narrow elements are packed there as in raw_data.
static bool appendTyped(std::string &bytes, const TensorProto &proto,
                        ElementKind kind) {
  switch (kind) {
  case ElementKind::F32:
    return appendAs<float>(bytes, proto.float_data());
  case ElementKind::F64:
    return appendAs<double>(bytes, proto.double_data());
  case ElementKind::F16:
  case ElementKind::BF16:
  case ElementKind::U16:
    return appendAs<uint16_t>(bytes, proto.int32_data());
  case ElementKind::I16:
    return appendAs<int16_t>(bytes, proto.int32_data());
  case ElementKind::I8:
    return appendAs<int8_t>(bytes, proto.int32_data());
  case ElementKind::I32:
    return appendAs<int32_t>(bytes, proto.int32_data());
  case ElementKind::I64:
    return appendAs<int64_t>(bytes, proto.int64_data());
  case ElementKind::U32:
    return appendAs<uint32_t>(bytes, proto.uint64_data());
  case ElementKind::U64:
    return appendAs<uint64_t>(bytes, proto.uint64_data());
  default: // Floats of 8 bits, uint8, truth values, packed narrow elements.
    return appendAs<uint8_t>(bytes, proto.int32_data());
  }
}

/// Narrow elements, packed from the lowest bits on, each in a byte of its own.
static std::string unpackNarrow(const std::string &packed, unsigned bits,
                                int64_t count) {
  std::string bytes(count, '\0');
  for (int64_t i = 0; i < count; ++i) {
    unsigned byte = static_cast<unsigned char>(packed[i * bits / 8]);
    bytes[i] = static_cast<char>((byte >> (i * bits % 8)) & ((1u << bits) - 1));
  }
  return bytes;
}

/// The data as it is in the file.
static FailureOr<std::string> takeData(const ErrorSink &errors,
                                       const std::string &owner,
                                       TensorProto &proto, ElementKind kind,
                                       int64_t size) {
  if (proto.data_location() == TensorProto::EXTERNAL ||
      proto.external_data_size() > 0)
    return readExternalData(errors, owner, proto, size);
  std::string bytes;
  if (proto.has_raw_data())
    bytes = std::move(*proto.mutable_raw_data());
  else if (!appendTyped(bytes, proto, kind))
    return errors.error() << owner << ": a value does not fit "
                          << stringify(kind) << "; the file is damaged";
  if (static_cast<int64_t>(bytes.size()) != size)
    return errors.error() << owner << ": expected " << size << " bytes of "
                          << stringify(kind) << " data for its dims but got "
                          << bytes.size() << "; the file is damaged";
  return bytes;
}

FailureOr<OnnxTensor> mixp::importer::readTensor(const ErrorSink &errors,
                                                 const std::string &owner,
                                                 TensorProto &proto) {
  if (proto.has_segment())
    return errors.error() << owner << ": expected a whole tensor but got a "
                          << "segment; merge the segments";
  FailureOr<ElementKind> kind =
      readElementKind(errors, owner, proto.data_type());
  if (failed(kind))
    return failure();
  OnnxTensor tensor{
      proto.name(), *kind,
      llvm::SmallVector<int64_t>(proto.dims().begin(), proto.dims().end()),
      nullptr};
  FailureOr<int64_t> count = countElements(errors, owner, tensor);
  if (failed(count))
    return failure();

  unsigned bits = getBitWidth(*kind);
  bool isNarrow = bits == 2 || bits == 4;
  int64_t size = isNarrow ? llvm::divideCeil(*count * bits, 8)
                          : *count * getByteWidth(*kind);
  FailureOr<std::string> bytes = takeData(errors, owner, proto, *kind, size);
  if (failed(bytes))
    return failure();
  if (isNarrow)
    bytes = unpackNarrow(*bytes, bits, *count);
  // Any byte but 0 is true.
  if (*kind == ElementKind::Bool)
    for (char &byte : *bytes)
      byte = byte != 0;
  tensor.bytes = std::make_shared<const std::string>(std::move(*bytes));
  return tensor;
}
