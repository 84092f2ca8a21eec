//===- ReassociateSums.cpp - Sums in any order ----------------------------===//
#include "mixp/Codegen/Fusion/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"

namespace mixp {
#define GEN_PASS_DEF_REASSOCIATESUMSPASS
#include "mixp/Codegen/Fusion/Passes.h.inc"
} // namespace mixp

using namespace mlir;

namespace {
struct ReassociateSums : mixp::impl::ReassociateSumsPassBase<ReassociateSums> {
  void runOnOperation() override {
    getOperation()->walk([](linalg::GenericOp op) {
      if (op.getNumReductionLoops() == 0)
        return;
      auto yielded = op.getBody()->getTerminator()->getOperands();
      for (auto [sum, value] :
           llvm::zip_equal(op.getRegionOutputArgs(), yielded)) {
        auto add = value.getDefiningOp<arith::AddFOp>();
        if (!add || !llvm::is_contained(add->getOperands(), sum) ||
            !sum.hasOneUse())
          continue;
        add.setFastmath(add.getFastmath() | arith::FastMathFlags::reassoc);
      }
    });
  }
};
} // namespace
