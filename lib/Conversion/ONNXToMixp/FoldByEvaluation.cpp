//===- FoldByEvaluation.cpp - Values that depend on constants only --------===//
#include "FoldByEvaluation.h"
#include "mixp/Reference/Evaluator.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/IRMapping.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::importer;

static constexpr int64_t kMostElements = 4096;
static constexpr size_t kMostOps = 256;

/// Appends `op` after all that it needs. False if it needs an argument, or more
/// than a fold is worth.
static bool collect(Operation *op, llvm::SetVector<Operation *> &ops) {
  if (ops.contains(op))
    return true;
  WalkResult result = op->walk([&](Operation *nested) {
    for (Value operand : nested->getOperands()) {
      if (op->isAncestor(operand.getParentBlock()->getParentOp()))
        continue;
      Operation *source = operand.getDefiningOp();
      if (!source || !collect(source, ops))
        return WalkResult::interrupt();
    }
    return WalkResult::advance();
  });
  if (result.wasInterrupted() || ops.size() >= kMostOps)
    return false;
  ops.insert(op);
  return true;
}

/// The elements as the importer keeps them: narrow ones a byte each.
static ImportedTensor toConstant(const ImportedTensor &like,
                                 const reference::Tensor &tensor) {
  DenseElementsAttr attribute = reference::toAttribute(tensor);
  std::string data;
  if (like.kind == ElementKind::Bool) {
    for (bool bit : attribute.getValues<bool>())
      data.push_back(bit);
  } else {
    ArrayRef<char> raw = attribute.getRawData();
    int64_t copies = attribute.isSplat() ? attribute.getNumElements() : 1;
    for (int64_t i = 0; i < copies; ++i)
      data.append(raw.data(), raw.size());
  }
  return ImportedTensor::constant(like.kind, like.shape, std::move(data));
}

std::optional<ImportedTensor>
mixp::importer::foldByEvaluation(const ImportedTensor &tensor) {
  // Others are weights, which passes find by their quantize and dequantize ops.
  bool isShapeLike = tensor.kind == ElementKind::I64 ||
                     tensor.kind == ElementKind::I32 ||
                     tensor.kind == ElementKind::Bool;
  if (!tensor.value || !isShapeLike || !isStatic(tensor.shape) ||
      product(tensor.shape).getStatic() > kMostElements)
    return std::nullopt;
  Operation *root = tensor.value.getDefiningOp();
  llvm::SetVector<Operation *> ops;
  if (!root || !collect(root, ops))
    return std::nullopt;
  MLIRContext *context = root->getContext();
  OpBuilder builder(context);
  Location loc = root->getLoc();
  OwningOpRef<ModuleOp> module = ModuleOp::create(builder, loc);
  builder.setInsertionPointToStart(module->getBody());
  auto function =
      func::FuncOp::create(builder, loc, "fold",
                           builder.getFunctionType({}, tensor.value.getType()));
  builder.setInsertionPointToStart(function.addEntryBlock());
  IRMapping mapping;
  for (Operation *op : ops)
    builder.clone(*op, mapping);
  func::ReturnOp::create(builder, loc, mapping.lookup(tensor.value));
  // What the evaluator refuses is left to run time.
  ScopedDiagnosticHandler silence(context, [](Diagnostic &) {});
  auto results = reference::evaluate(function, {});
  if (failed(results))
    return std::nullopt;
  return toConstant(tensor, results->front());
}
