//===- TensorCompute.cpp - Element-wise ops, reductions, products ---------===//
#include "TensorBuilder.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::importer;

/// The one element of a constant, as arith.constant takes it.
static TypedAttr getScalarAttr(OpBuilder &builder,
                               const ImportedTensor &tensor) {
  if (tensor.kind == ElementKind::F32)
    return builder.getF32FloatAttr(tensor.elements<float>().front());
  return builder.getI32IntegerAttr(tensor.elements<int32_t>().front());
}

/// Constants with one element need no operand.
static bool isScalarConstant(const ImportedTensor &tensor) {
  return tensor.isConstant() && product(tensor.shape).isOne() &&
         (tensor.kind == ElementKind::F32 || tensor.kind == ElementKind::I32);
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
    operands.push_back(getValue(reshape(input, kept)));
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
                  ? arith::ConstantOp::create(nested, loc,
                                              getScalarAttr(nested, input))
                        .getResult()
                  : elements[next++]);
        linalg::YieldOp::create(nested, loc, body(nested, loc, arguments));
      });
  return {kind, Shape(shape), generic.getResult(0), nullptr};
}

ImportedTensor TensorBuilder::reduce(const ImportedTensor &input, size_t axis,
                                     float initial, Body body) {
  unsigned rank = input.rank();
  Shape rest = input.shape, shape = input.shape;
  rest.erase(rest.begin() + axis);
  shape[axis] = Dim{};
  Value init = getFilled(rest, initial);
  SmallVector<AffineMap> maps{
      builder.getMultiDimIdentityMap(rank),
      builder.getMultiDimIdentityMap(rank).dropResult(axis)};
  SmallVector<utils::IteratorType> iterators(rank,
                                             utils::IteratorType::parallel);
  iterators[axis] = utils::IteratorType::reduction;
  auto generic = linalg::GenericOp::create(
      builder, location, init.getType(), getValue(input), init, maps, iterators,
      [&](OpBuilder &nested, Location loc, ValueRange elements) {
        linalg::YieldOp::create(nested, loc, body(nested, loc, elements));
      });
  return reshape({input.kind, rest, generic.getResult(0), nullptr}, shape);
}

ImportedTensor TensorBuilder::matmul(const ImportedTensor &lhs,
                                     const ImportedTensor &rhs,
                                     bool transposeLhs, bool transposeRhs) {
  size_t row = lhs.rank() - 2;
  Shape shape = lhs.shape;
  shape[row] = lhs.shape[transposeLhs ? row + 1 : row];
  shape[row + 1] = rhs.shape[transposeRhs ? row : row + 1];
  Value zero = getFilled(shape, 0.0f);
  auto product =
      MatmulOp::create(builder, location, getValue(lhs), getValue(rhs), zero);
  product.setTransposeLhs(transposeLhs);
  product.setTransposeRhs(transposeRhs);
  return {ElementKind::F32, std::move(shape), product.getResult(), nullptr};
}
