//===- SearchWeightScales.cpp - Scales of the smallest squared error ------===//
#include "WeightConstant.h"
#include "mixp/Dialect/Mixp/Transforms/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace mixp;

namespace mixp {
#define GEN_PASS_DEF_SEARCHWEIGHTSCALESPASS
#include "mixp/Dialect/Mixp/Transforms/Passes.h.inc"
} // namespace mixp

/// Whether nothing but the weight and the contractions that read it uses its
/// scale: it may change then.
static bool ownsScale(QuantizeOp op) {
  return llvm::all_of(op.getScale().getUsers(), [&](Operation *user) {
    return user == op ||
           (isa<MatmulOp, ConvOp>(user) &&
            llvm::is_contained(user->getOperands(), op.getResult()));
  });
}

namespace {
struct SearchWeightScales
    : mixp::impl::SearchWeightScalesPassBase<SearchWeightScales> {
  void runOnOperation() override {
    SmallVector<QuantizeOp> ops;
    getOperation().walk([&](QuantizeOp op) { ops.push_back(op); });
    for (QuantizeOp op : ops) {
      std::optional<WeightConstant> weight = readWeightConstant(op.getResult());
      if (!weight || !ownsScale(op))
        continue;
      searchWeightScales(weight->values, weight->shape(), weight->format,
                         weight->scales);
      OpBuilder builder(op);
      Value old = op.getScale();
      RankedTensorType type = op.getScale().getType();
      builder.setInsertionPointAfterValue(old);
      old.replaceAllUsesWith(
          createScales(builder, old.getLoc(), type.getShape(),
                       type.getElementType(), weight->scales));
    }
  }
};
} // namespace
