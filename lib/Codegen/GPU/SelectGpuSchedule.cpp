//===- SelectGpuSchedule.cpp - What tensor cores take ---------------------===//
#include "GpuScheduleModel.h"
#include "WeightOnly.h"
#include "mixp/Codegen/GPU/Passes.h"
#include "mixp/Codegen/GPU/ScheduleName.h"
#include "mixp/Dialect/Mixp/Transforms/Remarks.h"
#include "mlir/IR/BuiltinOps.h"

namespace mixp {
#define GEN_PASS_DEF_SELECTGPUSCHEDULEPASS
#include "mixp/Codegen/GPU/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

/// Why no kernel takes the product; nothing where one does.
static std::optional<RemarkCode> findObstacle(MatmulOp op, TensorCoreAttr core,
                                              GpuTargetAttr target) {
  if (op.isSparse())
    return RemarkCode::GpuSparse;
  Type lhs = op.getLhs().getType().getElementType();
  Type rhs = op.getRhs().getType().getElementType();
  if (!core && lhs.isF32() && rhs.isF32() && !op.hasF64() &&
      selectTensorCore(target, lhs, false, rhs, false, OperandPrecision::TF32))
    return RemarkCode::GpuPrecision;
  if (!core)
    return RemarkCode::GpuNoInstruction;
  if (op.getLhsScale() || op.getRhsScale() || op.getLhsZeroPoint() ||
      op.getRhsZeroPoint())
    return RemarkCode::GpuScales;
  return std::nullopt;
}

/// The schedule of a product that a kernel takes; else the reason.
static GpuScheduleAttr select(MatmulOp op, GpuTargetAttr target,
                              std::optional<RemarkCode> &obstacle) {
  if (isWeightOnly(op)) {
    GpuScheduleAttr schedule = chooseWeightSchedule(op, target);
    obstacle = schedule ? findWeightObstacle(op)
                        : std::optional(RemarkCode::GpuNoInstruction);
    return schedule;
  }
  TensorCoreAttr core = selectTensorCore(op, target);
  obstacle = findObstacle(op, core, target);
  return obstacle ? GpuScheduleAttr() : chooseGpuSchedule(op, core, target);
}

namespace {
struct SelectGpuSchedule
    : mixp::impl::SelectGpuSchedulePassBase<SelectGpuSchedule> {
  void runOnOperation() override {
    auto target =
        getOperation()->getAttrOfType<GpuTargetAttr>(kGpuTargetAttrName);
    if (!target) {
      getOperation().emitError() << "needs a module with a GPU: run "
                                    "mixp-resolve-gpu-target first";
      return signalPassFailure();
    }
    getOperation().walk([&](MatmulOp op) {
      if (op->hasAttr(kGpuScheduleAttrName))
        return;
      std::optional<RemarkCode> obstacle;
      GpuScheduleAttr schedule = select(op, target, obstacle);
      if (obstacle) {
        reportRemark(op, *obstacle);
        return;
      }
      op->setAttr(kGpuScheduleAttrName, schedule);
      if (auto remark = reportRemark(op, RemarkCode::GpuScheduled))
        remark << remark::metric(
            "Instruction",
            stringifyTensorCoreKind(schedule.getCore().getKind()));
    });
  }
};
} // namespace
