//===- HoistLoads.cpp - What a loop reads again and again -----------------===//
#include "mixp/Codegen/Fusion/Passes.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Matchers.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "mlir/Interfaces/ViewLikeInterface.h"
#include "mlir/Transforms/LoopInvariantCodeMotionUtils.h"

namespace mixp {
#define GEN_PASS_DEF_HOISTLOADSPASS
#include "mixp/Codegen/Fusion/Passes.h.inc"
} // namespace mixp

using namespace mlir;

/// The buffer that a memref is a part or another form of.
static Value findBuffer(Value memref) {
  while (auto view = memref.getDefiningOp<ViewLikeOpInterface>())
    memref = view.getViewSource();
  return memref;
}

static bool isAllocated(Value buffer) {
  return isa_and_present<memref::AllocOp, memref::AllocaOp>(
      buffer.getDefiningOp());
}

/// Whether a buffer was there before the function allocated any.
static bool isGiven(Value buffer) {
  if (buffer.getDefiningOp<memref::GetGlobalOp>())
    return true;
  auto argument = dyn_cast<BlockArgument>(buffer);
  return argument && argument.getOwner()->isEntryBlock() &&
         isa<FunctionOpInterface>(argument.getOwner()->getParentOp());
}

/// Whether two memrefs are known to share no memory.
static bool areApart(Value lhs, Value rhs) {
  Value a = findBuffer(lhs), b = findBuffer(rhs);
  return a != b && ((isAllocated(a) && (isAllocated(b) || isGiven(b))) ||
                    (isAllocated(b) && isGiven(a)));
}

/// Whether all that a loop writes are elements of memrefs apart from `memref`.
static bool isOnlyRead(scf::ForOp loop, Value memref) {
  WalkResult result = loop->walk([&](Operation *op) {
    if (auto store = dyn_cast<memref::StoreOp>(op))
      return areApart(store.getMemRef(), memref) ? WalkResult::advance()
                                                 : WalkResult::interrupt();
    bool isHarmless = isa<memref::LoadOp>(op) ||
                      op->hasTrait<OpTrait::HasRecursiveMemoryEffects>() ||
                      isMemoryEffectFree(op);
    return isHarmless ? WalkResult::advance() : WalkResult::interrupt();
  });
  return !result.wasInterrupted();
}

/// Whether an index is one of a loop, or a constant: then there is such an
/// element, even if this loop has no iterations.
static bool isPlainIndex(Value index) {
  return scf::getForInductionVarOwner(index) ||
         matchPattern(index, m_Constant());
}

namespace {
struct HoistLoads : mixp::impl::HoistLoadsPassBase<HoistLoads> {
  void runOnOperation() override {
    getOperation()->walk([](scf::ForOp loop) {
      moveLoopInvariantCode(
          &loop.getRegion(),
          [&](Value value, Region *) {
            return loop.isDefinedOutsideOfLoop(value);
          },
          [&](Operation *op, Region *) {
            auto load = dyn_cast<memref::LoadOp>(op);
            return load && llvm::all_of(load.getIndices(), isPlainIndex) &&
                   isOnlyRead(loop, load.getMemRef());
          },
          [&](Operation *op, Region *) { op->moveBefore(loop); });
    });
  }
};
} // namespace
