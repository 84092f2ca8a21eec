//===- OpCheck.cpp - Each op on the operands it saw -----------------------===//
#include "mixp/Execution/OpCheck.h"
#include "mixp/Dialect/Mixp/IR/MixpDialect.h"
#include "mixp/Dialect/Mixp/Transforms/ExposedOps.h"
#include "mixp/Dialect/Mixp/Transforms/Passes.h"
#include "mixp/Execution/ReferenceBridge.h"
#include "mixp/Reference/Compare.h"
#include "mixp/Reference/Evaluator.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/Matchers.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Transforms/Passes.h"

using namespace mlir;
using namespace mixp;

llvm::Expected<OwningOpRef<ModuleOp>> mixp::exposeOps(ModuleOp module,
                                                      StringRef name) {
  OwningOpRef<ModuleOp> copy(module.clone());
  auto entry = findEntry(*copy, name);
  if (!entry)
    return entry.takeError();
  for (auto function : copy->getOps<func::FuncOp>())
    function.setVisibility(function == *entry
                               ? SymbolTable::Visibility::Public
                               : SymbolTable::Visibility::Private);
  PassManager passes(module.getContext());
  passes.addPass(createInlinerPass());
  passes.addPass(createSymbolDCEPass());
  passes.addPass(createExposeOpsPass());
  if (failed(passes.run(*copy)))
    return llvm::createStringError(
        "the ops of the model cannot be told apart for --check");
  return copy;
}

/// A function of this one op and the constants that it reads.
struct OpChecker::OneOp {
  OwningOpRef<ModuleOp> module;
  func::FuncOp function;
  std::string name, place;
  /// Results of the exposed function: the op's operands, then its results.
  SmallVector<unsigned> arguments, results;
};

OpChecker::OpChecker() = default;
OpChecker::OpChecker(OpChecker &&) = default;
OpChecker::~OpChecker() = default;
unsigned OpChecker::getNumChecked() const { return ops.size(); }

/// Where an op was written, or what the model called it.
static std::string describePlace(Location loc) {
  std::string place, name;
  loc->walk([&](Location part) {
    if (auto named = dyn_cast<NameLoc>(part); named && name.empty())
      name = "'" + named.getName().str() + "'";
    auto file = dyn_cast<FileLineColLoc>(part);
    if (!file)
      return WalkResult::advance();
    place = (file.getFilename().getValue() + ":" + Twine(file.getLine()) + ":" +
             Twine(file.getColumn()))
                .str();
    return WalkResult::interrupt();
  });
  if (name.empty() && place.empty())
    return "an unknown place";
  return name + (name.empty() || place.empty() ? "" : " of ") + place;
}

/// Clones the op into `function`, which takes `reads`. An init that the op
/// never reads is taken from what the op gave: only its shape matters.
static void buildBody(func::FuncOp function, Operation *op,
                      ArrayRef<Value> reads) {
  Block *block = function.addEntryBlock();
  OpBuilder builder = OpBuilder::atBlockBegin(block);
  IRMapping mapping;
  mapping.map(reads, block->getArguments().take_front(reads.size()));
  auto cloneConstant = [&](Value value) {
    if (!mapping.contains(value) && matchPattern(value, m_Constant()))
      builder.clone(*value.getDefiningOp(), mapping);
  };
  llvm::for_each(op->getOperands(), cloneConstant);
  op->walk([&](Operation *nested) {
    for (Value operand : nested->getOperands())
      if (!op->isAncestor(operand.getParentBlock()->getParentOp()))
        cloneConstant(operand);
  });
  auto spare = block->args_begin() + reads.size();
  if (auto destination = dyn_cast<DestinationStyleOpInterface>(op))
    for (OpOperand &init : destination.getDpsInitsMutable())
      if (isUnreadInit(op, init.get()))
        mapping.map(
            init.get(),
            spare[destination.getTiedOpResult(&init).getResultNumber()]);
  Operation *clone = builder.clone(*op, mapping);
  func::ReturnOp::create(builder, op->getLoc(), clone->getResults());
}

llvm::Expected<OpChecker> OpChecker::create(func::FuncOp function) {
  OpChecker checker;
  llvm::DenseMap<Value, unsigned> exposed = getExposedValues(function);
  if (!llvm::hasSingleElement(function.getBody()))
    return llvm::createStringError("'" + function.getName() +
                                   "' has several blocks");
  for (Operation &op : function.getBody().front()) {
    if (op.hasAttr(kExposedResultAttrName))
      continue;
    if (!isCheckableOp(&op)) {
      op.walk([&](Operation *nested) {
        checker.unchecked +=
            isa_and_nonnull<MixpDialect>(nested->getDialect()) ||
            (isa<linalg::LinalgOp>(nested) && !isa<linalg::FillOp>(nested));
      });
      continue;
    }
    auto one = std::make_unique<OneOp>();
    one->name = op.getName().getStringRef().str();
    one->place = describePlace(op.getLoc());
    SmallVector<Value> reads = getReadValues(&op);
    SmallVector<Type> types(ValueRange(reads).getTypes());
    llvm::append_range(types, op.getResultTypes());
    for (Value value : reads)
      one->arguments.push_back(exposed.at(value));
    for (Value value : op.getResults())
      one->results.push_back(exposed.at(value));
    OpBuilder builder(function.getContext());
    one->module = ModuleOp::create(builder, op.getLoc());
    // The bounds of products depend on it.
    auto model = function->getParentOfType<ModuleOp>();
    if (Attribute gpu = model->getAttr(kGpuTargetAttrName))
      (*one->module)->setAttr(kGpuTargetAttrName, gpu);
    builder.setInsertionPointToEnd(one->module->getBody());
    one->function = func::FuncOp::create(
        builder, op.getLoc(), "op",
        builder.getFunctionType(types, op.getResultTypes()));
    buildBody(one->function, &op, reads);
    checker.ops.push_back(std::move(one));
  }
  return checker;
}

llvm::Error OpChecker::check(ArrayRef<HostTensor> results) {
  for (const std::unique_ptr<OneOp> &op : ops) {
    if (mismatch)
      break;
    SmallVector<reference::Tensor> arguments;
    for (auto [type, index] :
         llvm::zip(op->function.getArgumentTypes(),
                   llvm::concat<const unsigned>(op->arguments, op->results)))
      arguments.push_back(
          toReference(results[index], getElementTypeOrSelf(type)));
    FailureOr<SmallVector<reference::Tensor>> expected =
        reference::evaluate(op->function, arguments);
    if (failed(expected))
      return llvm::createStringError("evaluating " + op->name + " at " +
                                     op->place + " failed");
    for (auto [i, want] : llvm::enumerate(*expected)) {
      reference::Tensor got =
          toReference(results[op->results[i]], want.elementType);
      auto wrong = reference::compare(got, want);
      if (!wrong || mismatch)
        continue;
      std::string which =
          expected->size() > 1 ? "result #" + std::to_string(i) + " " : "";
      mismatch = OpMismatch{op->name, op->place, which + wrong->text};
    }
  }
  return llvm::Error::success();
}
