//===- InstrumentCalibration.cpp - Measure operand ranges -----------------===//
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mixp/Dialect/Mixp/Transforms/Calibration.h"
#include "mixp/Dialect/Mixp/Transforms/Observations.h"
#include "mixp/Dialect/Mixp/Transforms/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace mixp;

namespace mixp {
#define GEN_PASS_DEF_INSTRUMENTCALIBRATIONPASS
#include "mixp/Dialect/Mixp/Transforms/Passes.h.inc"
} // namespace mixp

namespace {
struct InstrumentCalibration
    : public mixp::impl::InstrumentCalibrationPassBase<InstrumentCalibration> {
  void runOnOperation() override {
    ModuleOp module = getOperation();
    assignCalibrationIds(module);
    for (auto function : module.getOps<func::FuncOp>())
      if (!function.isExternal() && failed(instrument(function)))
        return signalPassFailure();
  }

private:
  LogicalResult instrument(func::FuncOp function) {
    SmallVector<MatmulOp> matmuls;
    function.walk([&](MatmulOp op) {
      if (op->hasAttr(kCalibrationIdAttrName))
        matmuls.push_back(op);
    });
    if (matmuls.empty())
      return success();
    if (!function.isPublic())
      return matmuls.front().emitOpError()
             << "cannot be calibrated in private function '"
             << function.getName() << "': run --inline first";
    for (MatmulOp op : matmuls)
      if (op->getBlock() != &function.getBody().back() ||
          !llvm::hasSingleElement(function.getBody()))
        return op.emitOpError() << "cannot be calibrated inside of control "
                                   "flow: expected it at the top of a function";
    for (MatmulOp op : matmuls)
      for (bool isLhs : {true, false})
        appendRange(function, op, isLhs);
    return success();
  }

  void appendRange(func::FuncOp function, MatmulOp op, bool isLhs) {
    Value operand = isLhs ? op.getLhs() : op.getRhs();
    if (matchPattern(operand, m_Constant()))
      return;
    Operation *ret = function.getBody().back().getTerminator();
    OpBuilder builder(ret);
    for (bool isMax : {false, true}) {
      Value bound = createExtremum(builder, op.getLoc(), operand, isMax);
      auto entry = builder.getDictionaryAttr(
          {builder.getNamedAttr("id", op->getAttr(kCalibrationIdAttrName)),
           builder.getNamedAttr("operand",
                                builder.getStringAttr(isLhs ? "lhs" : "rhs")),
           builder.getNamedAttr("bound",
                                builder.getStringAttr(isMax ? "max" : "min"))});
      (void)function.insertResult(
          function.getNumResults(), bound.getType(),
          builder.getDictionaryAttr(
              builder.getNamedAttr(kCalibrationResultAttrName, entry)));
      ret->insertOperands(ret->getNumOperands(), bound);
    }
  }
};
} // namespace
