//===- StageRing.h - Buffers between loader and consumers -------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_GPU_STAGERING_H
#define MIXP_LIB_CODEGEN_GPU_STAGERING_H

#include "KernelBuilder.h"

namespace mixp {

/// A place in a ring of stages: the stage, and the parity of the round, which
/// says whether a barrier is still in the phase that one waits for.
struct RingPlace {
  mlir::Value stage, parity;
};

/// The barriers of a ring of stages in shared memory: `full` once a stage's
/// bytes have arrived, `empty` once all consumers have read it.
class StageRing {
public:
  StageRing(mlir::Value barriers, int64_t stages, int64_t consumers)
      : barriers(barriers), stages(stages), consumers(consumers) {}

  /// Bytes of the barriers.
  static int64_t bytes(int64_t stages) { return 2 * stages * 8; }

  /// By one thread, before all others may use the barriers.
  void initialize(KernelBuilder &b) const;

  /// Where a loader begins: all stages count as empty. Where a consumer does.
  RingPlace loaderStart(KernelBuilder &b) const;
  RingPlace consumerStart(KernelBuilder &b) const;
  RingPlace next(KernelBuilder &b, RingPlace place) const;

  void waitEmpty(KernelBuilder &b, RingPlace place) const;
  void waitFull(KernelBuilder &b, RingPlace place) const;
  /// By the loader: `bytes` will arrive at the returned barrier.
  mlir::Value expect(KernelBuilder &b, RingPlace place, int64_t bytes) const;
  /// By one thread of each consumer.
  void release(KernelBuilder &b, mlir::Value stage) const;

private:
  mlir::Value full(KernelBuilder &b, mlir::Value stage) const;
  mlir::Value empty(KernelBuilder &b, mlir::Value stage) const;
  void wait(KernelBuilder &b, mlir::Value barrier, mlir::Value parity) const;

  mlir::Value barriers;
  int64_t stages, consumers;
};

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_GPU_STAGERING_H
