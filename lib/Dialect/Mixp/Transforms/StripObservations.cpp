//===- StripObservations.cpp - Drop mixp.observe --------------------------===//
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mixp/Dialect/Mixp/Transforms/Passes.h"
#include "mlir/IR/Remarks.h"

using namespace mlir;
using namespace mixp;

namespace mixp {
#define GEN_PASS_DEF_STRIPOBSERVATIONSPASS
#include "mixp/Dialect/Mixp/Transforms/Passes.h.inc"
} // namespace mixp

namespace {
struct StripObservations
    : mixp::impl::StripObservationsPassBase<StripObservations> {
  void runOnOperation() override {
    getOperation()->walk([](ObserveOp op) {
      remark::missed(op.getLoc(),
                     remark::RemarkOpts::name("observation-dropped")
                         .category("mixp-strip-observations"))
          << ("nothing is recorded as '" + op.getLabel() +
              "'; run mixp-export-observations first to keep it")
                 .str();
      op.replaceAllUsesWith(op.getInput());
      op.erase();
    });
  }
};
} // namespace
