//===- ImportedTensor.cpp - A value of the ONNX graph ---------------------===//
#include "ImportedTensor.h"
#include "Numbers.h"

using namespace mixp::importer;

ImportedTensor ImportedTensor::fromSizes(Shape shape, llvm::ArrayRef<Dim> sizes,
                                         ElementKind kind) {
  if (!isStatic(sizes)) {
    ImportedTensor tensor{kind, std::move(shape), nullptr, nullptr};
    tensor.sizes.assign(sizes.begin(), sizes.end());
    return tensor;
  }
  std::string data;
  for (int64_t size : getStaticSizes(sizes))
    appendBits(data, kind, size);
  return constant(kind, std::move(shape), std::move(data));
}

std::optional<llvm::SmallVector<Dim>> ImportedTensor::getSizes() const {
  auto toDim = [](int64_t size) { return Dim(size); };
  if (isSizes())
    return llvm::SmallVector<Dim>(sizes.begin(), sizes.end());
  if (isConstant() && kind == ElementKind::I64)
    return llvm::map_to_vector<6>(elements<int64_t>(), toDim);
  if (isConstant() && kind == ElementKind::I32)
    return llvm::map_to_vector<6>(elements<int32_t>(), toDim);
  return std::nullopt;
}
