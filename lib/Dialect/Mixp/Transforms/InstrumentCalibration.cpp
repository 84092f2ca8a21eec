//===- InstrumentCalibration.cpp - Measure contractions' operands ---------===//
#include "CarryOut.h"
#include "OperandStatistics.h"
#include "mixp/Dialect/Mixp/Transforms/Calibration.h"
#include "mixp/Dialect/Mixp/Transforms/Observations.h"
#include "mixp/Dialect/Mixp/Transforms/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace mixp;

namespace mixp {
#define GEN_PASS_DEF_INSTRUMENTCALIBRATIONPASS
#include "mixp/Dialect/Mixp/Transforms/Passes.h.inc"
} // namespace mixp

namespace {
/// Appends what is measured of one contraction to its function's results.
class Instrument {
public:
  Instrument(func::FuncOp function, Operation *op)
      : function(function), op(op), builder(op->getBlock()->getTerminator()) {}

  void appendRange(bool isLhs) {
    Value operand = getContractionOperand(op, isLhs);
    if (matchPattern(operand, m_Constant()))
      return;
    for (bool isMax : {false, true})
      append(isLhs, isMax ? "max" : "min",
             createExtremum(builder, op->getLoc(), operand, isMax),
             isMax ? Accumulation::Max : Accumulation::Min);
  }

  void appendRangeAlongK() {
    // In groups of one there are as many as K is long.
    if (countRangeGroups(op, 1) == 1)
      return;
    for (bool isMax : {false, true})
      append(true, isMax ? "max_along_k" : "min_along_k",
             createExtremumAlongK(builder, cast<MatmulOp>(op), isMax),
             isMax ? Accumulation::Max : Accumulation::Min);
  }

  void appendRows(ArrayRef<StringRef> statistics) {
    auto matmul = dyn_cast<MatmulOp>(op);
    if (!matmul || !hasRowStatistics(matmul))
      return;
    append(true, "rows", createRowCount(builder, matmul), Accumulation::Sum);
    if (llvm::is_contained(statistics, "channel-max"))
      append(true, "channel_max", createChannelMax(builder, matmul),
             Accumulation::Max);
    if (llvm::is_contained(statistics, "mean"))
      append(true, "channel_sum", createChannelSum(builder, matmul),
             Accumulation::Sum);
    if (llvm::is_contained(statistics, "gram"))
      append(true, "gram_sum", createGramSum(builder, matmul),
             Accumulation::Sum);
  }

private:
  void append(bool isLhs, StringRef what, Value measured, Accumulation kind) {
    measured = carryOut(measured, kind);
    auto entry = builder.getDictionaryAttr(
        {builder.getNamedAttr("id", op->getAttr(kCalibrationIdAttrName)),
         builder.getNamedAttr("operand",
                              builder.getStringAttr(isLhs ? "lhs" : "rhs")),
         builder.getNamedAttr("what", builder.getStringAttr(what))});
    (void)function.insertResult(function.getNumResults(), measured.getType(),
                                builder.getDictionaryAttr(builder.getNamedAttr(
                                    kCalibrationResultAttrName, entry)));
    Operation *terminator = function.getBody().back().getTerminator();
    terminator->insertOperands(terminator->getNumOperands(), measured);
  }

  func::FuncOp function;
  Operation *op;
  OpBuilder builder;
};

struct InstrumentCalibration
    : public mixp::impl::InstrumentCalibrationPassBase<InstrumentCalibration> {
  using InstrumentCalibrationPassBase::InstrumentCalibrationPassBase;

  void runOnOperation() override {
    ModuleOp module = getOperation();
    for (StringRef name : measure)
      if (!llvm::is_contained(
              {"range", "range-along-k", "channel-max", "mean", "gram"},
              name)) {
        emitError(module.getLoc())
            << "cannot measure '" << name
            << "': expected range, range-along-k, channel-max, mean or gram";
        return signalPassFailure();
      }
    assignCalibrationIds(module);
    for (auto function : module.getOps<func::FuncOp>())
      if (!function.isExternal() && failed(instrument(function)))
        return signalPassFailure();
  }

private:
  LogicalResult instrument(func::FuncOp function) {
    SmallVector<Operation *> ops;
    function.walk([&](Operation *op) {
      if (isCalibrated(op) && op->hasAttr(kCalibrationIdAttrName))
        ops.push_back(op);
    });
    if (ops.empty())
      return success();
    if (!function.isPublic())
      return ops.front()->emitOpError()
             << "cannot be calibrated in private function '"
             << function.getName() << "': run --inline first";
    for (Operation *op : ops)
      if (Operation *barrier = findBarrier(op))
        return op->emitOpError()
               << "cannot be calibrated inside of '" << barrier->getName()
               << "': expected it at the top of a function of one block, or "
                  "there below scf.for and scf.if";
    SmallVector<StringRef> wanted(measure.begin(), measure.end());
    bool hasRange = wanted.empty() || llvm::is_contained(wanted, "range");
    for (Operation *op : ops) {
      Instrument instrument(function, op);
      if (hasRange)
        for (bool isLhs : {true, false})
          instrument.appendRange(isLhs);
      if (llvm::is_contained(wanted, "range-along-k"))
        instrument.appendRangeAlongK();
      if (llvm::any_of(wanted, [](StringRef name) {
            return !name.starts_with("range");
          }))
        instrument.appendRows(wanted);
    }
    return success();
  }
};
} // namespace
