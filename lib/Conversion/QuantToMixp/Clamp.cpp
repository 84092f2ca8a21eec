//===- Clamp.cpp - Narrowed storage ranges --------------------------------===//
#include "Clamp.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace mixp;

Value mixp::buildClamp(OpBuilder &builder, Location loc, Value tensor,
                       const QuantParameters &parameters) {
  auto type = cast<RankedTensorType>(tensor.getType());
  auto bound = [&](int64_t value) -> Value {
    return arith::ConstantOp::create(
        builder, loc,
        builder.getIntegerAttr(parameters.storage,
                               APInt(parameters.storage.getWidth(), value,
                                     /*isSigned=*/false,
                                     /*implicitTrunc=*/true)));
  };
  Value min = bound(parameters.range.min), max = bound(parameters.range.max);
  Value init = tensor::EmptyOp::create(
      builder, loc, tensor::getMixedSizes(builder, loc, tensor),
      parameters.storage);
  SmallVector<AffineMap> maps(2,
                              builder.getMultiDimIdentityMap(type.getRank()));
  SmallVector<utils::IteratorType> loops(type.getRank(),
                                         utils::IteratorType::parallel);
  auto clamp = [&](OpBuilder &b, Location loc, ValueRange args) {
    Value raised, result;
    if (parameters.isUnsigned) {
      raised = arith::MaxUIOp::create(b, loc, args[0], min);
      result = arith::MinUIOp::create(b, loc, raised, max);
    } else {
      raised = arith::MaxSIOp::create(b, loc, args[0], min);
      result = arith::MinSIOp::create(b, loc, raised, max);
    }
    linalg::YieldOp::create(b, loc, result);
  };
  return linalg::GenericOp::create(builder, loc, type, tensor, init, maps,
                                   loops, clamp)
      .getResult(0);
}

/// The constant of the op `OpT` that gives `value`, which becomes its input. An
/// op that would change nothing has been folded away: nothing then.
template <typename OpT> static std::optional<APInt> matchBound(Value &value) {
  auto op = value.getDefiningOp<OpT>();
  APInt bound;
  if (!op || !matchPattern(op.getRhs(), m_ConstantInt(&bound)))
    return std::nullopt;
  value = op.getLhs();
  return bound;
}

std::optional<StorageRange>
mixp::matchClamp(linalg::GenericOp op, StorageRange full, bool isUnsigned) {
  if (op.getNumDpsInputs() != 1 || op.getNumDpsInits() != 1 ||
      !op.hasPureTensorSemantics() || op.getNumReductionLoops() != 0 ||
      !llvm::all_of(op.getIndexingMapsArray(),
                    [](AffineMap map) { return map.isIdentity(); }))
    return std::nullopt;
  Value value = op.getBody()->getTerminator()->getOperand(0);
  auto max = isUnsigned ? matchBound<arith::MinUIOp>(value)
                        : matchBound<arith::MinSIOp>(value);
  auto min = isUnsigned ? matchBound<arith::MaxUIOp>(value)
                        : matchBound<arith::MaxSIOp>(value);
  if (value != op.getBody()->getArgument(0) || (!min && !max))
    return std::nullopt;
  auto extend = [&](const APInt &bound) -> int64_t {
    return isUnsigned ? bound.getZExtValue() : bound.getSExtValue();
  };
  return StorageRange{min ? extend(*min) : full.min,
                      max ? extend(*max) : full.max};
}
