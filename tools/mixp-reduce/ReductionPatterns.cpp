//===- ReductionPatterns.cpp - How ops become simpler ---------------------===//
#include "ReductionPatterns.h"
#include "mixp/Dialect/Mixp/IR/MixpDialect.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/DialectRegistry.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/OwningOpRef.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "mlir/Reducer/ReductionPatternInterface.h"
#include "mlir/Reducer/Tester.h"

using namespace mlir;
using namespace mixp;

/// What the only result of `op` can be replaced by, null where there is no such
/// value. They may create ops at `builder`'s insertion point.
static Value operandOfResultType(Operation *op, OpBuilder &) {
  for (Value operand : op->getOperands())
    if (operand.getType() == op->getResult(0).getType())
      return operand;
  return {};
}

static Value emptyResult(Operation *op, OpBuilder &builder) {
  auto type = dyn_cast<RankedTensorType>(op->getResult(0).getType());
  if (!type || !type.hasStaticShape())
    return {};
  return tensor::EmptyOp::create(builder, op->getLoc(), type.getShape(),
                                 type.getElementType());
}

namespace {

/// op(...) -> a value that is simpler, where the module stays interesting
/// without the op, of whichever dialect it is. That has to be tested here: MLIR
/// 22's reduction-tree crashes where its patterns, applied everywhere, leave
/// nothing of interest.
struct ReplaceResult : public RewritePattern {
  using Simpler = Value (*)(Operation *, OpBuilder &);

  ReplaceResult(MLIRContext *context, Tester &tester, Simpler simpler)
      : RewritePattern(MatchAnyOpTypeTag(), /*benefit=*/1, context),
        tester(tester), simpler(simpler) {}

  LogicalResult matchAndRewrite(Operation *op,
                                PatternRewriter &rewriter) const final {
    if (op->getNumResults() != 1 || !isMemoryEffectFree(op) ||
        isa<tensor::EmptyOp>(op) || !staysInterestingWithout(op))
      return failure();
    rewriter.replaceOp(op, simpler(op, rewriter));
    return success();
  }

private:
  bool staysInterestingWithout(Operation *op) const {
    IRMapping mapping;
    auto module = dyn_cast<ModuleOp>(topLevel(op));
    if (!module)
      return false;
    OwningOpRef<ModuleOp> trial = cast<ModuleOp>(module->clone(mapping));
    Operation *copy = mapping.lookupOrNull(op);
    OpBuilder builder(copy);
    Value value = simpler(copy, builder);
    if (!value)
      return false;
    copy->getResult(0).replaceAllUsesWith(value);
    copy->erase();
    return tester.isInteresting(*trial).first == Tester::Interestingness::True;
  }

  static Operation *topLevel(Operation *op) {
    while (Operation *parent = op->getParentOp())
      op = parent;
    return op;
  }

  Tester &tester;
  Simpler simpler;
};

struct MixpReductionPatterns : public DialectReductionPatternInterface {
  explicit MixpReductionPatterns(Dialect *dialect)
      : DialectReductionPatternInterface(dialect) {}
  void populateReductionPatterns(RewritePatternSet &) const final {}
  void populateReductionPatternsWithTester(RewritePatternSet &patterns,
                                           Tester &tester) const final {
    patterns.add<ReplaceResult>(patterns.getContext(), tester, emptyResult);
    patterns.add<ReplaceResult>(patterns.getContext(), tester,
                                operandOfResultType);
  }
};

} // namespace

void mixp::registerReductionPatterns(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *, MixpDialect *dialect) {
    dialect->addInterfaces<MixpReductionPatterns>();
  });
}
