//===- ImportedTensor.cpp - A value of the ONNX graph ---------------------===//
#include "ImportedTensor.h"

using namespace mixp::importer;

ImportedTensor ImportedTensor::fromSizes(Shape shape,
                                         llvm::ArrayRef<Dim> sizes) {
  if (!isStatic(sizes)) {
    ImportedTensor tensor{ElementKind::I64, std::move(shape), nullptr, nullptr};
    tensor.sizes.assign(sizes.begin(), sizes.end());
    return tensor;
  }
  llvm::SmallVector<int64_t> numbers = getStaticSizes(sizes);
  return constant(ElementKind::I64, std::move(shape),
                  std::string(reinterpret_cast<const char *>(numbers.data()),
                              numbers.size() * sizeof(int64_t)));
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
