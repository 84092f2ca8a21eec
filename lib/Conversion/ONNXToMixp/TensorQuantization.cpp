//===- TensorQuantization.cpp - Ops between stored and real numbers -------===//
#include "TensorBuilder.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::importer;

/// The kind without a sign whose elements have the same bits.
static ElementKind getSignedKind(ElementKind kind) {
  switch (kind) {
  case ElementKind::U2:
    return ElementKind::I2;
  case ElementKind::U4:
    return ElementKind::I4;
  case ElementKind::U8:
    return ElementKind::I8;
  default:
    return kind;
  }
}

TensorBuilder::StoredNumbers TensorBuilder::getStored(ImportedTensor tensor) {
  ElementKind kind = getSignedKind(tensor.kind);
  bool isFlagged = tensor.isConstant() && kind != tensor.kind;
  if (isFlagged)
    tensor.kind = kind;
  return {getValue(tensor), isFlagged};
}

Value TensorBuilder::getTable(const std::optional<ImportedTensor> &table) {
  return table ? getValue(*table) : Value();
}

/// Only tables have blocks.
static DenseI64ArrayAttr getBlock(OpBuilder &builder,
                                  const Quantization &quantization) {
  return quantization.hasTable()
             ? builder.getDenseI64ArrayAttr(quantization.block)
             : DenseI64ArrayAttr();
}

ImportedTensor TensorBuilder::quantize(const ImportedTensor &input,
                                       const Quantization &quantization,
                                       ElementKind kind) {
  Value result = QuantizeOp::create(
      builder, location, getType(input.shape, kind), getValue(input),
      getTable(quantization.scale), getTable(quantization.zeroPoint),
      getBlock(builder, quantization), /*result_unsigned=*/false);
  return {kind, input.shape, result, nullptr};
}

ImportedTensor TensorBuilder::dequantize(const ImportedTensor &input,
                                         const Quantization &quantization,
                                         ElementKind kind) {
  StoredNumbers stored = getStored(input);
  Value result = DequantizeOp::create(
      builder, location, getType(input.shape, kind), stored.value,
      getTable(quantization.scale), getTable(quantization.zeroPoint),
      getBlock(builder, quantization), stored.isFlagged);
  return {kind, input.shape, result, nullptr};
}

ImportedTensor TensorBuilder::requantize(const ImportedTensor &input,
                                         const Quantization &quantization,
                                         ElementKind kind) {
  Value result = RequantizeOp::create(
      builder, location, getType(input.shape, kind), RequantizeProfile::Onnx,
      getValue(input), getTable(quantization.scale), /*multiplier=*/Value(),
      /*shift=*/Value(), getTable(quantization.zeroPoint),
      getBlock(builder, quantization), /*result_unsigned=*/false);
  return {kind, input.shape, result, nullptr};
}

Quantization TensorBuilder::chooseScales(const ImportedTensor &input,
                                         ElementKind storage) {
  Shape shape(input.rank(), Dim());
  SmallVector<int64_t> block(input.rank(), 0);
  auto chosen = ChooseScalesOp::create(
      builder, location,
      TypeRange{getType(shape, ElementKind::F32),
                getType(shape, ElementKind::I32)},
      RangeKind::Asymmetric, getValue(input),
      getElementType(builder.getContext(), storage), block);
  return {
      ImportedTensor{ElementKind::F32, shape, chosen.getScale(), nullptr},
      ImportedTensor{ElementKind::I32, shape, chosen.getZeroPoint(), nullptr},
      block};
}

ImportedTensor TensorBuilder::matmul(const ImportedTensor &lhs,
                                     const Quantization &ofLhs,
                                     const ImportedTensor &rhs,
                                     const Quantization &ofRhs,
                                     ElementKind kind) {
  Shape shape = lhs.shape;
  shape.back() = rhs.shape.back();
  StoredNumbers left = getStored(lhs), right = getStored(rhs);
  Value lhsScale = getTable(ofLhs.scale), rhsScale = getTable(ofRhs.scale);
  Value lhsZero = getTable(ofLhs.zeroPoint),
        rhsZero = getTable(ofRhs.zeroPoint);
  auto product = MatmulOp::create(builder, location, left.value, right.value,
                                  getFilled(shape, getNumber(kind, 0)));
  product.setLhsUnsigned(left.isFlagged);
  product.setRhsUnsigned(right.isFlagged);
  if (lhsScale)
    product.getLhsScaleMutable().assign(lhsScale);
  if (lhsZero)
    product.getLhsZeroPointMutable().assign(lhsZero);
  if (rhsScale)
    product.getRhsScaleMutable().assign(rhsScale);
  if (rhsZero)
    product.getRhsZeroPointMutable().assign(rhsZero);
  product.setLhsBlockAttr(getBlock(builder, ofLhs));
  product.setRhsBlockAttr(getBlock(builder, ofRhs));
  return {kind, std::move(shape), product.getResult(), nullptr};
}
