//===- SelectSchedule.cpp - Policy: tiles from the target -----------------===//
#include "ChunkModel.h"
#include "InPlaceWindows.h"
#include "ScheduleModel.h"
#include "mixp/Codegen/CPU/Passes.h"
#include "mixp/Dialect/Mixp/Transforms/Remarks.h"
#include "mixp/Target/ModuleTarget.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"

namespace mixp {
#define GEN_PASS_DEF_SELECTSCHEDULEPASS
#include "mixp/Codegen/CPU/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

/// Decides whether a kernel reads the windows of a convolution itself; a line
/// for the remark, empty where there are no windows.
static std::string placeWindows(MatmulOp op, const NativeForm &form,
                                TargetAttr target) {
  WindowsOp windows = findWindows(op);
  if (!windows)
    return "";
  StringRef obstacle =
      findInPlaceObstacle(op, windows, form, target, op.getSchedule()->getKc());
  windows.setInPlace(obstacle.empty());
  if (obstacle.empty())
    return "windows are read in place";
  return ("windows are written out: " + obstacle).str();
}

namespace {
struct SelectSchedule : mixp::impl::SelectSchedulePassBase<SelectSchedule> {
  using SelectSchedulePassBase::SelectSchedulePassBase;

  void runOnOperation() override {
    TargetAttr target = requireTarget(getOperation());
    if (!target)
      return signalPassFailure();
    getOperation().walk([&](MatmulOp op) {
      auto form = matchNativeForm(op, target);
      if (!form)
        return;
      if (op.getSchedule()) {
        placeWindows(op, *form, target);
        return;
      }
      ScheduleChoice choice = chooseSchedule(op, *form, target);
      if (threads != 1)
        chooseChunks(choice, op, target, threads);
      op.setScheduleAttr(choice.schedule);
      std::string windows = placeWindows(op, *form, target);
      if (!windows.empty())
        choice.reasons.push_back(std::move(windows));
      if (auto remark = reportRemark(op, RemarkCode::ScheduleChosen))
        for (const std::string &reason : choice.reasons)
          remark << reason;
    });
  }
};
} // namespace
