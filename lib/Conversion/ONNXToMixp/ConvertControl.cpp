//===- ConvertControl.cpp - If and Loop -----------------------------------===//
#include "Numbers.h"
#include "OpTable.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mixp::importer;

/// The one element of a tensor, as a scalar.
static Value emitScalar(NodeContext &context, const ImportedTensor &tensor) {
  TensorBuilder &build = context.build;
  return tensor::ExtractOp::create(build.getBuilder(), build.getLocation(),
                                   build.getSignless(build.reshape(tensor, {})),
                                   ValueRange());
}

/// The tensor as a value of the function: what a loop carries is no constant,
/// though it begins as one.
static ImportedTensor toValue(NodeContext &context,
                              const ImportedTensor &tensor) {
  return {tensor.kind, tensor.shape, context.build.getValue(tensor), nullptr};
}

static SmallVector<Value> getValues(NodeContext &context,
                                    ArrayRef<ImportedTensor> tensors) {
  return llvm::map_to_vector(tensors, [&](const ImportedTensor &tensor) {
    return context.build.getValue(tensor);
  });
}

static LogicalResult checkScalar(NodeContext &context, size_t index,
                                 ElementKind kind) {
  if (failed(context.checkKind(index, kind)))
    return failure();
  const ImportedTensor &input = context.getInput(index);
  if (product(input.shape).isOne())
    return success();
  return context.error() << "expected input #" << index
                         << " to have one element but got "
                         << stringify(input.shape);
}

//===----------------------------------------------------------------------===//
// If
//===----------------------------------------------------------------------===//

/// Imports a branch into a block of scf.if.
static FailureOr<Tensors> importBranch(NodeContext &context,
                                       const OnnxGraph &graph, Block &block) {
  OpBuilder &builder = context.build.getBuilder();
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPoint(block.getTerminator());
  FailureOr<Tensors> results = context.importGraph(graph, {});
  if (failed(results))
    return failure();
  SmallVector<Value> values = getValues(context, *results);
  scf::YieldOp::create(builder, context.build.getLocation(), values);
  block.getTerminator()->erase();
  return results;
}

static LogicalResult checkBranches(NodeContext &context, const Tensors &yes,
                                   const Tensors &no) {
  if (yes.size() != no.size() || yes.size() != context.getNumOutputs())
    return context.error() << "expected branches with "
                           << context.getNumOutputs() << " outputs but got "
                           << yes.size() << " and " << no.size();
  for (auto [index, left, right] : llvm::enumerate(yes, no))
    if (left.kind != right.kind || left.shape != right.shape)
      return context.error()
             << "expected output #" << index
             << " of both branches to have one type but got "
             << stringify(left.kind) << " " << stringify(left.shape) << " and "
             << stringify(right.kind) << " " << stringify(right.shape);
  return success();
}

FailureOr<Tensors> mixp::importer::importIf(NodeContext &context) {
  FailureOr<const OnnxGraph *> yes = context.getGraph("then_branch");
  if (failed(yes))
    return failure();
  FailureOr<const OnnxGraph *> no = context.getGraph("else_branch");
  if (failed(no) || failed(checkScalar(context, 0, ElementKind::Bool)))
    return failure();
  const ImportedTensor &condition = context.getInput(0);
  if (condition.isConstant()) {
    FailureOr<Tensors> results =
        context.importGraph(readInteger(condition, 0) ? **yes : **no, {});
    if (succeeded(results) && results->size() != context.getNumOutputs())
      return context.error()
             << "expected a branch with " << context.getNumOutputs()
             << " outputs but got " << results->size();
    return results;
  }
  TensorBuilder &build = context.build;
  OpBuilder &builder = build.getBuilder();
  // The results' types are known after the branches have been imported.
  auto untyped = scf::IfOp::create(builder, build.getLocation(), TypeRange(),
                                   emitScalar(context, condition),
                                   /*withElseRegion=*/true);
  FailureOr<Tensors> left = importBranch(context, **yes, *untyped.thenBlock());
  if (failed(left))
    return failure();
  FailureOr<Tensors> right = importBranch(context, **no, *untyped.elseBlock());
  if (failed(right) || failed(checkBranches(context, *left, *right)))
    return failure();
  SmallVector<Type> types =
      llvm::map_to_vector(*left, [&](const ImportedTensor &tensor) -> Type {
        return build.getType(tensor.shape, tensor.kind);
      });
  auto branch = scf::IfOp::create(builder, build.getLocation(), types,
                                  untyped.getCondition(),
                                  /*addThenBlock=*/false,
                                  /*addElseBlock=*/false);
  branch.getThenRegion().takeBody(untyped.getThenRegion());
  branch.getElseRegion().takeBody(untyped.getElseRegion());
  untyped.erase();
  for (auto [tensor, value] : llvm::zip_equal(*left, branch.getResults()))
    tensor = {tensor.kind, tensor.shape, value, nullptr};
  return left;
}

//===----------------------------------------------------------------------===//
// Loop
//===----------------------------------------------------------------------===//

namespace {
/// A Loop while it becomes an scf.for.
class LoopImporter {
public:
  LoopImporter(NodeContext &context, const OnnxGraph &body)
      : context(context), build(context.build), builder(build.getBuilder()),
        loc(build.getLocation()), body(body),
        carried(context.getNumInputs() - 2) {}

  FailureOr<Tensors> run();

private:
  LogicalResult checkHeader();
  void setCountIf(Value condition);
  FailureOr<Tensors> importBody(scf::ForOp loop);
  ImportedTensor checkShape(const ImportedTensor &tensor, ArrayRef<Dim> shape);
  LogicalResult checkResults(const Tensors &results, Block &turn);
  Tensors finish(scf::ForOp loop, const Tensors &results);

  NodeContext &context;
  TensorBuilder &build;
  OpBuilder &builder;
  Location loc;
  const OnnxGraph &body;
  /// Values that go from one turn to the next.
  size_t carried;
  Dim count;
  SmallVector<ImportedTensor, 2> initial;
};
} // namespace

/// No turn where the condition is false before the first one.
void LoopImporter::setCountIf(Value condition) {
  Value turns =
      getValueOrCreateConstantIndexOp(builder, loc, build.getSize(count));
  Value zero = arith::ConstantIndexOp::create(builder, loc, 0);
  Value chosen = arith::SelectOp::create(builder, loc, condition, turns, zero);
  count = build.addSymbol("turns", chosen);
}

/// The number of turns is known before the loop: scf.for.
LogicalResult LoopImporter::checkHeader() {
  if (!context.hasInput(0))
    return context.error() << "expected the number of turns (input #0); loops "
                              "that only end by their condition are not "
                              "supported";
  if (failed(checkScalar(context, 0, ElementKind::I64)))
    return failure();
  if (const ImportedTensor &turns = context.getInput(0); turns.value) {
    Value number = arith::IndexCastOp::create(
        builder, loc, builder.getIndexType(), emitScalar(context, turns));
    Value zero = arith::ConstantIndexOp::create(builder, loc, 0);
    number = arith::MaxSIOp::create(builder, loc, number, zero);
    count = build.addSymbol("turns", number);
  } else {
    count = context.getInput(0).getSizes()->front();
  }
  if (count.isStatic() && count.getStatic() < 1)
    return context.error() << "expected at least one turn but got "
                           << count.getStatic();
  if (context.hasInput(1)) {
    const ImportedTensor &condition = context.getInput(1);
    if (failed(checkScalar(context, 1, ElementKind::Bool)))
      return failure();
    if (condition.isConstant() && !readInteger(condition, 0))
      return context.error() << "expected a condition (input #1) that is true; "
                                "remove the loop";
    if (condition.value)
      setCountIf(emitScalar(context, condition));
  }
  if (body.inputs.size() != carried + 2 || body.outputs.size() < carried + 1 ||
      body.outputs.size() - 1 != context.getNumOutputs())
    return context.error() << "expected a body with " << carried + 2
                           << " inputs and " << context.getNumOutputs() + 1
                           << " outputs but got " << body.inputs.size()
                           << " and " << body.outputs.size();
  return success();
}

/// A value whose sizes are known at run time only as one of the static shape
/// that it has to have, which is checked then; others as they are.
ImportedTensor LoopImporter::checkShape(const ImportedTensor &tensor,
                                        ArrayRef<Dim> shape) {
  bool isOpen = tensor.value && !isStatic(tensor.shape) && isStatic(shape) &&
                tensor.rank() == shape.size();
  if (!isOpen)
    return tensor;
  for (auto [i, size] : llvm::enumerate(shape)) {
    Value actual = tensor::DimOp::create(builder, loc, tensor.value, i);
    Value expected =
        arith::ConstantIndexOp::create(builder, loc, size.getStatic());
    Value agrees = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::eq,
                                         actual, expected);
    cf::AssertOp::create(builder, loc, agrees,
                         "expected what a loop carries to keep its shape");
  }
  Value value = tensor::CastOp::create(
      builder, loc, build.getType(shape, tensor.kind), tensor.value);
  return {tensor.kind, Shape(shape), value, nullptr};
}

/// Imports the body into the loop, which has no terminator yet.
FailureOr<Tensors> LoopImporter::importBody(scf::ForOp loop) {
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToEnd(loop.getBody());
  Value turn = arith::IndexCastOp::create(builder, loc, builder.getI64Type(),
                                          loop.getInductionVar());
  Value number = tensor::FromElementsOp::create(
      builder, loc, RankedTensorType::get({}, builder.getI64Type()), turn);
  // A turn happens only while the condition is true.
  Tensors inputs{{ElementKind::I64, {}, number, nullptr},
                 makeScalar(ElementKind::Bool, 1)};
  for (auto [tensor, value] :
       llvm::zip_equal(initial, loop.getRegionIterArgs()))
    inputs.push_back({tensor.kind, tensor.shape, value, nullptr});
  FailureOr<Tensors> results = context.importGraph(body, inputs);
  if (failed(results))
    return failure();
  for (auto [after, before] :
       llvm::zip(MutableArrayRef(*results).slice(1, carried), initial))
    after = checkShape(after, before.shape);
  for (auto [scanned, info] :
       llvm::zip(MutableArrayRef(*results).drop_front(1 + carried),
                 ArrayRef(body.outputs).drop_front(1 + carried)))
    if (info.hasShape && !llvm::is_contained(info.dims, -1)) {
      SmallVector<Dim> declared = llvm::map_to_vector(
          info.dims, [](int64_t size) { return Dim(size); });
      scanned = checkShape(scanned, declared);
    }
  if (failed(checkResults(*results, *loop.getBody())))
    return failure();
  scf::YieldOp::create(
      builder, loc, getValues(context, ArrayRef(*results).slice(1, carried)));
  // What is collected has to be a value of the loop.
  for (ImportedTensor &scanned :
       MutableArrayRef(*results).drop_front(1 + carried)) {
    builder.setInsertionPoint(loop.getBody()->getTerminator());
    scanned = toValue(context, scanned);
  }
  return results;
}

/// Is a size of `shape` computed in the block?
static bool dependsOn(ArrayRef<Dim> shape, Block &block) {
  for (const Dim &dim : shape)
    for (const Dim::Term &term : dim.getTerms())
      for (const Symbol *symbol : term.symbols)
        if (Value(symbol->value).getParentBlock() == &block)
          return true;
  return false;
}

LogicalResult LoopImporter::checkResults(const Tensors &results, Block &turn) {
  const ImportedTensor &condition = results.front();
  if (!condition.isConstant() || condition.kind != ElementKind::Bool ||
      !readInteger(condition, 0))
    return context.error() << "the body computes a condition; loops that end "
                              "by their condition are not supported; give it "
                              "a fixed number of turns";
  for (size_t i = 0; i < carried; ++i) {
    const ImportedTensor &before = initial[i], &after = results[i + 1];
    if (before.kind != after.kind || before.shape != after.shape)
      return context.error()
             << "carried value #" << i << " is " << stringify(before.kind)
             << " " << stringify(before.shape) << " before a turn and "
             << stringify(after.kind) << " " << stringify(after.shape)
             << " after it; its type must stay the same";
  }
  for (const ImportedTensor &scanned :
       ArrayRef(results).drop_front(1 + carried)) {
    if (failed(context.checkSize(scanned.shape, scanned.kind)))
      return failure();
    if (dependsOn(scanned.shape, turn))
      return context.error()
             << "what is collected has shape " << stringify(scanned.shape)
             << ", which may differ from turn to turn; declare a fixed shape "
                "for the body's output";
  }
  return success();
}

/// A loop that also carries what is collected, one slice each turn.
Tensors LoopImporter::finish(scf::ForOp loop, const Tensors &results) {
  Tensors outputs;
  for (const ImportedTensor &result : ArrayRef(results).drop_front())
    outputs.push_back({result.kind, result.shape, nullptr, nullptr});
  SmallVector<Value> inits;
  builder.setInsertionPoint(loop);
  for (ImportedTensor &scanned : MutableArrayRef(outputs).drop_front(carried)) {
    scanned.shape.insert(scanned.shape.begin(), count);
    inits.push_back(tensor::EmptyOp::create(
        builder, loc, build.getSizes(scanned.shape),
        getElementType(builder.getContext(), scanned.kind)));
  }
  // A collected value that is carried is an argument of the new loop by then.
  SmallVector<std::optional<unsigned>> arguments;
  for (const ImportedTensor &scanned :
       ArrayRef(results).drop_front(1 + carried)) {
    auto argument = dyn_cast<BlockArgument>(scanned.value);
    bool isOwn = argument && argument.getOwner() == loop.getBody();
    arguments.push_back(isOwn ? std::optional(argument.getArgNumber())
                              : std::nullopt);
  }
  IRRewriter rewriter(builder);
  auto collect = [&](OpBuilder &b, Location loc,
                     ArrayRef<BlockArgument> collected) {
    SmallVector<Value> values;
    for (auto [i, argument] : llvm::enumerate(collected)) {
      auto whole = cast<scf::ForOp>(argument.getOwner()->getParentOp());
      const Shape &shape = outputs[carried + i].shape;
      SmallVector<OpFoldResult> offsets(shape.size(), b.getIndexAttr(0));
      SmallVector<OpFoldResult> sizes = build.getSizes(shape);
      SmallVector<OpFoldResult> steps(shape.size(), b.getIndexAttr(1));
      offsets[0] = whole.getInductionVar();
      sizes[0] = b.getIndexAttr(1);
      Value slice = arguments[i]
                        ? Value(whole.getBody()->getArgument(*arguments[i]))
                        : results[1 + carried + i].value;
      values.push_back(tensor::InsertSliceOp::create(b, loc, slice, argument,
                                                     offsets, sizes, steps));
    }
    return values;
  };
  if (!inits.empty())
    loop = cast<scf::ForOp>(*cast<LoopLikeOpInterface>(*loop)
                                 .replaceWithAdditionalYields(
                                     rewriter, inits,
                                     /*replaceInitOperandUsesInLoop=*/false,
                                     collect)
                                 ->getOperation());
  builder.setInsertionPointAfter(loop);
  for (auto [tensor, value] : llvm::zip_equal(outputs, loop.getResults()))
    tensor.value = value;
  return outputs;
}

FailureOr<Tensors> LoopImporter::run() {
  if (failed(checkHeader()))
    return failure();
  for (size_t i = 0; i < carried; ++i)
    initial.push_back(toValue(context, context.getInput(2 + i)));
  auto index = [&](int64_t number) {
    return arith::ConstantIndexOp::create(builder, loc, number);
  };
  Value end =
      getValueOrCreateConstantIndexOp(builder, loc, build.getSize(count));
  auto loop = scf::ForOp::create(builder, loc, index(0), end, index(1),
                                 getValues(context, initial));
  if (loop.getBody()->mightHaveTerminator())
    loop.getBody()->getTerminator()->erase();
  FailureOr<Tensors> results = importBody(loop);
  if (failed(results))
    return failure();
  return finish(loop, *results);
}

FailureOr<Tensors> mixp::importer::importLoop(NodeContext &context) {
  FailureOr<const OnnxGraph *> body = context.getGraph("body");
  if (failed(body))
    return failure();
  if (context.getNumInputs() < 2)
    return context.error() << "expected at least 2 inputs but got "
                           << context.getNumInputs();
  return LoopImporter(context, **body).run();
}
