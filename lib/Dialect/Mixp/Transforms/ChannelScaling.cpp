//===- ChannelScaling.cpp - Tensors with channels divided -----------------===//
#include "ChannelScaling.h"
#include "mixp/Dialect/Mixp/Transforms/ConstantData.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mixp;

static Value createFloats(OpBuilder &b, Location loc, RankedTensorType type,
                          ArrayRef<float> values) {
  return createConstant(b, loc, type,
                        ArrayRef(reinterpret_cast<const char *>(values.data()),
                                 values.size() * sizeof(float)),
                        "channel_scale");
}

Value mixp::divideChannels(Value value, int64_t dim, ArrayRef<float> factors) {
  OpBuilder b(value.getContext());
  b.setInsertionPointAfterValue(value);
  Location loc = value.getLoc();
  auto type = cast<RankedTensorType>(value.getType());
  std::vector<float> inverse;
  for (float factor : factors)
    inverse.push_back(1 / factor);
  Value table = createFloats(
      b, loc, RankedTensorType::get({int64_t(factors.size())}, b.getF32Type()),
      inverse);
  Value empty = tensor::EmptyOp::create(
      b, loc, tensor::getMixedSizes(b, loc, value), type.getElementType());
  AffineMap identity = b.getMultiDimIdentityMap(type.getRank());
  AffineMap along = AffineMap::get(type.getRank(), 0, b.getAffineDimExpr(dim));
  SmallVector<utils::IteratorType> iterators(type.getRank(),
                                             utils::IteratorType::parallel);
  return linalg::GenericOp::create(
             b, loc, type, ValueRange{value, table}, empty,
             {identity, along, identity}, iterators,
             [](OpBuilder &nested, Location l, ValueRange args) {
               Value product =
                   arith::MulFOp::create(nested, l, args[0], args[1]);
               linalg::YieldOp::create(nested, l, product);
             })
      .getResult(0);
}

namespace {
/// Constants of one elementwise op, each divided instead of its result.
class ConstantDivision {
public:
  ConstantDivision(linalg::GenericOp op, int64_t dim, int64_t channels)
      : op(op), dim(dim), channels(channels) {}

  /// Whether dividing constants divides `value` of the body; collects them.
  bool collect(Value value);
  void apply(ArrayRef<float> factors);

private:
  bool isPerChannel(OpOperand *operand);

  linalg::GenericOp op;
  int64_t dim, channels;
  SmallVector<OpOperand *> operands;
};
} // namespace

/// Whether the operand is a constant with a value for each channel, and no
/// other.
bool ConstantDivision::isPerChannel(OpOperand *operand) {
  auto type = dyn_cast<RankedTensorType>(operand->get().getType());
  if (!type || !readF32Constant(operand->get()) ||
      type.getNumElements() != channels)
    return false;
  AffineMap map = op.getMatchingIndexingMap(operand);
  for (auto [size, expr] : llvm::zip_equal(type.getShape(), map.getResults()))
    if (size != 1 && expr != getAffineDimExpr(dim, op.getContext()))
      return false;
  return channels != 1;
}

bool ConstantDivision::collect(Value value) {
  if (auto argument = dyn_cast<BlockArgument>(value)) {
    if (argument.getOwner() != op.getBlock() || !argument.hasOneUse() ||
        argument.getArgNumber() >= op.getNumDpsInputs())
      return false;
    OpOperand *operand = &op->getOpOperand(argument.getArgNumber());
    if (!isPerChannel(operand))
      return false;
    operands.push_back(operand);
    return true;
  }
  Operation *definition = value.getDefiningOp();
  if (!definition || definition->getBlock() != op.getBlock() ||
      !value.hasOneUse())
    return false;
  if (isa<arith::AddFOp, arith::SubFOp>(definition))
    return collect(definition->getOperand(0)) &&
           collect(definition->getOperand(1));
  if (isa<arith::DivFOp>(definition))
    return collect(definition->getOperand(0));
  if (!isa<arith::MulFOp>(definition))
    return false;
  size_t found = operands.size();
  if (collect(definition->getOperand(1)))
    return true;
  operands.truncate(found);
  return collect(definition->getOperand(0));
}

void ConstantDivision::apply(ArrayRef<float> factors) {
  OpBuilder b(op);
  for (OpOperand *operand : operands) {
    std::vector<float> values = *readF32Constant(operand->get());
    for (auto [value, factor] : llvm::zip_equal(values, factors))
      value /= factor;
    operand->set(createFloats(b, operand->get().getLoc(),
                              cast<RankedTensorType>(operand->get().getType()),
                              values));
  }
}

bool mixp::divideConstants(Value value, int64_t dim, ArrayRef<float> factors) {
  auto op = value.getDefiningOp<linalg::GenericOp>();
  if (!op || op.getNumResults() != 1 || !op.hasPureTensorSemantics() ||
      op.getNumReductionLoops() != 0 ||
      !op.getMatchingIndexingMap(op.getDpsInitOperand(0)).isIdentity())
    return false;
  ConstantDivision division(op, dim, int64_t(factors.size()));
  if (!division.collect(op.getBlock()->getTerminator()->getOperand(0)))
    return false;
  division.apply(factors);
  return true;
}
