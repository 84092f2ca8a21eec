//===- ContractionBody.cpp - What a linalg body multiplies ----------------===//
#include "ContractionBody.h"
#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace mixp;

namespace {
using Operands = std::pair<Value, Value>;
} // namespace

/// The operands of the integer or float op that defines `value`.
template <typename IntOp, typename FloatOp>
static std::optional<Operands> getOperandsOf(Value value) {
  Operation *op = value.getDefiningOp();
  if (!isa_and_present<IntOp, FloatOp>(op))
    return std::nullopt;
  return Operands(op->getOperand(0), op->getOperand(1));
}

/// What the body adds to its output, or null.
static Value findTerm(linalg::LinalgOp op) {
  Block *body = op.getBlock();
  auto sum = getOperandsOf<arith::AddIOp, arith::AddFOp>(
      body->getTerminator()->getOperand(0));
  BlockArgument out = body->getArguments().back();
  if (!sum || (sum->first != out && sum->second != out))
    return {};
  return sum->first == out ? sum->second : sum->first;
}

/// `value` as the op outside of the body sees it: the operand of a block
/// argument, or a value that is not the body's.
static Value findOutside(linalg::LinalgOp op, Value value) {
  if (auto argument = dyn_cast<BlockArgument>(value))
    if (argument.getOwner() == op.getBlock())
      return op->getOperand(argument.getArgNumber());
  return op->isAncestor(value.getParentBlock()->getParentOp()) ? Value()
                                                               : value;
}

static LogicalResult matchZeroPoint(linalg::LinalgOp op, Value value,
                                    ContractionFactor &factor,
                                    std::string &reason) {
  ReadValue source = followWidening({value});
  factor.zeroPoint = {findOutside(op, source.value), source.reading};
  Value scalar = factor.zeroPoint.value;
  if (scalar && scalar.getType().isInteger())
    return success();
  reason = "expected scalar zero points from outside of the body";
  return failure();
}

static LogicalResult matchFactor(linalg::LinalgOp op, Value value,
                                 ContractionFactor &factor,
                                 std::string &reason) {
  // Only in the accumulator's type is the difference that of the numbers.
  if (auto difference = value.getDefiningOp<arith::SubIOp>()) {
    if (failed(matchZeroPoint(op, difference.getRhs(), factor, reason)))
      return failure();
    value = difference.getLhs();
  }
  ReadValue source = followWidening({value});
  auto argument = dyn_cast<BlockArgument>(source.value);
  if (!argument || argument.getOwner() != op.getBlock() ||
      argument.getArgNumber() >= op.getNumDpsInputs()) {
    reason = "expected factors that are inputs, widened or less a zero point";
    return failure();
  }
  factor.input = &op->getOpOperand(argument.getArgNumber());
  if (!isa<RankedTensorType>(factor.input->get().getType())) {
    reason = "expected factors that are tensors";
    return failure();
  }
  factor.operand = {factor.input->get(), source.reading};
  factor.source = followWidening(factor.operand);
  return success();
}

FailureOr<ContractionBody> mixp::matchContractionBody(linalg::LinalgOp op,
                                                      std::string &reason) {
  Value term = findTerm(op);
  auto product = term ? getOperandsOf<arith::MulIOp, arith::MulFOp>(term)
                      : std::optional<Operands>();
  if (!product) {
    reason = "expected a body that adds a product to its output";
    return failure();
  }
  ContractionBody body;
  if (failed(matchFactor(op, product->first, body.lhs, reason)) ||
      failed(matchFactor(op, product->second, body.rhs, reason)))
    return failure();
  return body;
}
