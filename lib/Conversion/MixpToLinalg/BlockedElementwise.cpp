//===- BlockedElementwise.cpp - Loops that see block scales ---------------===//
#include "BlockedElementwise.h"
#include "mixp/Dialect/Mixp/IR/BlockRule.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

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

Value mixp::buildBlockedElementwise(
    OpBuilder &builder, Location loc, Value input, Type resultElement,
    ArrayRef<Value> parameters, ArrayRef<int64_t> block,
    function_ref<Value(ImplicitLocOpBuilder &, Value, ArrayRef<Value>)> body) {
  unsigned rank = cast<RankedTensorType>(input.getType()).getRank();
  SmallVector<unsigned> loops = llvm::to_vector(llvm::seq<unsigned>(0, rank));
  AffineMap identity = builder.getMultiDimIdentityMap(rank);
  SmallVector<Value> inputs = {input};
  SmallVector<AffineMap> maps = {identity};
  SmallVector<BlockedParameter> blocked;
  for (Value parameter : parameters) {
    blocked.emplace_back(parameter, block, loops, rank);
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
