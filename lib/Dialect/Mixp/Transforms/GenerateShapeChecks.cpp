//===- GenerateShapeChecks.cpp - Check sizes at run time ------------------===//
#include "mixp/Dialect/Mixp/IR/MixpDialect.h"
#include "mixp/Dialect/Mixp/Transforms/Passes.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Builders.h"
#include "mlir/Interfaces/RuntimeVerifiableOpInterface.h"

namespace mixp {
#define GEN_PASS_DEF_GENERATESHAPECHECKSPASS
#include "mixp/Dialect/Mixp/Transforms/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

namespace {

struct GenerateShapeChecksPass
    : mixp::impl::GenerateShapeChecksPassBase<GenerateShapeChecksPass> {
  void runOnOperation() override {
    SmallVector<RuntimeVerifiableOpInterface> ops;
    getOperation()->walk([&](RuntimeVerifiableOpInterface op) {
      if (isa_and_nonnull<MixpDialect>(op->getDialect()))
        ops.push_back(op);
    });
    // Not while walking: the checks are ops too.
    for (RuntimeVerifiableOpInterface op : ops) {
      OpBuilder builder(op);
      op.generateRuntimeVerification(
          builder, op.getLoc(), [](Operation *op, StringRef what) {
            return (op->getName().getStringRef() + ": " + what).str();
          });
    }
  }
};

} // namespace
