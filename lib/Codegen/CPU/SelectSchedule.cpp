//===- SelectSchedule.cpp - Policy: tiles from the target -----------------===//
#include "ChunkModel.h"
#include "NativeForm.h"
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

namespace {
struct SelectSchedule : mixp::impl::SelectSchedulePassBase<SelectSchedule> {
  using SelectSchedulePassBase::SelectSchedulePassBase;

  void runOnOperation() override {
    TargetAttr target = requireTarget(getOperation());
    if (!target)
      return signalPassFailure();
    getOperation().walk([&](MatmulOp op) {
      if (op.getSchedule())
        return;
      auto form = matchNativeForm(op, target);
      if (!form)
        return;
      ScheduleChoice choice = chooseSchedule(op, *form, target);
      if (threads != 1)
        chooseChunks(choice, op, target, threads);
      op.setScheduleAttr(choice.schedule);
      if (auto remark = reportRemark(op, RemarkCode::ScheduleChosen))
        for (const std::string &reason : choice.reasons)
          remark << reason;
    });
  }
};
} // namespace
