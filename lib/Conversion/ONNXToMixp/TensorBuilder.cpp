//===- TensorBuilder.cpp - Types, constants and moved data ----------------===//
#include "TensorBuilder.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/DialectResourceBlobManager.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::importer;

Type TensorBuilder::getElementType(ElementKind kind) {
  switch (kind) {
  case ElementKind::F32:
    return builder.getF32Type();
  case ElementKind::F16:
    return builder.getF16Type();
  case ElementKind::BF16:
    return builder.getBF16Type();
  case ElementKind::I8:
    return builder.getI8Type();
  case ElementKind::U8:
    return builder.getIntegerType(8, /*isSigned=*/false);
  case ElementKind::I32:
    return builder.getI32Type();
  case ElementKind::I64:
    return builder.getI64Type();
  }
  return {};
}

RankedTensorType TensorBuilder::getType(ArrayRef<Dim> shape, ElementKind kind) {
  return RankedTensorType::get(
      llvm::map_to_vector(shape, [](Dim dim) { return dim.toStatic(); }),
      getElementType(kind));
}

//===----------------------------------------------------------------------===//
// Constants and sizes
//===----------------------------------------------------------------------===//

/// Small constants are readable in the IR; large ones are kept out of the
/// context's uniqued storage and share the importer's copy.
static ElementsAttr getConstantAttr(RankedTensorType type, const Bytes &bytes) {
  constexpr size_t kLargestInline = 64 * 1024;
  if (bytes->size() <= kLargestInline)
    return DenseElementsAttr::getFromRawBuffer(
        type, ArrayRef<char>(bytes->data(), bytes->size()));
  size_t alignment = type.getElementTypeBitWidth() / 8;
  AsmResourceBlob blob(
      ArrayRef<char>(bytes->data(), bytes->size()), alignment,
      [bytes](void *, size_t, size_t) {}, /*dataIsMutable=*/false);
  return DenseResourceElementsAttr::get(type, "weights", std::move(blob));
}

Value TensorBuilder::getValue(const ImportedTensor &tensor) {
  if (!tensor.isConstant())
    return tensor.value;
  RankedTensorType type = getType(tensor.shape, tensor.kind);
  EmittedConstant &constant = constants[{tensor.bytes.get(), type}];
  if (!constant.value)
    constant = {tensor.bytes,
                arith::ConstantOp::create(builder, location, type,
                                          getConstantAttr(type, tensor.bytes))};
  return constant.value;
}

OpFoldResult TensorBuilder::getSize(Dim dim) {
  if (dim.isStatic())
    return builder.getIndexAttr(dim.size);
  Value size = batchSize;
  for (unsigned i = 1; i < dim.power; ++i)
    size = arith::MulIOp::create(builder, location, size, batchSize);
  if (dim.size == 1)
    return size;
  Value factor = arith::ConstantIndexOp::create(builder, location, dim.size);
  return arith::MulIOp::create(builder, location, size, factor).getResult();
}

SmallVector<OpFoldResult> TensorBuilder::getSizes(ArrayRef<Dim> shape) {
  return llvm::map_to_vector(shape, [&](Dim dim) { return getSize(dim); });
}

Value TensorBuilder::getEmpty(ArrayRef<Dim> shape, ElementKind kind) {
  return tensor::EmptyOp::create(builder, location, getSizes(shape),
                                 getElementType(kind));
}

Value TensorBuilder::getFilled(ArrayRef<Dim> shape, float value) {
  Value scalar = arith::ConstantOp::create(builder, location,
                                           builder.getF32FloatAttr(value));
  return linalg::FillOp::create(builder, location, scalar,
                                getEmpty(shape, ElementKind::F32))
      .getResult(0);
}

//===----------------------------------------------------------------------===//
// Moving data
//===----------------------------------------------------------------------===//

/// A range of dims as a reassociation.
static ReassociationIndices getIndices(std::pair<size_t, size_t> range) {
  return llvm::to_vector<2>(llvm::seq<int64_t>(range.first, range.second));
}

Value TensorBuilder::emitReshape(const ImportedTensor &input,
                                 ArrayRef<Dim> shape) {
  // input -> one dim per group -> shape; either step may be no step at all.
  Shape merged;
  SmallVector<ReassociationIndices> collapse, expand;
  // A scalar has no dims, hence no groups.
  if (!shape.empty() && !input.shape.empty())
    for (const ReshapeGroup &group : groupReshape(input.shape, shape)) {
      auto [first, last] = group.to;
      collapse.push_back(getIndices(group.from));
      expand.push_back(getIndices(group.to));
      merged.push_back(product(shape.slice(first, last - first)));
    }
  Value value = input.value;
  if (ArrayRef<Dim>(merged) != ArrayRef<Dim>(input.shape))
    value = tensor::CollapseShapeOp::create(
        builder, location, getType(merged, input.kind), value, collapse);
  if (ArrayRef<Dim>(merged) != shape)
    value = tensor::ExpandShapeOp::create(builder, location,
                                          getType(shape, input.kind), value,
                                          expand, getSizes(shape));
  return value;
}

ImportedTensor TensorBuilder::reshape(const ImportedTensor &input,
                                      ArrayRef<Dim> shape) {
  if (input.isConstant() || ArrayRef<Dim>(input.shape) == shape)
    return {input.kind, Shape(shape), input.value, input.bytes};
  // Exporters write chains of reshapes; only the first and last shape matter.
  ImportedTensor source = input;
  if (auto it = reshapeSources.find(input.value); it != reshapeSources.end())
    source = it->second;
  if (ArrayRef<Dim>(source.shape) == shape)
    return source;
  Value value = emitReshape(source, shape);
  reshapeSources[value] = source;
  return {input.kind, Shape(shape), value, nullptr};
}

ImportedTensor TensorBuilder::transpose(const ImportedTensor &input,
                                        ArrayRef<int64_t> permutation) {
  if (input.isConstant())
    return foldTranspose(input, permutation);
  // Dims of size 1 hold no order: only the others are moved.
  Shape result, before, after;
  SmallVector<int64_t> position; // Of each dim among those kept.
  for (Dim dim : input.shape) {
    position.push_back(before.size());
    if (!dim.isOne())
      before.push_back(dim);
  }
  SmallVector<int64_t> moved;
  for (int64_t dim : permutation) {
    result.push_back(input.shape[dim]);
    if (input.shape[dim].isOne())
      continue;
    after.push_back(input.shape[dim]);
    moved.push_back(position[dim]);
  }
  if (llvm::is_sorted(moved))
    return reshape(input, result);
  Value value = linalg::TransposeOp::create(builder, location,
                                            reshape(input, before).value,
                                            getEmpty(after, input.kind), moved)
                    .getResult()
                    .front();
  return reshape({input.kind, after, value, nullptr}, result);
}

ImportedTensor TensorBuilder::slice(const ImportedTensor &input,
                                    ArrayRef<SliceDim> dims) {
  if (input.isConstant())
    return foldSlice(input, dims);
  Shape shape;
  SmallVector<OpFoldResult> offsets, sizes, strides;
  for (auto [dim, from] : llvm::zip(dims, input.shape)) {
    shape.push_back(from.isStatic() ? Dim{dim.count, 0} : from);
    offsets.push_back(builder.getIndexAttr(from.isStatic() ? dim.start : 0));
    strides.push_back(builder.getIndexAttr(from.isStatic() ? dim.step : 1));
    sizes.push_back(getSize(shape.back()));
  }
  if (shape == input.shape)
    return input;
  Value result = tensor::ExtractSliceOp::create(builder, location, input.value,
                                                offsets, sizes, strides);
  return {input.kind, std::move(shape), result, nullptr};
}

ImportedTensor TensorBuilder::concat(ArrayRef<ImportedTensor> inputs,
                                     size_t axis) {
  if (inputs.size() == 1)
    return inputs.front();
  if (llvm::all_of(inputs, [](auto &input) { return input.isConstant(); }))
    return foldConcat(inputs, axis);
  Shape shape = inputs.front().shape;
  for (const ImportedTensor &input : inputs.drop_front())
    shape[axis].size += input.shape[axis].size;
  SmallVector<Value> values = llvm::map_to_vector(
      inputs, [&](const ImportedTensor &input) { return getValue(input); });
  ElementKind kind = inputs.front().kind;
  Value result = tensor::ConcatOp::create(builder, location,
                                          getType(shape, kind), axis, values);
  return {kind, std::move(shape), result, nullptr};
}

ImportedTensor TensorBuilder::cast(const ImportedTensor &input,
                                   ElementKind kind) {
  if (kind == input.kind)
    return input;
  if (input.isConstant())
    return foldCast(input, kind);
  auto isFloat = [](ElementKind kind) {
    return kind == ElementKind::F32 || kind == ElementKind::F16 ||
           kind == ElementKind::BF16;
  };
  bool truncates = isFloat(input.kind) && !isFloat(kind);
  Value result = CastOp::create(
      builder, location, getType(input.shape, kind), input.value,
      truncates ? RoundingMode::TowardZero : RoundingMode::NearestEven,
      /*saturate=*/truncates, /*input_unsigned=*/false,
      /*result_unsigned=*/false);
  return {kind, input.shape, result, nullptr};
}

//===----------------------------------------------------------------------===//
// Quantization
//===----------------------------------------------------------------------===//

ImportedTensor
TensorBuilder::quantize(const ImportedTensor &input,
                        const ImportedTensor &scale,
                        const std::optional<ImportedTensor> &zeroPoint,
                        ArrayRef<int64_t> block, ElementKind kind) {
  Value result = QuantizeOp::create(
      builder, location, getType(input.shape, kind), getValue(input),
      getValue(scale), zeroPoint ? getValue(*zeroPoint) : Value(),
      builder.getDenseI64ArrayAttr(block), /*result_unsigned=*/false);
  return {kind, input.shape, result, nullptr};
}

ImportedTensor TensorBuilder::dequantize(
    const ImportedTensor &input, const ImportedTensor &scale,
    const std::optional<ImportedTensor> &zeroPoint, ArrayRef<int64_t> block) {
  // A constant has no unsigned type: the op's flag says it.
  bool isFlagged = input.isConstant() && input.kind == ElementKind::U8;
  ImportedTensor stored = input;
  if (isFlagged)
    stored.kind = ElementKind::I8;
  Value result = DequantizeOp::create(
      builder, location, getType(input.shape, ElementKind::F32),
      getValue(stored), getValue(scale),
      zeroPoint ? getValue(*zeroPoint) : Value(),
      builder.getDenseI64ArrayAttr(block), isFlagged);
  return {ElementKind::F32, input.shape, result, nullptr};
}
