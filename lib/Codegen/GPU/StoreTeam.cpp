//===- StoreTeam.cpp - Lanes that store together --------------------------===//
#include "StoreTeam.h"
#include "mlir/Dialect/LLVMIR/NVVMDialect.h"

using namespace mlir;
using namespace mixp;

StoreTeam::StoreTeam(KernelBuilder &b, Value lane, Value warp, Value barrier)
    : lane(lane), member(b.add(b.mul(warp, 32), lane)), members(128),
      warp(warp), barrier(barrier) {}

void StoreTeam::synchronize(KernelBuilder &b) const {
  if (!barrier)
    return b.warpBarrier();
  NVVM::BarrierOp::create(b, Type(), barrier, b.constant(members),
                          NVVM::BarrierReductionAttr(), Value());
}
