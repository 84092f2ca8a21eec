//===- ConstantData.cpp - Reading and writing constant tensors ------------===//
#include "mixp/Dialect/Mixp/Transforms/ConstantData.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/AsmState.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mixp;

/// Constants from this size on are resources (bytes).
static constexpr size_t resourceThreshold = 64 * 1024;

std::optional<std::vector<float>> mixp::readF32Elements(Attribute attribute) {
  auto elements = dyn_cast_or_null<ElementsAttr>(attribute);
  if (!elements || !elements.getElementType().isF32())
    return std::nullopt;
  if (auto dense = dyn_cast<DenseElementsAttr>(attribute)) {
    auto values = dense.getValues<float>();
    return std::vector<float>(values.begin(), values.end());
  }
  auto resource = dyn_cast<DenseResourceElementsAttr>(attribute);
  AsmResourceBlob *blob =
      resource ? resource.getRawHandle().getBlob() : nullptr;
  if (!blob ||
      blob->getData().size() != elements.getNumElements() * sizeof(float))
    return std::nullopt;
  ArrayRef<float> values = blob->getDataAs<float>();
  return std::vector<float>(values.begin(), values.end());
}

std::optional<std::vector<float>> mixp::readF32Constant(Value value) {
  auto constant = value.getDefiningOp<arith::ConstantOp>();
  return constant && isa<RankedTensorType>(value.getType())
             ? readF32Elements(constant.getValue())
             : std::nullopt;
}

bool mixp::isReadableConstant(Value value) {
  auto constant = value.getDefiningOp<arith::ConstantOp>();
  auto type = dyn_cast<RankedTensorType>(value.getType());
  if (!constant || !type || !type.getElementType().isIntOrFloat())
    return false;
  auto resource = dyn_cast<DenseResourceElementsAttr>(constant.getValue());
  if (!resource)
    return isa<DenseElementsAttr>(constant.getValue());
  AsmResourceBlob *blob = resource.getRawHandle().getBlob();
  size_t width = llvm::divideCeil(type.getElementTypeBitWidth(), 8);
  return blob && blob->getData().size() == type.getNumElements() * width;
}

std::optional<std::vector<char>> mixp::readConstantBytes(Value value) {
  auto constant = value.getDefiningOp<arith::ConstantOp>();
  auto type = dyn_cast<RankedTensorType>(value.getType());
  if (!constant || !type || !type.getElementType().isIntOrFloat())
    return std::nullopt;
  size_t width = llvm::divideCeil(type.getElementTypeBitWidth(), 8);
  size_t size = type.getNumElements() * width;
  if (auto resource =
          dyn_cast<DenseResourceElementsAttr>(constant.getValue())) {
    AsmResourceBlob *blob = resource.getRawHandle().getBlob();
    if (!blob || blob->getData().size() != size)
      return std::nullopt;
    return std::vector<char>(blob->getData().begin(), blob->getData().end());
  }
  auto dense = dyn_cast<DenseElementsAttr>(constant.getValue());
  if (!dense)
    return std::nullopt;
  ArrayRef<char> raw = dense.getRawData();
  std::vector<char> bytes(size);
  if (raw.empty() || size == 0)
    return bytes;
  size_t period = dense.isSplat() ? width : size;
  // Elements of one bit may be held eight to a byte.
  if (type.getElementTypeBitWidth() == 1) {
    for (auto [byte, bit] : llvm::zip_equal(bytes, dense.getValues<bool>()))
      byte = bit;
    return bytes;
  }
  if (raw.size() < period)
    return std::nullopt;
  for (size_t i = 0; i < size; ++i)
    bytes[i] = raw[i % period];
  return bytes;
}

TypedAttr mixp::createElements(RankedTensorType type, ArrayRef<char> data,
                               StringRef name) {
  if (data.size() > resourceThreshold)
    return DenseResourceElementsAttr::get(
        type, name,
        HeapAsmResourceBlob::allocateAndCopyWithAlign(data, /*align=*/64));
  if (type.getElementTypeBitWidth() == 1)
    return DenseElementsAttr::get(type,
                                  SmallVector<bool>(data.begin(), data.end()));
  return DenseElementsAttr::getFromRawBuffer(type, data);
}

Value mixp::createConstant(OpBuilder &builder, Location loc,
                           RankedTensorType type, ArrayRef<char> data,
                           StringRef name) {
  return arith::ConstantOp::create(builder, loc,
                                   createElements(type, data, name));
}

int64_t mixp::countWeightBytes(Operation *root) {
  int64_t bytes = 0;
  root->walk([&](arith::ConstantOp constant) {
    auto type = dyn_cast<RankedTensorType>(constant.getType());
    if (!type || !type.getElementType().isIntOrFloat())
      return;
    bytes += llvm::divideCeilSigned(
        type.getNumElements() * type.getElementTypeBitWidth(), 8);
  });
  return bytes;
}
