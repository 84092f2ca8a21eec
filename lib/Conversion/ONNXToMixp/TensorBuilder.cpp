//===- TensorBuilder.cpp - Types, constants and moved data ----------------===//
#include "TensorBuilder.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::importer;

RankedTensorType TensorBuilder::getType(ArrayRef<Dim> shape, ElementKind kind) {
  return RankedTensorType::get(
      llvm::map_to_vector(shape, [](const Dim &dim) { return dim.toStatic(); }),
      getElementType(builder.getContext(), kind));
}

static RankedTensorType toSignless(RankedTensorType type) {
  auto integer = dyn_cast<IntegerType>(type.getElementType());
  if (!integer || integer.isSignless())
    return type;
  return type.clone(IntegerType::get(type.getContext(), integer.getWidth()));
}

//===----------------------------------------------------------------------===//
// Constants and sizes
//===----------------------------------------------------------------------===//

const Symbol &TensorBuilder::addSymbol(StringRef name, Value value) {
  return symbols.emplace_back(
      Symbol{static_cast<unsigned>(symbols.size()), name.str(), value});
}

/// Small constants are readable in the IR; large ones are kept out of the
/// context's uniqued storage and share the importer's copy.
static ElementsAttr getConstantAttr(RankedTensorType type, const Bytes &bytes) {
  constexpr size_t kLargestInline = 64 * 1024;
  ArrayRef<char> data(bytes->data(), bytes->size());
  if (type.getElementType().isInteger(1))
    return DenseElementsAttr::get(type,
                                  SmallVector<bool>(data.begin(), data.end()));
  if (bytes->size() <= kLargestInline)
    return DenseElementsAttr::getFromRawBuffer(type, data);
  size_t alignment = llvm::divideCeil(type.getElementTypeBitWidth(), 8);
  AsmResourceBlob blob(
      data, alignment, [bytes](void *, size_t, size_t) {},
      /*dataIsMutable=*/false);
  return DenseResourceElementsAttr::get(type, "weights", std::move(blob));
}

/// In the function's own block, before the op around: a constant is used in
/// other inner graphs, too.
static void leaveRegions(OpBuilder &builder) {
  Operation *around = builder.getBlock()->getParentOp();
  for (; around && !isa<FunctionOpInterface>(around);
       around = builder.getBlock()->getParentOp())
    builder.setInsertionPoint(around);
}

Value TensorBuilder::emitConstant(const ImportedTensor &tensor) {
  RankedTensorType type = toSignless(getType(tensor.shape, tensor.kind));
  if (tensor.bytes->empty())
    return tensor::EmptyOp::create(builder, location, type.getShape(),
                                   type.getElementType());
  EmittedConstant &constant = constants[{tensor.bytes.get(), type}];
  if (constant.value)
    return constant.value;
  OpBuilder::InsertionGuard guard(builder);
  leaveRegions(builder);
  constant = {tensor.bytes,
              arith::ConstantOp::create(builder, location, type,
                                        getConstantAttr(type, tensor.bytes))};
  return constant.value;
}

Value TensorBuilder::emitSizes(const ImportedTensor &tensor) {
  RankedTensorType type = getType(tensor.shape, tensor.kind);
  SmallVector<Value> elements;
  for (const Dim &size : tensor.sizes) {
    Value index =
        getValueOrCreateConstantIndexOp(builder, location, getSize(size));
    elements.push_back(arith::IndexCastOp::create(
        builder, location, type.getElementType(), index));
  }
  return tensor::FromElementsOp::create(builder, location, type, elements);
}

Value TensorBuilder::getSignless(const ImportedTensor &tensor) {
  if (tensor.isConstant())
    return emitConstant(tensor);
  Value value = tensor.isSizes() ? emitSizes(tensor) : tensor.value;
  RankedTensorType type = toSignless(cast<RankedTensorType>(value.getType()));
  if (type == value.getType())
    return value;
  // A value that was made of signless elements goes back to them.
  if (auto bitcast = value.getDefiningOp<tensor::BitcastOp>())
    if (bitcast.getSource().getType() == type)
      return bitcast.getSource();
  return tensor::BitcastOp::create(builder, location, type, value);
}

Value TensorBuilder::getValue(const ImportedTensor &tensor) {
  if (!tensor.isConstant() && !tensor.isSizes())
    return tensor.value;
  Value value = getSignless(tensor);
  RankedTensorType type = getType(tensor.shape, tensor.kind);
  if (type == value.getType())
    return value;
  return tensor::BitcastOp::create(builder, location, type, value);
}

ImportedTensor TensorBuilder::fromSignless(Value value, ArrayRef<Dim> shape,
                                           ElementKind kind) {
  RankedTensorType type = getType(shape, kind);
  if (type != value.getType())
    value = tensor::BitcastOp::create(builder, location, type, value);
  return {kind, Shape(shape), value, nullptr};
}

OpFoldResult TensorBuilder::getSize(const Dim &dim) {
  if (dim.isStatic())
    return builder.getIndexAttr(dim.getStatic());
  Value sum;
  for (const Dim::Term &term : dim.getTerms()) {
    Value product;
    for (const Symbol *symbol : term.symbols)
      product = product ? arith::MulIOp::create(builder, location, product,
                                                symbol->value)
                        : symbol->value;
    if (term.factor != 1 || !product) {
      Value factor =
          arith::ConstantIndexOp::create(builder, location, term.factor);
      product = product
                    ? arith::MulIOp::create(builder, location, product, factor)
                    : factor;
    }
    sum =
        sum ? arith::AddIOp::create(builder, location, sum, product) : product;
  }
  return sum;
}

SmallVector<OpFoldResult> TensorBuilder::getSizes(ArrayRef<Dim> shape) {
  return llvm::map_to_vector(shape,
                             [&](const Dim &dim) { return getSize(dim); });
}

Value TensorBuilder::getEmpty(ArrayRef<Dim> shape, ElementKind kind) {
  return tensor::EmptyOp::create(builder, location, getSizes(shape),
                                 getSignlessType(builder.getContext(), kind));
}

TypedAttr TensorBuilder::getNumber(ElementKind kind, double number) {
  Type type = getSignlessType(builder.getContext(), kind);
  if (isFloat(kind))
    return builder.getFloatAttr(type, number);
  return cast<TypedAttr>(builder.getIntegerAttr(
      type, APInt(type.getIntOrFloatBitWidth(), static_cast<int64_t>(number),
                  /*isSigned=*/true, /*implicitTrunc=*/true)));
}

TypedAttr TensorBuilder::getLimit(ElementKind kind, bool isLeast) {
  if (isFloat(kind))
    return getNumber(kind, isLeast ? -std::numeric_limits<double>::infinity()
                                   : std::numeric_limits<double>::infinity());
  unsigned bits = getBitWidth(kind);
  bool hasSign = isInteger(kind) && !isUnsigned(kind);
  APInt least = hasSign ? APInt::getSignedMinValue(bits) : APInt(bits, 0);
  return cast<TypedAttr>(builder.getIntegerAttr(
      getSignlessType(builder.getContext(), kind), isLeast ? least : ~least));
}

Value TensorBuilder::getFilled(ArrayRef<Dim> shape, TypedAttr number) {
  Value scalar = arith::ConstantOp::create(builder, location, number);
  Value empty = tensor::EmptyOp::create(builder, location, getSizes(shape),
                                        number.getType());
  return linalg::FillOp::create(builder, location, scalar, empty).getResult(0);
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
  if (!input.value || ArrayRef<Dim>(input.shape) == shape)
    return {input.kind, Shape(shape), input.value, input.bytes, input.sizes};
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
  if (!input.value)
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
                                            getSignless(reshape(input, before)),
                                            getEmpty(after, input.kind), moved)
                    .getResult()
                    .front();
  return reshape(fromSignless(value, after, input.kind), result);
}

ImportedTensor TensorBuilder::slice(const ImportedTensor &input,
                                    ArrayRef<SliceDim> dims) {
  if (!input.value)
    return foldSlice(input, dims);
  Shape shape;
  for (auto [dim, from] : llvm::zip(dims, input.shape))
    shape.push_back(from.isStatic() ? Dim(dim.count) : from);
  if (hasNoElements(shape))
    return ImportedTensor::withoutElements(input.kind, std::move(shape));
  SmallVector<OpFoldResult> offsets, sizes, strides;
  SmallVector<bool> isReversed;
  for (auto [dim, from, count] : llvm::zip(dims, input.shape, shape)) {
    isReversed.push_back(from.isStatic() && dim.step < 0);
    int64_t step = std::abs(dim.step);
    // A reversed dim is taken forwards first.
    int64_t start =
        isReversed.back() ? dim.start - (dim.count - 1) * step : dim.start;
    offsets.push_back(builder.getIndexAttr(from.isStatic() ? start : 0));
    strides.push_back(builder.getIndexAttr(from.isStatic() ? step : 1));
    sizes.push_back(getSize(count));
  }
  Value result = input.value;
  if (shape != input.shape)
    result = tensor::ExtractSliceOp::create(builder, location, input.value,
                                            offsets, sizes, strides);
  return reverse({input.kind, std::move(shape), result, nullptr}, isReversed);
}

ImportedTensor TensorBuilder::reverse(const ImportedTensor &input,
                                      ArrayRef<bool> isReversed) {
  if (!llvm::is_contained(isReversed, true))
    return input;
  return readAt(
      input.shape, input, {}, {},
      [&](OpBuilder &b, Location loc, ValueRange, ArrayRef<Value> loop) {
        SmallVector<Value> place(loop);
        for (auto [i, reversed] : llvm::enumerate(isReversed))
          if (reversed) {
            Value last = arith::ConstantIndexOp::create(
                b, loc, input.shape[i].getStatic() - 1);
            place[i] = arith::SubIOp::create(b, loc, last, loop[i]);
          }
        return place;
      });
}

ImportedTensor TensorBuilder::concat(ArrayRef<ImportedTensor> inputs,
                                     size_t axis) {
  if (inputs.size() == 1)
    return inputs.front();
  if (llvm::all_of(inputs, [](auto &input) { return !input.value; }))
    return foldConcat(inputs, axis);
  Shape shape = inputs.front().shape;
  for (const ImportedTensor &input : inputs.drop_front())
    shape[axis] = shape[axis] + input.shape[axis];
  SmallVector<Value> values = llvm::map_to_vector(
      inputs, [&](const ImportedTensor &input) { return getValue(input); });
  ElementKind kind = inputs.front().kind;
  Value result = tensor::ConcatOp::create(builder, location,
                                          getType(shape, kind), axis, values);
  return {kind, std::move(shape), result, nullptr};
}
