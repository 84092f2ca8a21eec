//===- TensorCompute.cpp - Element-wise ops, reductions, products ---------===//
#include "Numbers.h"
#include "TensorBuilder.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::importer;

/// Constants with one element need no operand.
static bool isScalarConstant(const ImportedTensor &tensor) {
  return tensor.isConstant() && product(tensor.shape).isOne();
}

TypedAttr TensorBuilder::getElement(const ImportedTensor &constant) {
  if (isFloat(constant.kind))
    return getNumber(constant.kind, readNumber(constant, 0));
  Type type = getSignlessType(builder.getContext(), constant.kind);
  return cast<TypedAttr>(builder.getIntegerAttr(
      type, APInt(type.getIntOrFloatBitWidth(), readInteger(constant, 0),
                  /*isSigned=*/true, /*implicitTrunc=*/true)));
}

ImportedTensor TensorBuilder::elementwise(ArrayRef<Dim> shape, ElementKind kind,
                                          ArrayRef<ImportedTensor> inputs,
                                          Body body) {
  unsigned rank = shape.size();
  SmallVector<Value> operands;
  SmallVector<AffineMap> maps;
  for (const ImportedTensor &input : inputs) {
    if (isScalarConstant(input))
      continue;
    // Dims that are repeated are dropped, so that the map is a projection.
    Shape kept;
    SmallVector<AffineExpr> exprs;
    for (size_t i = 0; i < input.rank(); ++i) {
      size_t dim = rank - input.rank() + i;
      if (input.shape[i] != shape[dim])
        continue;
      kept.push_back(input.shape[i]);
      exprs.push_back(builder.getAffineDimExpr(dim));
    }
    operands.push_back(getSignless(reshape(input, kept)));
    maps.push_back(AffineMap::get(rank, 0, exprs, builder.getContext()));
  }
  Value empty = getEmpty(shape, kind);
  maps.push_back(builder.getMultiDimIdentityMap(rank));
  SmallVector<utils::IteratorType> iterators(rank,
                                             utils::IteratorType::parallel);
  auto generic = linalg::GenericOp::create(
      builder, location, empty.getType(), operands, empty, maps, iterators,
      [&](OpBuilder &nested, Location loc, ValueRange elements) {
        SmallVector<Value> arguments;
        size_t next = 0;
        for (const ImportedTensor &input : inputs)
          arguments.push_back(
              isScalarConstant(input)
                  ? arith::ConstantOp::create(nested, loc, getElement(input))
                  : elements[next++]);
        linalg::YieldOp::create(nested, loc, body(nested, loc, arguments));
      });
  return fromSignless(generic.getResult(0), shape, kind);
}

ImportedTensor TensorBuilder::readAt(ArrayRef<Dim> shape,
                                     const ImportedTensor &data,
                                     ArrayRef<Value> operands,
                                     ArrayRef<AffineMap> maps, Place place) {
  unsigned rank = shape.size();
  Value source = getSignless(data);
  Value empty = getEmpty(shape, data.kind);
  SmallVector<AffineMap> all(maps);
  all.push_back(builder.getMultiDimIdentityMap(rank));
  SmallVector<utils::IteratorType> iterators(rank,
                                             utils::IteratorType::parallel);
  auto generic = linalg::GenericOp::create(
      builder, location, empty.getType(), operands, empty, all, iterators,
      [&](OpBuilder &b, Location loc, ValueRange in) {
        SmallVector<Value> loop;
        for (unsigned i = 0; i < rank; ++i)
          loop.push_back(linalg::IndexOp::create(b, loc, i));
        Value element = tensor::ExtractOp::create(
            b, loc, source, place(b, loc, in.drop_back(), loop));
        linalg::YieldOp::create(b, loc, element);
      });
  return fromSignless(generic.getResult(0), shape, data.kind);
}

ImportedTensor TensorBuilder::expand(const ImportedTensor &input,
                                     ArrayRef<Dim> shape) {
  if (ArrayRef<Dim>(input.shape) == shape)
    return input;
  return elementwise(
      shape, input.kind, input,
      [](OpBuilder &, Location, ValueRange in) -> Value { return in[0]; });
}

ImportedTensor TensorBuilder::reduce(const ImportedTensor &input,
                                     ArrayRef<size_t> axes, TypedAttr initial,
                                     Body body) {
  unsigned rank = input.rank();
  Shape rest, shape = input.shape;
  SmallVector<AffineExpr> kept;
  SmallVector<utils::IteratorType> iterators(rank,
                                             utils::IteratorType::parallel);
  for (size_t i = 0; i < rank; ++i) {
    if (llvm::is_contained(axes, i)) {
      shape[i] = Dim();
      iterators[i] = utils::IteratorType::reduction;
      continue;
    }
    rest.push_back(input.shape[i]);
    kept.push_back(builder.getAffineDimExpr(i));
  }
  Value init = getFilled(rest, initial);
  SmallVector<AffineMap> maps{
      builder.getMultiDimIdentityMap(rank),
      AffineMap::get(rank, 0, kept, builder.getContext())};
  auto generic = linalg::GenericOp::create(
      builder, location, init.getType(), getSignless(input), init, maps,
      iterators, [&](OpBuilder &nested, Location loc, ValueRange elements) {
        linalg::YieldOp::create(nested, loc, body(nested, loc, elements));
      });
  return reshape(fromSignless(generic.getResult(0), rest, input.kind), shape);
}

ImportedTensor TensorBuilder::matmul(const ImportedTensor &lhs,
                                     const ImportedTensor &rhs,
                                     bool transposeLhs, bool transposeRhs) {
  size_t row = lhs.rank() - 2;
  Shape shape = lhs.shape;
  shape[row] = lhs.shape[transposeLhs ? row + 1 : row];
  shape[row + 1] = rhs.shape[transposeRhs ? row : row + 1];
  Value zero = getFilled(shape, getNumber(lhs.kind, 0));
  auto product =
      MatmulOp::create(builder, location, getValue(lhs), getValue(rhs), zero);
  product.setTransposeLhs(transposeLhs);
  product.setTransposeRhs(transposeRhs);
  return {lhs.kind, std::move(shape), product.getResult(), nullptr};
}
