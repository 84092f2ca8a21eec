//===- EvalControl.cpp - Constants and control flow -----------------------===//
#include "Evaluation.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::reference;

/// Gives an op's results the tensors.
static LogicalResult setResults(Operation *op, Evaluation &evaluation,
                                MutableArrayRef<Tensor> tensors) {
  for (auto [result, tensor] : llvm::zip_equal(op->getResults(), tensors))
    evaluation.set(result, std::move(tensor));
  return success();
}

static Tensor scalar(Type type, double value) {
  Tensor tensor = makeTensor({}, type);
  tensor.values[0] = value;
  return tensor;
}

static LogicalResult evaluateConstant(arith::ConstantOp op,
                                      Evaluation &evaluation) {
  FailureOr<Tensor> value = fromAttribute(op.getValue());
  if (failed(value))
    return op.emitError()
           << "the reference evaluator cannot read this constant of type "
           << op.getType();
  evaluation.set(op.getResult(), std::move(*value));
  return success();
}

static LogicalResult evaluateAssert(cf::AssertOp op, Evaluation &evaluation) {
  if (evaluation.get(op.getArg()).values[0] == 0)
    return op.emitError() << op.getMsg();
  return success();
}

static LogicalResult evaluateIf(scf::IfOp op, Evaluation &evaluation) {
  const Tensor &condition = evaluation.get(op.getCondition());
  if (!condition.isExact())
    return op.emitError() << "the reference evaluator expects a condition that "
                             "does not depend on inexact values";
  SmallVector<Tensor> results;
  Region &region =
      condition.values[0] != 0 ? op.getThenRegion() : op.getElseRegion();
  if (region.empty())
    return success();
  if (failed(evaluation.runBlock(region.front(), results)))
    return failure();
  return setResults(op, evaluation, results);
}

static LogicalResult evaluateFor(scf::ForOp op, Evaluation &evaluation) {
  int64_t lower = evaluation.getIndex(op.getLowerBound());
  int64_t upper = evaluation.getIndex(op.getUpperBound());
  int64_t step = evaluation.getIndex(op.getStep());
  if (step < 1)
    return op.emitOpError() << "expected a step of at least 1 but got " << step;
  SmallVector<Tensor> carried;
  for (Value init : op.getInitArgs())
    carried.push_back(evaluation.take(init));
  for (int64_t i = lower; i < upper; i += step) {
    evaluation.set(op.getInductionVar(),
                   scalar(op.getInductionVar().getType(), i));
    for (auto [argument, tensor] :
         llvm::zip_equal(op.getRegionIterArgs(), carried))
      evaluation.set(argument, std::move(tensor));
    if (failed(evaluation.runBlock(*op.getBody(), carried)))
      return failure();
  }
  return setResults(op, evaluation, carried);
}

/// The results of a map on an affine op's operands; nothing on division by 0.
static std::optional<SmallVector<int64_t>>
applyMap(AffineMap map, ValueRange operands, Evaluation &evaluation) {
  SmallVector<Attribute> constants;
  Builder builder(map.getContext());
  for (Value operand : operands)
    constants.push_back(builder.getIndexAttr(evaluation.getIndex(operand)));
  SmallVector<int64_t> values;
  SmallVector<Attribute> folded;
  if (failed(map.constantFold(constants, folded)))
    return std::nullopt;
  for (Attribute attribute : folded)
    values.push_back(cast<IntegerAttr>(attribute).getInt());
  return values;
}

/// affine.apply, affine.min and affine.max.
static LogicalResult evaluateAffine(Operation *op, AffineMap map,
                                    Evaluation &evaluation) {
  auto values = applyMap(map, op->getOperands(), evaluation);
  if (!values)
    return op->emitOpError() << "divides by zero";
  int64_t value = isa<affine::AffineMaxOp>(op) ? *llvm::max_element(*values)
                                               : *llvm::min_element(*values);
  evaluation.set(op->getResult(0), scalar(op->getResult(0).getType(), value));
  return success();
}

Outcome reference::evaluateControl(Operation *op, Evaluation &evaluation) {
  return llvm::TypeSwitch<Operation *, Outcome>(op)
      .Case([&](arith::ConstantOp constant) {
        return evaluateConstant(constant, evaluation);
      })
      .Case([&](cf::AssertOp assertion) {
        return evaluateAssert(assertion, evaluation);
      })
      .Case([&](scf::IfOp branch) { return evaluateIf(branch, evaluation); })
      .Case([&](scf::ForOp loop) { return evaluateFor(loop, evaluation); })
      .Case<affine::AffineApplyOp, affine::AffineMinOp, affine::AffineMaxOp>(
          [&](auto affine) {
            return evaluateAffine(affine, affine.getAffineMap(), evaluation);
          })
      .Default(Outcome());
}
