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
  return errors.error() << owner
                        << ": expected element type float, float16, bfloat16, "
                           "int8, uint8, int32 or int64 but got "
                        << got << "; convert the model to float (float32)";
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

/// The typed field that holds values of `kind` where raw_data is absent.
static bool appendTyped(std::string &bytes, const TensorProto &proto,
                        ElementKind kind) {
  switch (kind) {
  case ElementKind::F32:
    return appendAs<float>(bytes, proto.float_data());
  case ElementKind::F16:
  case ElementKind::BF16:
    return appendAs<uint16_t>(bytes, proto.int32_data());
  case ElementKind::I8:
    return appendAs<int8_t>(bytes, proto.int32_data());
  case ElementKind::U8:
    return appendAs<uint8_t>(bytes, proto.int32_data());
  case ElementKind::I32:
    return appendAs<int32_t>(bytes, proto.int32_data());
  case ElementKind::I64:
    return appendAs<int64_t>(bytes, proto.int64_data());
  }
  return false;
}

FailureOr<OnnxTensor> mixp::importer::readTensor(const ErrorSink &errors,
                                                 const std::string &owner,
                                                 TensorProto &proto) {
  if (proto.data_location() == TensorProto::EXTERNAL ||
      proto.external_data_size() > 0)
    return errors.error()
           << owner << ": its data is in another file; write one file first: "
           << "python3 -c \"import onnx; onnx.save(onnx.load('in.onnx'), "
              "'out.onnx')\"";
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

  std::string bytes;
  if (proto.has_raw_data())
    bytes = std::move(*proto.mutable_raw_data());
  else if (!appendTyped(bytes, proto, *kind))
    return errors.error() << owner << ": a value does not fit "
                          << stringify(*kind) << "; the file is damaged";
  if (static_cast<int64_t>(bytes.size()) != *count * getByteWidth(*kind))
    return errors.error() << owner << ": expected "
                          << *count * getByteWidth(*kind) << " bytes of "
                          << stringify(*kind) << " data for its dims but got "
                          << bytes.size() << "; the file is damaged";
  tensor.bytes = std::make_shared<const std::string>(std::move(bytes));
  return tensor;
}
