//===- Evaluator.cpp - Evaluates functions of mixp ops --------------------===//
#include "mixp/Reference/Evaluator.h"
#include "Evaluation.h"
#include "ScalarProgram.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::reference;

//===----------------------------------------------------------------------===//
// Values and their lifetime
//===----------------------------------------------------------------------===//

int64_t Evaluation::getIndex(OpFoldResult value) const {
  if (auto attribute = dyn_cast<Attribute>(value))
    return cast<IntegerAttr>(attribute).getInt();
  return getIndex(cast<Value>(value));
}

SmallVector<int64_t>
Evaluation::getIndices(ArrayRef<OpFoldResult> folded) const {
  return llvm::map_to_vector(
      folded, [&](OpFoldResult value) { return getIndex(value); });
}

const Evaluation::LastUses &Evaluation::lastUsesIn(Block &block) {
  std::unique_ptr<LastUses> &known = lastUses[&block];
  if (known)
    return *known;
  known = std::make_unique<LastUses>();
  auto record = [&](Value value, Operation *definition) {
    Operation *last = definition;
    for (Operation *user : value.getUsers()) {
      Operation *ancestor = block.findAncestorOpInBlock(*user);
      if (!last || last->isBeforeInBlock(ancestor))
        last = ancestor;
    }
    if (last)
      (*known)[last].push_back(value);
  };
  for (BlockArgument argument : block.getArguments())
    record(argument, nullptr);
  for (Operation &op : block)
    for (Value result : op.getResults())
      record(result, &op);
  return *known;
}

Tensor Evaluation::take(Value value) {
  std::shared_ptr<Tensor> &held = values[value];
  const LastUses &uses = lastUsesIn(*current->getBlock());
  auto dying = uses.find(current);
  bool isOnlyUse = llvm::count(current->getOperands(), value) == 1 &&
                   llvm::none_of(value.getUsers(), [&](Operation *user) {
                     return current->isProperAncestor(user);
                   });
  if (dying != uses.end() && isOnlyUse &&
      llvm::is_contained(dying->second, value))
    return std::move(*held);
  return *held;
}

void Evaluation::release(Operation *op) {
  const LastUses &uses = lastUsesIn(*op->getBlock());
  if (auto dying = uses.find(op); dying != uses.end())
    for (Value value : dying->second)
      values.erase(value);
}

//===----------------------------------------------------------------------===//
// Blocks and functions
//===----------------------------------------------------------------------===//

/// Checks the sizes of `tensor` against a type, the dynamic ones apart.
static bool fits(const Tensor &tensor, Type type) {
  if (getElementTypeOrSelf(type) != tensor.elementType)
    return false;
  auto ranked = dyn_cast<RankedTensorType>(type);
  if (!ranked)
    return !isa<ShapedType>(type) && tensor.shape.empty();
  return ranked.getRank() == tensor.rank() &&
         llvm::all_of(
             llvm::zip(ranked.getShape(), tensor.shape), [](auto dims) {
               auto [expected, got] = dims;
               return ShapedType::isDynamic(expected) || expected == got;
             });
}

/// An error that says which shape came instead of `type`.
static LogicalResult reportShape(InFlightDiagnostic diagnostic, Type type,
                                 const Tensor &tensor) {
  diagnostic << "expected " << type << " but got shape [";
  llvm::interleaveComma(tensor.shape, diagnostic);
  return diagnostic << "] of " << tensor.elementType;
}

LogicalResult Evaluation::runBlock(Block &block,
                                   SmallVectorImpl<Tensor> &results) {
  Operation *caller = current;
  for (Operation &op : block.without_terminator()) {
    current = &op;
    if (failed(evaluateOp(&op, *this)))
      return failure();
    for (OpResult result : op.getResults())
      if (!fits(get(result), result.getType()))
        return reportShape(op.emitOpError("result #")
                               << result.getResultNumber() << ": ",
                           result.getType(), get(result));
    release(&op);
  }
  current = block.getTerminator();
  results.clear();
  for (Value operand : current->getOperands())
    results.push_back(take(operand));
  release(current);
  current = caller;
  return success();
}

/// Whether an op knows of elements beyond 2^53, which are held in two parts.
static bool knowsLargeIntegers(Operation *op) {
  return isa<CastOp, func::CallOp, scf::IfOp, scf::ForOp, tensor::DimOp,
             tensor::CastOp, tensor::ReshapeOp, tensor::ExpandShapeOp,
             tensor::CollapseShapeOp, tensor::ExtractSliceOp,
             tensor::InsertSliceOp, linalg::LinalgOp>(op) ||
         ScalarProgram::handles(op);
}

LogicalResult reference::evaluateOp(Operation *op, Evaluation &evaluation) {
  if (!knowsLargeIntegers(op))
    for (Value operand : op->getOperands())
      if (!evaluation.get(operand).lows.empty())
        return op->emitOpError()
               << "the reference evaluator expects elements within +-2^53 here "
                  "but got larger ones";
  using Part = Outcome (*)(Operation *, Evaluation &);
  for (Part part :
       {evaluateCall, evaluateControl, evaluateElementwise, evaluateLinalg,
        evaluateTensorOp, evaluateSlice, evaluateQuantization, evaluateTraining,
        evaluateConv, evaluateMatmul, evaluateSparseEncode})
    if (Outcome outcome = part(op, evaluation))
      return *outcome;
  return op->emitError() << "the reference evaluator lacks '" << op->getName()
                         << "'";
}

FailureOr<Tensor> reference::allocate(Operation *op, ArrayRef<int64_t> shape,
                                      Type elementType) {
  if (!numberType(elementType)) {
    op->emitError() << "the reference evaluator lacks the type " << elementType;
    return failure();
  }
  if (!countElements(shape)) {
    InFlightDiagnostic diagnostic =
        op->emitOpError() << "expected dims of at least 0 and at most 2^30 "
                             "elements but got shape [";
    llvm::interleaveComma(shape, diagnostic);
    diagnostic << ']';
    return failure();
  }
  return makeTensor(shape, elementType);
}

/// Runs a function; `depth` counts nested calls.
static FailureOr<SmallVector<Tensor>>
evaluateFunction(func::FuncOp function, ArrayRef<Tensor> arguments,
                 unsigned depth) {
  if (!function.getBody().hasOneBlock())
    return function.emitError()
           << "the reference evaluator expects a function of one block";
  if (arguments.size() != function.getNumArguments())
    return function.emitError() << "expected " << function.getNumArguments()
                                << " arguments but got " << arguments.size();
  Evaluation evaluation(depth);
  for (auto [i, argument] : llvm::enumerate(arguments)) {
    Type type = function.getArgument(i).getType();
    if (!fits(argument, type))
      return reportShape(function.emitError("argument #") << i << ": ", type,
                         argument);
    evaluation.set(function.getArgument(i), argument);
  }
  SmallVector<Tensor> results;
  if (failed(evaluation.runBlock(function.getBody().front(), results)))
    return failure();
  return results;
}

/// func.call, by symbol.
static LogicalResult evaluateCallOp(func::CallOp call, Evaluation &evaluation) {
  constexpr unsigned maxDepth = 64;
  auto callee = SymbolTable::lookupNearestSymbolFrom<func::FuncOp>(
      call, call.getCalleeAttr());
  if (!callee)
    return call.emitOpError()
           << "expected a function named '" << call.getCallee() << "'";
  if (evaluation.callDepth() >= maxDepth)
    return call.emitOpError() << "the reference evaluator expects at most "
                              << maxDepth << " nested calls";
  SmallVector<Tensor> arguments;
  for (Value operand : call.getOperands())
    arguments.push_back(evaluation.get(operand));
  FailureOr<SmallVector<Tensor>> results =
      evaluateFunction(callee, arguments, evaluation.callDepth() + 1);
  if (failed(results))
    return failure();
  for (auto [result, tensor] : llvm::zip_equal(call.getResults(), *results))
    evaluation.set(result, std::move(tensor));
  return success();
}

Outcome reference::evaluateCall(Operation *op, Evaluation &evaluation) {
  if (auto call = dyn_cast<func::CallOp>(op))
    return evaluateCallOp(call, evaluation);
  return std::nullopt;
}

FailureOr<SmallVector<Tensor>> reference::evaluate(func::FuncOp function,
                                                   ArrayRef<Tensor> arguments) {
  return evaluateFunction(function, arguments, /*depth=*/0);
}
