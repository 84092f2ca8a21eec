//===- StageRing.cpp - Buffers between loader and consumers ---------------===//
#include "StageRing.h"
#include "mlir/Dialect/LLVMIR/NVVMDialect.h"

using namespace mlir;
using namespace mixp;

static constexpr int64_t kBarrierBytes = 8;

Value StageRing::full(KernelBuilder &b, Value stage) const {
  return b.offset(barriers, b.mul(stage, kBarrierBytes));
}

Value StageRing::empty(KernelBuilder &b, Value stage) const {
  return b.offset(barriers,
                  b.add(b.mul(stage, kBarrierBytes), stages * kBarrierBytes));
}

void StageRing::initialize(KernelBuilder &b) const {
  for (int64_t i = 0; i < stages; ++i) {
    NVVM::MBarrierInitOp::create(b, full(b, b.constant(i)), b.constant(1),
                                 Value());
    NVVM::MBarrierInitOp::create(b, empty(b, b.constant(i)),
                                 b.constant(consumers), Value());
  }
  // The tensor memory accelerator sees the barriers, too.
  NVVM::FenceMbarrierInitOp::create(b);
}

RingPlace StageRing::loaderStart(KernelBuilder &b) const {
  return {b.constant(0), b.constant(1)};
}
RingPlace StageRing::consumerStart(KernelBuilder &b) const {
  return {b.constant(0), b.constant(0)};
}

RingPlace StageRing::next(KernelBuilder &b, RingPlace place) const {
  Value stage = b.add(place.stage, 1);
  Value wraps = b.equal(stage, stages);
  return {b.select(wraps, b.constant(0), stage),
          b.select(wraps, b.bitXor(place.parity, 1), place.parity)};
}

void StageRing::wait(KernelBuilder &b, Value barrier, Value parity) const {
  // Nanoseconds that the hardware may suspend the thread before it asks again.
  constexpr int64_t kSuspend = 10'000'000;
  NVVM::MBarrierTryWaitParityOp::create(b, barrier, parity,
                                        b.constant(kSuspend));
}

void StageRing::waitEmpty(KernelBuilder &b, RingPlace place) const {
  wait(b, empty(b, place.stage), place.parity);
}
void StageRing::waitFull(KernelBuilder &b, RingPlace place) const {
  wait(b, full(b, place.stage), place.parity);
}

Value StageRing::expect(KernelBuilder &b, RingPlace place,
                        int64_t bytes) const {
  Value barrier = full(b, place.stage);
  NVVM::MBarrierArriveExpectTxOp::create(b, Type(), barrier, b.constant(bytes),
                                         NVVM::MemScopeKind::CTA,
                                         /*relaxed=*/false, Value());
  return barrier;
}

void StageRing::release(KernelBuilder &b, Value stage) const {
  NVVM::MBarrierArriveOp::create(b, b.getI64Type(), empty(b, stage), Value());
}
