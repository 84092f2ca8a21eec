//===- EvalElementwise.cpp - Scalar ops on whole tensors ------------------===//
#include "Evaluation.h"
#include "LaneMachine.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::reference;

/// Runs an arith or math op on scalars or tensors of one shape; a scalar beside
/// tensors (arith.select's condition) counts for every element.
Outcome reference::evaluateElementwise(Operation *op, Evaluation &evaluation) {
  if (!ScalarProgram::handles(op))
    return std::nullopt;
  FailureOr<ScalarProgram> program = ScalarProgram::compile(op);
  if (failed(program))
    return failure();
  bool tracksBounds = program->approximates;
  const Tensor *shaped = &evaluation.get(op->getOperand(0));
  for (Value operand : op->getOperands()) {
    const Tensor &tensor = evaluation.get(operand);
    tracksBounds |= !tensor.isExact();
    if (isa<ShapedType>(operand.getType()))
      shaped = &tensor;
  }
  FailureOr<Tensor> result = allocate(
      op, shaped->shape, getElementTypeOrSelf(op->getResult(0).getType()));
  if (failed(result))
    return failure();
  if (tracksBounds)
    result->bounds.resize(result->values.size());

  LaneMachine machine(*program, tracksBounds, {});
  for (auto [i, operand] : llvm::enumerate(op->getOperands())) {
    const Tensor &tensor = evaluation.get(operand);
    if (!isa<ShapedType>(operand.getType()))
      machine.broadcast(i, tensor);
    else if (tensor.shape != shaped->shape)
      return op->emitOpError() << "expected operands of one shape";
  }
  for (int64_t begin = 0, end = result->numElements(); begin < end;
       begin += kLanes) {
    int64_t count = std::min(kLanes, end - begin);
    for (auto [i, operand] : llvm::enumerate(op->getOperands()))
      if (isa<ShapedType>(operand.getType()))
        for (int64_t lane = 0; lane < count; ++lane)
          machine.load(i, lane, evaluation.get(operand), begin + lane);
    if (!machine.run(count))
      return op->emitOpError() << machine.fault;
    for (int64_t lane = 0; lane < count; ++lane)
      machine.store(program->yields[0], lane, *result, begin + lane);
  }
  result->dropZeroBounds();
  evaluation.set(op->getResult(0), std::move(*result));
  return success();
}
