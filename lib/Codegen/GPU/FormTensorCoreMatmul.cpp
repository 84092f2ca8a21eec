//===- FormTensorCoreMatmul.cpp - Products with an epilogue ---------------===//
#include "GpuScheduleModel.h"
#include "Products/ZeroTensor.h"
#include "WeightOnly.h"
#include "mixp/Codegen/GPU/Passes.h"
#include "mixp/Codegen/GPU/ScheduleName.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

namespace mixp {
#define GEN_PASS_DEF_FORMTENSORCOREMATMULPASS
#include "mixp/Codegen/GPU/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

/// outs + accumulator, rounded once more where the result is narrower.
static Value addOuts(OpBuilder &b, Location loc, Value accumulator, Value outs,
                     Type result) {
  if (result.isInteger())
    return outs ? arith::AddIOp::create(b, loc, outs, accumulator)
                : accumulator;
  Value sum = accumulator;
  if (outs) {
    if (!result.isF32())
      outs = arith::ExtFOp::create(b, loc, b.getF32Type(), outs);
    sum = arith::AddFOp::create(b, loc, outs, sum);
  }
  return result.isF32() ? sum : arith::TruncFOp::create(b, loc, result, sum);
}

/// A schedule that somebody wrote may be on a product that no kernel computes.
static LogicalResult checkProduct(MatmulOp op, GpuScheduleAttr schedule) {
  TensorCoreAttr core = schedule.getCore();
  bool isWeights = isWeightOnly(op);
  if (schedule.getWeightsFirst() != isWeights)
    return op.emitOpError() << "expected weights_first in its schedule exactly "
                               "where f16 or bf16 "
                               "is multiplied by weights in fewer bits";
  bool keepsTables = isWeights && !findWeightObstacle(op);
  bool hasTables = op.getLhsScale() || op.getRhsScale() ||
                   op.getLhsZeroPoint() || op.getRhsZeroPoint();
  if (op.isSparse() || (hasTables && !keepsTables))
    return op.emitOpError()
           << "expected neither scales, zero points nor metadata beside a "
              "GPU's schedule; remove it or run mixp-decompose-for-gpu first";
  if (!isWeights && !multiplies(core, op))
    return op.emitOpError()
           << "expected an instruction for its operands and precision in its "
              "schedule but got "
           << core;
  bool isShort =
      core.getAcc().isF16() || (core.keepsFewBits() && !schedule.getPromote());
  if (isShort && !op.getFastAccumulate())
    return op.emitOpError()
           << "expected fast_accumulate beside a schedule that "
              "sums in f16 or in few bits";
  return success();
}

static void form(MatmulOp op, GpuScheduleAttr schedule) {
  OpBuilder b(op);
  Location loc = op.getLoc();
  RankedTensorType type = op.getOuts().getType();
  SmallVector<Value> operands;
  SmallVector<AffineMap> maps;
  if (!isZeroTensor(op.getOuts())) {
    operands.push_back(op.getOuts());
    maps.push_back(b.getMultiDimIdentityMap(type.getRank()));
  }
  Value empty = tensor::EmptyOp::create(
      b, loc, tensor::getMixedSizes(b, loc, op.getOuts()),
      type.getElementType());
  bool needsK = !readsAcrossK(schedule.getCore());
  TypeAttr code;
  IntegerAttr group;
  Value scale, zeroPoint;
  if (schedule.getWeightsFirst()) {
    code = TypeAttr::get(getWeightCode(op));
    scale = buildScaleTable(b, op);
    zeroPoint = buildZeroPointTable(b, op);
    if (std::optional<int64_t> size = getWeightGroup(op))
      group = b.getI64IntegerAttr(*size);
  }
  auto product = TensorCoreMatmulOp::create(
      b, loc, type, op.getLhs(), op.getRhs(), scale, zeroPoint, operands, empty,
      b.getAffineMapArrayAttr(maps), schedule, code, group,
      op.getTransposeLhs(), op.getTransposeRhs(),
      /*repack_lhs=*/needsK && op.getTransposeLhs(),
      /*repack_rhs=*/needsK && !op.getTransposeRhs());
  Block *block = b.createBlock(&product.getEpilogue());
  Value accumulator = block->addArgument(product.getAccumulatorType(), loc);
  Value outs;
  if (!operands.empty())
    outs = block->addArgument(type.getElementType(), loc);
  YieldOp::create(b, loc,
                  addOuts(b, loc, accumulator, outs, type.getElementType()));
  op.replaceAllUsesWith(product.getResult());
  op.erase();
}

namespace {
struct FormTensorCoreMatmul
    : mixp::impl::FormTensorCoreMatmulPassBase<FormTensorCoreMatmul> {
  void runOnOperation() override {
    SmallVector<MatmulOp> ops;
    getOperation()->walk([&](MatmulOp op) { ops.push_back(op); });
    for (MatmulOp op : ops)
      if (auto schedule =
              op->getAttrOfType<GpuScheduleAttr>(kGpuScheduleAttrName)) {
        if (failed(checkProduct(op, schedule)))
          return signalPassFailure();
        form(op, schedule);
      }
  }
};
} // namespace
