//===- EvalTensorOps.cpp - Ops that make and rearrange tensors ------------===//
#include "Evaluation.h"
#include "LaneMachine.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::reference;

/// Sets the result, or fails with the allocation.
static LogicalResult finish(Operation *op, Evaluation &evaluation,
                            FailureOr<Tensor> tensor) {
  if (failed(tensor))
    return failure();
  evaluation.set(op->getResult(0), std::move(*tensor));
  return success();
}

static Type elementTypeOf(Operation *op) {
  return getElementTypeOrSelf(op->getResult(0).getType());
}

static LogicalResult evaluateEmpty(tensor::EmptyOp op, Evaluation &evaluation) {
  return finish(op, evaluation,
                allocate(op, evaluation.getIndices(op.getMixedSizes()),
                         elementTypeOf(op)));
}

static LogicalResult evaluateSplat(tensor::SplatOp op, Evaluation &evaluation) {
  SmallVector<int64_t> shape(op.getType().getShape());
  auto dynamic = op.getDynamicSizes().begin();
  for (int64_t &dim : shape)
    if (ShapedType::isDynamic(dim))
      dim = evaluation.getIndex(*dynamic++);
  FailureOr<Tensor> result = allocate(op, shape, elementTypeOf(op));
  if (failed(result))
    return failure();
  const Tensor &input = evaluation.get(op.getInput());
  std::fill(result->values.begin(), result->values.end(), input.values[0]);
  if (!input.isExact())
    result->bounds.assign(result->values.size(), input.bounds[0]);
  return finish(op, evaluation, std::move(result));
}

/// The source with another shape of as many elements.
static LogicalResult reshape(Operation *op, Evaluation &evaluation,
                             ArrayRef<int64_t> shape) {
  Tensor tensor = evaluation.take(op->getOperand(0));
  if (countElements(shape) != tensor.numElements())
    return op->emitOpError()
           << "expected a shape of " << tensor.numElements()
           << " elements but got " << countElements(shape).value_or(-1);
  tensor.shape.assign(shape.begin(), shape.end());
  return finish(op, evaluation, std::move(tensor));
}

static LogicalResult evaluateExpand(tensor::ExpandShapeOp op,
                                    Evaluation &evaluation) {
  return reshape(op, evaluation,
                 evaluation.getIndices(op.getMixedOutputShape()));
}

static LogicalResult evaluateCollapse(tensor::CollapseShapeOp op,
                                      Evaluation &evaluation) {
  const Tensor &source = evaluation.get(op.getSrc());
  SmallVector<int64_t> shape;
  for (const ReassociationIndices &group : op.getReassociationIndices()) {
    shape.push_back(1);
    for (int64_t dim : group)
      shape.back() *= source.shape[dim];
  }
  return reshape(op, evaluation, shape);
}

static LogicalResult evaluateReshape(tensor::ReshapeOp op,
                                     Evaluation &evaluation) {
  SmallVector<int64_t> shape;
  for (double dim : evaluation.get(op.getShape()).values)
    shape.push_back(static_cast<int64_t>(dim));
  return reshape(op, evaluation, shape);
}

static LogicalResult evaluateCast(tensor::CastOp op, Evaluation &evaluation) {
  // Whether the sizes agree is checked with every result.
  return finish(op, evaluation, evaluation.take(op.getSource()));
}

static LogicalResult evaluateDim(tensor::DimOp op, Evaluation &evaluation) {
  const Tensor &source = evaluation.get(op.getSource());
  int64_t index = evaluation.getIndex(op.getIndex());
  if (index < 0 || index >= source.rank())
    return op.emitOpError() << "expected a dim of a tensor of rank "
                            << source.rank() << " but got " << index;
  Tensor result = makeTensor({}, op.getType());
  result.values[0] = static_cast<double>(source.shape[index]);
  return finish(op, evaluation, std::move(result));
}

/// The offset of an element given by index values; an error if out of bounds.
static FailureOr<int64_t> offsetOf(Operation *op, const Tensor &tensor,
                                   ValueRange indices,
                                   const Evaluation &evaluation) {
  int64_t offset = 0;
  SmallVector<int64_t> strides = rowMajorStrides(tensor.shape);
  for (auto [dim, value] : llvm::enumerate(indices)) {
    int64_t index = evaluation.getIndex(value);
    if (index < 0 || index >= tensor.shape[dim])
      return op->emitOpError()
             << "index " << index << " is out of bounds in "
             << "dim #" << dim << " of size " << tensor.shape[dim];
    offset += index * strides[dim];
  }
  return offset;
}

static LogicalResult evaluateExtract(tensor::ExtractOp op,
                                     Evaluation &evaluation) {
  const Tensor &source = evaluation.get(op.getTensor());
  FailureOr<int64_t> offset = offsetOf(op, source, op.getIndices(), evaluation);
  if (failed(offset))
    return failure();
  Tensor result = makeTensor({}, op.getType());
  result.values[0] = source.values[*offset];
  if (!source.isExact())
    result.bounds = {source.bounds[*offset]};
  return finish(op, evaluation, std::move(result));
}

static LogicalResult evaluateInsert(tensor::InsertOp op,
                                    Evaluation &evaluation) {
  Tensor result = evaluation.take(op.getDest());
  const Tensor &scalar = evaluation.get(op.getScalar());
  FailureOr<int64_t> offset = offsetOf(op, result, op.getIndices(), evaluation);
  if (failed(offset))
    return failure();
  result.values[*offset] = scalar.values[0];
  if (!scalar.isExact() && result.isExact())
    result.bounds.resize(result.values.size());
  if (!result.isExact())
    result.bounds[*offset] = scalar.bound(0);
  return finish(op, evaluation, std::move(result));
}

static LogicalResult evaluateFromElements(tensor::FromElementsOp op,
                                          Evaluation &evaluation) {
  FailureOr<Tensor> result =
      allocate(op, op.getType().getShape(), elementTypeOf(op));
  if (failed(result))
    return failure();
  result->bounds.resize(result->values.size());
  for (auto [i, element] : llvm::enumerate(op.getElements())) {
    result->values[i] = evaluation.get(element).values[0];
    result->bounds[i] = evaluation.get(element).bound(0);
  }
  result->dropZeroBounds();
  return finish(op, evaluation, std::move(result));
}

/// Fills `result` with what the body, whose arguments are the element's
/// indices, yields.
static LogicalResult fillFromBody(Operation *op, Block &body, Tensor &result,
                                  Evaluation &evaluation) {
  FailureOr<ScalarProgram> program = ScalarProgram::compile(body);
  if (failed(program))
    return failure();
  std::vector<const Tensor *> tensors;
  bool tracksBounds = program->approximates;
  for (Value value : program->tensors) {
    tensors.push_back(&evaluation.get(value));
    tracksBounds |= !tensors.back()->isExact();
  }
  for (const ScalarProgram::Capture &capture : program->captures)
    tracksBounds |= !evaluation.get(capture.value).isExact();
  if (tracksBounds)
    result.bounds.resize(result.values.size());
  LaneMachine machine(*program, tracksBounds, std::move(tensors));
  for (const ScalarProgram::Capture &capture : program->captures) {
    machine.broadcast(capture.reg, evaluation.get(capture.value));
  }
  SmallVector<int64_t> strides = rowMajorStrides(result.shape);
  for (int64_t begin = 0, end = result.numElements(); begin < end;
       begin += kLanes) {
    int64_t count = std::min(kLanes, end - begin);
    for (unsigned dim = 0; dim < program->numArguments; ++dim)
      for (int64_t lane = 0; lane < count; ++lane)
        machine.lanes(dim)[lane].i =
            (begin + lane) / strides[dim] % result.shape[dim];
    if (!machine.run(count))
      return op->emitOpError() << machine.fault;
    for (int64_t lane = 0; lane < count; ++lane)
      machine.store(program->yields[0], lane, result, begin + lane);
  }
  result.dropZeroBounds();
  return success();
}

static LogicalResult evaluateGenerate(tensor::GenerateOp op,
                                      Evaluation &evaluation) {
  SmallVector<int64_t> shape(op.getType().getShape());
  auto dynamic = op.getDynamicExtents().begin();
  for (int64_t &dim : shape)
    if (ShapedType::isDynamic(dim))
      dim = evaluation.getIndex(*dynamic++);
  FailureOr<Tensor> result = allocate(op, shape, elementTypeOf(op));
  if (failed(result) ||
      failed(fillFromBody(op, op.getBody().front(), *result, evaluation)))
    return failure();
  return finish(op, evaluation, std::move(result));
}

/// Overwrites the box of `result` at `low` with the source.
static void placeAt(const Tensor &source, ArrayRef<int64_t> low,
                    Tensor &result) {
  if (!source.isExact() && result.isExact())
    result.bounds.resize(result.values.size());
  SmallVector<int64_t> from = rowMajorStrides(source.shape);
  SmallVector<int64_t> to = rowMajorStrides(result.shape);
  for (int64_t i = 0, e = source.numElements(); i < e; ++i) {
    int64_t offset = 0;
    for (int64_t dim = 0; dim < source.rank(); ++dim)
      offset += (i / from[dim] % source.shape[dim] + low[dim]) * to[dim];
    result.values[offset] = source.values[i];
    if (!result.isExact())
      result.bounds[offset] = source.bound(i);
  }
}

static LogicalResult evaluatePad(tensor::PadOp op, Evaluation &evaluation) {
  const Tensor &source = evaluation.get(op.getSource());
  SmallVector<int64_t> low = evaluation.getIndices(op.getMixedLowPad());
  SmallVector<int64_t> high = evaluation.getIndices(op.getMixedHighPad());
  SmallVector<int64_t> shape;
  for (int64_t dim = 0; dim < source.rank(); ++dim) {
    if (low[dim] < 0 || high[dim] < 0)
      return op.emitOpError() << "expected padding of at least 0 but got "
                              << std::min(low[dim], high[dim]);
    shape.push_back(low[dim] + source.shape[dim] + high[dim]);
  }
  FailureOr<Tensor> result = allocate(op, shape, elementTypeOf(op));
  if (failed(result) ||
      failed(fillFromBody(op, op.getRegion().front(), *result, evaluation)))
    return failure();
  placeAt(source, low, *result);
  return finish(op, evaluation, std::move(result));
}

static LogicalResult evaluateConcat(tensor::ConcatOp op,
                                    Evaluation &evaluation) {
  int64_t dim = op.getDim();
  SmallVector<int64_t> shape = evaluation.get(op.getInputs()[0]).shape;
  shape[dim] = 0;
  for (Value input : op.getInputs()) {
    const Tensor &tensor = evaluation.get(input);
    for (int64_t i = 0; i < tensor.rank(); ++i)
      if (i != dim && tensor.shape[i] != shape[i])
        return op.emitOpError() << "expected dim #" << i << " to be "
                                << shape[i] << " but got " << tensor.shape[i];
    shape[dim] += tensor.shape[dim];
  }
  FailureOr<Tensor> result = allocate(op, shape, elementTypeOf(op));
  if (failed(result))
    return failure();
  SmallVector<int64_t> low(shape.size(), 0);
  for (Value input : op.getInputs()) {
    placeAt(evaluation.get(input), low, *result);
    low[dim] += evaluation.get(input).shape[dim];
  }
  return finish(op, evaluation, std::move(result));
}

Outcome reference::evaluateTensorOp(Operation *op, Evaluation &evaluation) {
  return llvm::TypeSwitch<Operation *, Outcome>(op)
      .Case([&](tensor::EmptyOp o) { return evaluateEmpty(o, evaluation); })
      .Case([&](tensor::SplatOp o) { return evaluateSplat(o, evaluation); })
      .Case([&](tensor::ExpandShapeOp o) {
        return evaluateExpand(o, evaluation);
      })
      .Case([&](tensor::CollapseShapeOp o) {
        return evaluateCollapse(o, evaluation);
      })
      .Case([&](tensor::ReshapeOp o) { return evaluateReshape(o, evaluation); })
      .Case([&](tensor::CastOp o) { return evaluateCast(o, evaluation); })
      .Case([&](tensor::DimOp o) { return evaluateDim(o, evaluation); })
      .Case([&](tensor::ExtractOp o) { return evaluateExtract(o, evaluation); })
      .Case([&](tensor::InsertOp o) { return evaluateInsert(o, evaluation); })
      .Case([&](tensor::FromElementsOp o) {
        return evaluateFromElements(o, evaluation);
      })
      .Case(
          [&](tensor::GenerateOp o) { return evaluateGenerate(o, evaluation); })
      .Case([&](tensor::PadOp o) { return evaluatePad(o, evaluation); })
      .Case([&](tensor::ConcatOp o) { return evaluateConcat(o, evaluation); })
      .Default(Outcome());
}
