//===- ConvertRecurrent.cpp - RNN, GRU and LSTM ---------------------------===//
//
// The inputs' part of all gates and all steps is one product before the loop;
// the loop over steps multiplies the state only.
//
//===----------------------------------------------------------------------===//
#include "OpTable.h"
#include "RecurrentCell.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mixp::importer;

namespace {
/// Where an op has its optional inputs; B and sequence_lens are #3 and #4.
enum Place : size_t { kX, kW, kR, kB, kLengths, kHidden, kCell, kPeepholes };

/// Imports one op, direction by direction.
class RecurrentImporter {
public:
  RecurrentImporter(NodeContext &context, RecurrentKind kind)
      : context(context), build(context.build), builder(build.getBuilder()),
        loc(build.getLocation()), kind(kind) {}

  FailureOr<Tensors> run();

private:
  LogicalResult readSizes();
  LogicalResult checkShape(size_t index, ArrayRef<Dim> shape);
  LogicalResult checkShapes();
  FailureOr<SmallVector<bool>> readDirections();
  ImportedTensor takeDirection(size_t index, size_t direction);
  ImportedTensor takeState(size_t index, size_t direction);
  ImportedTensor multiplyInputs(const RecurrentCell &cell, size_t direction);
  LogicalResult importDirection(size_t direction, bool isReverse);
  Value emitStep(Value turn, bool isReverse);
  ImportedTensor takeStep(const ImportedTensor &input, Value step);
  ImportedTensor keepShort(const ImportedTensor &next,
                           const ImportedTensor &before, Value step);
  Tensors finish();

  NodeContext &context;
  TensorBuilder &build;
  OpBuilder &builder;
  Location loc;
  RecurrentKind kind;
  int64_t hidden = 0, layout = 0;
  Dim steps, batch, inputs;
  /// Time first.
  ImportedTensor x;
  /// Of each direction: all states (steps x batch x hidden), and the last ones.
  SmallVector<ImportedTensor, 2> all, lastHidden, lastCell;
};
} // namespace

LogicalResult RecurrentImporter::readSizes() {
  FailureOr<int64_t> givenLayout = context.getInt("layout", 0);
  if (failed(givenLayout) || failed(context.checkKind(kX, ElementKind::F32)))
    return failure();
  layout = *givenLayout;
  x = context.getInput(kX);
  if (x.rank() != 3 || context.getInput(kR).rank() != 3)
    return context.error() << "expected X and R of rank 3 but got "
                           << stringify(x.shape) << " and "
                           << stringify(context.getInput(kR).shape);
  if (layout == 1)
    x = build.transpose(x, {1, 0, 2});
  steps = x.shape[0];
  batch = x.shape[1];
  inputs = x.shape[2];
  Dim size = context.getInput(kR).shape[2];
  FailureOr<int64_t> given = context.getInt("hidden_size", size.toStatic());
  if (failed(given))
    return failure();
  if (!size.isStatic() || size.getStatic() != *given || !inputs.isStatic())
    return context.error() << "expected hidden_size and the sizes of X and R "
                              "to agree and to be fixed";
  hidden = *given;
  return success();
}

LogicalResult RecurrentImporter::checkShape(size_t index, ArrayRef<Dim> shape) {
  if (!context.hasInput(index))
    return success();
  if (failed(context.checkKind(index, index == kLengths ? ElementKind::I32
                                                        : ElementKind::F32)))
    return failure();
  if (ArrayRef<Dim>(context.getInput(index).shape) == shape)
    return success();
  return context.error() << "expected input #" << index << " to have shape "
                         << stringify(shape) << " but got "
                         << stringify(context.getInput(index).shape);
}

LogicalResult RecurrentImporter::checkShapes() {
  int64_t directions = context.getInput(kR).shape[0].toStatic();
  int64_t gates = RecurrentCell::countGates(kind);
  SmallVector<Dim> state{directions, batch, hidden};
  if (layout == 1)
    std::swap(state[0], state[1]);
  return failure(failed(checkShape(kW, {directions, gates * hidden, inputs})) ||
                 failed(checkShape(kR, {directions, gates * hidden, hidden})) ||
                 failed(checkShape(kB, {directions, 2 * gates * hidden})) ||
                 failed(checkShape(kLengths, batch)) ||
                 failed(checkShape(kHidden, state)) ||
                 failed(checkShape(kCell, state)) ||
                 failed(checkShape(kPeepholes, {directions, 3 * hidden})));
}

/// For each direction whether it goes backwards.
FailureOr<SmallVector<bool>> RecurrentImporter::readDirections() {
  FailureOr<std::string> name = context.getString("direction", "forward");
  if (failed(name))
    return failure();
  SmallVector<bool> directions;
  if (*name == "forward" || *name == "bidirectional")
    directions.push_back(false);
  if (*name == "reverse" || *name == "bidirectional")
    directions.push_back(true);
  if (directions.empty())
    return context.error()
           << "expected direction forward, reverse or bidirectional but got "
           << quote(*name);
  if (context.getInput(kR).shape[0] != Dim(directions.size()))
    return context.error() << "expected weights of " << directions.size()
                           << " directions but got "
                           << stringify(context.getInput(kR).shape);
  if (llvm::is_contained(directions, true) && context.hasInput(kLengths))
    return context.error() << "sequence_lens (input #4) of a reverse direction "
                              "are not supported";
  return directions;
}

/// The direction's part of an input, without the dim of directions.
ImportedTensor RecurrentImporter::takeDirection(size_t index,
                                                size_t direction) {
  const ImportedTensor &input = context.getInput(index);
  SmallVector<SliceDim> dims =
      llvm::map_to_vector(input.shape, [](const Dim &dim) {
        return SliceDim{0, dim.toStatic(), 1};
      });
  dims[0] = {static_cast<int64_t>(direction), 1, 1};
  ArrayRef<Dim> rest = ArrayRef<Dim>(input.shape).drop_front();
  return build.reshape(build.slice(input, dims), rest);
}

/// The state before the first step, batch x hidden.
ImportedTensor RecurrentImporter::takeState(size_t index, size_t direction) {
  SmallVector<Dim> shape{batch, hidden};
  if (!context.hasInput(index))
    return {ElementKind::F32, Shape(ArrayRef<Dim>(shape)),
            build.getFilled(shape, build.getNumber(ElementKind::F32, 0)),
            nullptr};
  if (layout == 0)
    return takeDirection(index, direction);
  const ImportedTensor &input = context.getInput(index);
  SmallVector<SliceDim> dims{{0, input.shape[0].toStatic(), 1},
                             {static_cast<int64_t>(direction), 1, 1},
                             {0, hidden, 1}};
  return build.reshape(build.slice(input, dims), shape);
}

/// X W^T and the biases that are added to it, steps x batch x gates * hidden.
ImportedTensor RecurrentImporter::multiplyInputs(const RecurrentCell &cell,
                                                 size_t direction) {
  ImportedTensor rows = build.reshape(x, {steps * batch, inputs});
  ImportedTensor weights =
      build.transpose(takeDirection(kW, direction), {1, 0});
  ImportedTensor product = build.matmul(rows, weights);
  if (cell.inputBias)
    product = build.elementwise(
        product.shape, product.kind, {product, *cell.inputBias},
        [](OpBuilder &b, Location loc, ValueRange in) -> Value {
          return arith::AddFOp::create(b, loc, in[0], in[1]);
        });
  return build.reshape(product, {steps, batch, weights.shape[1]});
}

/// The step of a turn.
Value RecurrentImporter::emitStep(Value turn, bool isReverse) {
  if (!isReverse)
    return turn;
  Value last = arith::ConstantIndexOp::create(builder, loc, 1);
  Value count =
      getValueOrCreateConstantIndexOp(builder, loc, build.getSize(steps));
  last = arith::SubIOp::create(builder, loc, count, last);
  return arith::SubIOp::create(builder, loc, last, turn);
}

/// input[step], without the dim of steps.
ImportedTensor RecurrentImporter::takeStep(const ImportedTensor &input,
                                           Value step) {
  Shape shape(ArrayRef<Dim>(input.shape).drop_front());
  SmallVector<OpFoldResult> offsets(3, builder.getIndexAttr(0));
  SmallVector<OpFoldResult> sizes = build.getSizes(input.shape);
  SmallVector<OpFoldResult> strides(3, builder.getIndexAttr(1));
  offsets[0] = step;
  sizes[0] = builder.getIndexAttr(1);
  Value slice = tensor::ExtractSliceOp::create(
      builder, loc, build.getType(shape, input.kind), build.getValue(input),
      offsets, sizes, strides);
  return {input.kind, shape, slice, nullptr};
}

/// `next` in rows whose sequence goes on, else `before`.
ImportedTensor RecurrentImporter::keepShort(const ImportedTensor &next,
                                            const ImportedTensor &before,
                                            Value step) {
  if (!context.hasInput(kLengths))
    return next;
  ImportedTensor lengths =
      build.reshape(context.getInput(kLengths), {batch, Dim()});
  return build.elementwise(
      next.shape, next.kind, {next, before, lengths},
      [&](OpBuilder &b, Location loc, ValueRange in) -> Value {
        Value here = arith::IndexCastOp::create(b, loc, in[2].getType(), step);
        Value goesOn = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::slt,
                                             here, in[2]);
        return arith::SelectOp::create(b, loc, goesOn, in[0], in[1]);
      });
}

LogicalResult RecurrentImporter::importDirection(size_t direction,
                                                 bool isReverse) {
  FailureOr<RecurrentCell> cell = RecurrentCell::read(
      context, kind, direction, hidden, takeDirection(kR, direction),
      context.hasInput(kB) ? std::optional(takeDirection(kB, direction))
                           : std::nullopt,
      context.hasInput(kPeepholes)
          ? std::optional(takeDirection(kPeepholes, direction))
          : std::nullopt);
  if (failed(cell))
    return failure();
  ImportedTensor gates = multiplyInputs(*cell, direction);
  bool hasCell = kind == RecurrentKind::LSTM;
  SmallVector<ImportedTensor, 2> states{takeState(kHidden, direction)};
  if (hasCell)
    states.push_back(takeState(kCell, direction));
  SmallVector<Value> inits =
      llvm::map_to_vector(states, [&](const ImportedTensor &state) {
        return build.getValue(state);
      });
  Shape whole{steps, batch, Dim(hidden)};
  inits.push_back(build.getEmpty(whole, ElementKind::F32));
  auto index = [&](int64_t number) -> Value {
    return arith::ConstantIndexOp::create(builder, loc, number);
  };
  Value end =
      getValueOrCreateConstantIndexOp(builder, loc, build.getSize(steps));
  auto loop = scf::ForOp::create(builder, loc, index(0), end, index(1), inits);
  {
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPointToStart(loop.getBody());
    Value step = emitStep(loop.getInductionVar(), isReverse);
    for (auto [state, value] : llvm::zip(states, loop.getRegionIterArgs()))
      state = {state.kind, state.shape, value, nullptr};
    SmallVector<ImportedTensor, 2> next =
        cell->emitStep(takeStep(gates, step), states);
    SmallVector<Value> yields;
    for (auto [after, before] : llvm::zip_equal(next, states))
      yields.push_back(build.getValue(keepShort(after, before, step)));
    // What stands behind the end of a sequence is 0.
    ImportedTensor zero{
        ElementKind::F32, states[0].shape,
        build.getFilled(states[0].shape, build.getNumber(ElementKind::F32, 0)),
        nullptr};
    SmallVector<OpFoldResult> offsets(3, builder.getIndexAttr(0));
    SmallVector<OpFoldResult> sizes = build.getSizes(whole);
    SmallVector<OpFoldResult> strides(3, builder.getIndexAttr(1));
    offsets[0] = step;
    sizes[0] = builder.getIndexAttr(1);
    yields.push_back(tensor::InsertSliceOp::create(
        builder, loc, build.getValue(keepShort(next[0], zero, step)),
        loop.getRegionIterArgs().back(), offsets, sizes, strides));
    scf::YieldOp::create(builder, loc, yields);
  }
  all.push_back({ElementKind::F32, whole, loop.getResults().back(), nullptr});
  lastHidden.push_back(
      {ElementKind::F32, states[0].shape, loop.getResult(0), nullptr});
  if (hasCell)
    lastCell.push_back(
        {ElementKind::F32, states[1].shape, loop.getResult(1), nullptr});
  return success();
}

/// Y, Y_h and, of an LSTM, Y_c.
Tensors RecurrentImporter::finish() {
  auto join = [&](ArrayRef<ImportedTensor> parts, size_t dim) {
    SmallVector<ImportedTensor, 2> widened;
    for (const ImportedTensor &part : parts) {
      Shape shape = part.shape;
      shape.insert(shape.begin() + dim, Dim());
      widened.push_back(build.reshape(part, shape));
    }
    return build.concat(widened, dim);
  };
  // Steps, directions, batch, hidden; with layout 1 the batch comes first.
  ImportedTensor y = join(all, 1);
  if (layout == 1)
    y = build.transpose(y, {2, 0, 1, 3});
  size_t dim = layout == 1 ? 1 : 0;
  Tensors results{y, join(lastHidden, dim)};
  if (!lastCell.empty())
    results.push_back(join(lastCell, dim));
  results.truncate(std::min(results.size(), context.getNumOutputs()));
  return results;
}

FailureOr<Tensors> RecurrentImporter::run() {
  FailureOr<SmallVector<bool>> directions = failure();
  if (failed(readSizes()) || failed(checkShapes()) ||
      failed(directions = readDirections()))
    return failure();
  for (auto [direction, isReverse] : llvm::enumerate(*directions))
    if (failed(importDirection(direction, isReverse)))
      return failure();
  return finish();
}

FailureOr<Tensors> mixp::importer::importRNN(NodeContext &context) {
  return RecurrentImporter(context, RecurrentKind::RNN).run();
}
FailureOr<Tensors> mixp::importer::importGRU(NodeContext &context) {
  return RecurrentImporter(context, RecurrentKind::GRU).run();
}
FailureOr<Tensors> mixp::importer::importLSTM(NodeContext &context) {
  return RecurrentImporter(context, RecurrentKind::LSTM).run();
}
