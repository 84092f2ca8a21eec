//===- BlockedElementwise.cpp - Loops that see block scales ---------------===//
#include "BlockedElementwise.h"
#include "mixp/Dialect/Mixp/IR/BlockRule.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace mixp;

BlockedParameter::BlockedParameter(Value tensor, ArrayRef<int64_t> block,
                                   ArrayRef<unsigned> loops, unsigned numLoops)
    : tensor(tensor), block(block), loops(loops), numLoops(numLoops) {}

/// Whether dim `i` of the parameter has only one element for all of its loop.
static bool isWhole(Value tensor, unsigned i) {
  return cast<RankedTensorType>(tensor.getType()).getDimSize(i) == 1;
}

void BlockedParameter::appendTo(SmallVectorImpl<Value> &inputs,
                                SmallVectorImpl<AffineMap> &maps) {
  if (!tensor)
    return;
  MLIRContext *context = tensor.getContext();
  SmallVector<AffineExpr> exprs;
  for (auto [i, loop] : llvm::enumerate(loops)) {
    if (isWhole(tensor, i))
      exprs.push_back(getAffineConstantExpr(0, context));
    else if (block[i] == 1)
      exprs.push_back(getAffineDimExpr(loop, context));
    else
      return;
  }
  position = inputs.size();
  inputs.push_back(tensor);
  maps.push_back(AffineMap::get(numLoops, 0, exprs, context));
}

Value BlockedParameter::read(ImplicitLocOpBuilder &b, ValueRange bodyArgs) {
  if (!tensor)
    return {};
  if (position >= 0)
    return bodyArgs[position];
  SmallVector<Value> indices;
  for (auto [i, loop] : llvm::enumerate(loops)) {
    if (isWhole(tensor, i)) {
      indices.push_back(arith::ConstantIndexOp::create(b, 0));
      continue;
    }
    Value index = linalg::IndexOp::create(b, loop);
    if (block[i] != 1)
      index = arith::DivUIOp::create(
          b, index, arith::ConstantIndexOp::create(b, block[i]));
    indices.push_back(index);
  }
  return tensor::ExtractOp::create(b, tensor, indices);
}

SmallVector<int64_t>
mixp::resolveOpBlock(Value operand, Value scale, Value zeroPoint,
                     std::optional<ArrayRef<int64_t>> block) {
  Value any = scale ? scale : zeroPoint;
  if (!any)
    return {};
  // The op is verified: there is no error to report.
  auto noError = [] { return InFlightDiagnostic(); };
  return resolveBlock(cast<ShapedType>(operand.getType()),
                      cast<ShapedType>(any.getType()), block, "", noError)
      .value_or(SmallVector<int64_t>());
}

/// A constant parameter that has one element for each block of a single dim
/// becomes one with an element for each index of it, which loops read as
/// vectors: that is what static scales of groups along K are.
static Value spreadBlocks(OpBuilder &builder, Location loc, Value parameter,
                          ArrayRef<int64_t> shape,
                          SmallVectorImpl<int64_t> &block) {
  constexpr int64_t kMostElements = 1 << 16;
  DenseElementsAttr elements;
  if (!parameter || !matchPattern(parameter, m_Constant(&elements)))
    return parameter;
  auto type = cast<RankedTensorType>(elements.getType());
  int64_t count = type.getNumElements();
  auto dim = llvm::find(type.getShape(), count) - type.getShape().begin();
  if (count == 1 || dim == type.getRank() || block[dim] <= 1 ||
      ShapedType::isDynamic(shape[dim]) || shape[dim] > kMostElements)
    return parameter;
  auto values = llvm::to_vector(elements.getValues<Attribute>());
  SmallVector<Attribute> spread;
  for (int64_t i = 0; i < shape[dim]; ++i)
    spread.push_back(values[i / block[dim]]);
  block[dim] = 1;
  SmallVector<int64_t> spreadShape(type.getShape());
  spreadShape[dim] = shape[dim];
  return arith::ConstantOp::create(
      builder, loc, DenseElementsAttr::get(type.clone(spreadShape), spread));
}

Value mixp::buildBlockedElementwise(
    OpBuilder &builder, Location loc, Value input, Type resultElement,
    ArrayRef<Value> parameters, ArrayRef<int64_t> block,
    function_ref<Value(ImplicitLocOpBuilder &, Value, ArrayRef<Value>)> body) {
  auto inputType = cast<RankedTensorType>(input.getType());
  unsigned rank = inputType.getRank();
  SmallVector<unsigned> loops = llvm::to_vector(llvm::seq<unsigned>(0, rank));
  AffineMap identity = builder.getMultiDimIdentityMap(rank);
  SmallVector<Value> inputs = {input};
  SmallVector<AffineMap> maps = {identity};
  SmallVector<BlockedParameter> blocked;
  for (Value parameter : parameters) {
    SmallVector<int64_t> own(block);
    parameter =
        spreadBlocks(builder, loc, parameter, inputType.getShape(), own);
    blocked.emplace_back(parameter, own, loops, rank);
    blocked.back().appendTo(inputs, maps);
  }
  maps.push_back(identity);
  Value empty = tensor::EmptyOp::create(
      builder, loc, tensor::getMixedSizes(builder, loc, input), resultElement);
  SmallVector<utils::IteratorType> iterators(rank,
                                             utils::IteratorType::parallel);
  auto generic = linalg::GenericOp::create(
      builder, loc, empty.getType(), inputs, empty, maps, iterators,
      [&](OpBuilder &nested, Location nestedLoc, ValueRange args) {
        ImplicitLocOpBuilder b(nestedLoc, nested);
        SmallVector<Value> values;
        for (BlockedParameter &parameter : blocked)
          values.push_back(parameter.read(b, args));
        linalg::YieldOp::create(b, body(b, args[0], values));
      });
  return generic.getResult(0);
}

Value mixp::castShape(OpBuilder &builder, Location loc, Value value,
                      Type type) {
  if (value.getType() == type)
    return value;
  return tensor::CastOp::create(builder, loc, type, value);
}
