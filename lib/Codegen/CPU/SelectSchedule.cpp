//===- SelectSchedule.cpp - Policy: tiles from the target -----------------===//
#include "KernelConfig.h"
#include "NativeForm.h"
#include "mixp/Codegen/CPU/Passes.h"
#include "mixp/Target/ModuleTarget.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"

namespace mixp {
#define GEN_PASS_DEF_SELECTSCHEDULEPASS
#include "mixp/Codegen/CPU/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

/// Register tile for a panel of `vectors` registers: the most rows for which
/// accumulators, one step of rhs, the broadcast lhs and `extra` constants fit
/// the register file. Grouped products keep two sets of accumulators.
static int64_t rowsThatFit(TargetAttr target, int64_t vectors, bool grouped,
                           int64_t extra) {
  int64_t perRow = vectors * (grouped ? 2 : 1);
  int64_t free = target.getVectorRegisters() - vectors - 1 - extra;
  // 12 accumulators hide the latency of two dot products per clock; more rows
  // than that only add streams for the prefetcher to follow.
  return std::clamp<int64_t>(free / perRow, 1, 12);
}

static ScheduleAttr selectSchedule(MatmulOp op, const NativeForm &form,
                                   TargetAttr target) {
  int64_t lanes = target.getVectorBits() / 32;
  RankedTensorType outs = op.getOuts().getType();
  int64_t m = outs.getDimSize(outs.getRank() - 2);
  int64_t n = outs.getDimSize(outs.getRank() - 1);
  int64_t k = op.getLhs().getType().getDimSize(op.getLhsReductionDim());

  // Four vectors of columns where there are enough registers, two otherwise:
  // wide tiles load less of lhs for each multiplication.
  int64_t vectors =
      target.getVectorRegisters() >= 32 && !form.groupSize ? 4 : 2;
  if (!ShapedType::isDynamic(n))
    vectors = std::clamp<int64_t>(llvm::divideCeil(n, lanes), 1, vectors);
  // Constants in registers: the sign flip, the nibble mask and offset.
  int64_t extra = 1 + (form.nibbles ? 2 : 0);
  int64_t mr = rowsThatFit(target, vectors, form.groupSize.has_value(), extra);
  if (!ShapedType::isDynamic(m) && m > 0)
    mr = std::min(mr, m);

  // A block of lhs rows fills a quarter of the second-level cache.
  int64_t step = wordElements(form.mma);
  int64_t rowBytes =
      ShapedType::isDynamic(k) ? 4096 : std::max<int64_t>(4 * k / step, 1);
  int64_t mc = std::clamp<int64_t>(target.getL2() / 4 / rowBytes / mr, 1,
                                   std::max<int64_t>(192 / mr, 1)) *
               mr;
  int64_t nr = vectors * lanes;
  int64_t nc = std::max<int64_t>(1024 / nr, 1) * nr;
  int64_t unroll = form.nibbles ? 2 : 4;
  return ScheduleAttr::get(op.getContext(), form.mma, mr, nr, unroll, mc, nc);
}

namespace {
struct SelectSchedule : mixp::impl::SelectSchedulePassBase<SelectSchedule> {
  void runOnOperation() override {
    TargetAttr target = requireTarget(getOperation());
    if (!target)
      return signalPassFailure();
    getOperation().walk([&](MatmulOp op) {
      if (op.getSchedule())
        return;
      if (auto form = matchNativeForm(op, target))
        op.setScheduleAttr(selectSchedule(op, *form, target));
    });
  }
};
} // namespace
