//===- GenerateShapeChecks.cpp - Check sizes at run time ------------------===//
#include "ShapeChecks.h"
#include "mixp/Dialect/Mixp/IR/MixpDialect.h"
#include "mixp/Dialect/Mixp/Transforms/Passes.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Tensor/Transforms/RuntimeOpVerification.h"
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
  void getDependentDialects(DialectRegistry &registry) const override {
    GenerateShapeChecksPassBase::getDependentDialects(registry);
    tensor::registerRuntimeVerifiableOpInterfaceExternalModels(registry);
  }

  void runOnOperation() override {
    SmallVector<Operation *> ops;
    getOperation()->walk([&](Operation *op) {
      if (isa_and_nonnull<MixpDialect, linalg::LinalgDialect,
                          tensor::TensorDialect>(op->getDialect()) &&
          !isa<tensor::DimOp>(op))
        ops.push_back(op);
    });
    // Not while walking: the checks are ops too.
    for (Operation *op : ops) {
      if (generateTensorShapeChecks(op))
        continue;
      auto verifiable = dyn_cast<RuntimeVerifiableOpInterface>(op);
      if (!verifiable)
        continue;
      OpBuilder builder(op);
      verifiable.generateRuntimeVerification(
          builder, op->getLoc(), [](Operation *op, StringRef what) {
            return (op->getName().getStringRef() + ": " + what).str();
          });
    }
  }
};

} // namespace
