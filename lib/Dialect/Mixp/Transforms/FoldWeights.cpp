//===- FoldWeights.cpp - Codes of quantized constants ---------------------===//
#include "FoldWeights.h"
#include "WeightConstant.h"
#include "mixp/Dialect/Mixp/Transforms/ConstantData.h"
#include "mixp/Dialect/Mixp/Transforms/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace mixp;

namespace mixp {
#define GEN_PASS_DEF_FOLDWEIGHTSPASS
#include "mixp/Dialect/Mixp/Transforms/Passes.h.inc"
} // namespace mixp

void mixp::foldWeights(Operation *root) {
  SmallVector<QuantizeOp> ops;
  root->walk([&](QuantizeOp op) { ops.push_back(op); });
  for (QuantizeOp op : ops) {
    std::optional<WeightConstant> weight = readWeightConstant(op.getResult());
    if (!weight)
      continue;
    std::vector<uint8_t> codes = roundWeights(weight->values, weight->shape(),
                                              weight->format, weight->scales);
    OpBuilder builder(op);
    Value constant = createConstant(
        builder, op.getLoc(), op.getResult().getType(),
        ArrayRef(reinterpret_cast<const char *>(codes.data()), codes.size()),
        "weight");
    op.replaceAllUsesWith(constant);
    op.erase();
  }
  // The f32 weights are most of a model's bytes: let go of them here.
  root->walk([](arith::ConstantOp constant) {
    if (constant->use_empty())
      constant.erase();
  });
}

namespace {
struct FoldWeights : mixp::impl::FoldWeightsPassBase<FoldWeights> {
  void runOnOperation() override { foldWeights(getOperation()); }
};
} // namespace
