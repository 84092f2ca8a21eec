//===- StoreTeam.h - Lanes that store together ------------------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_GPU_STORETEAM_H
#define MIXP_LIB_CODEGEN_GPU_STORETEAM_H

#include "KernelBuilder.h"

namespace mixp {

/// Lanes that store a part of the result together: a warp, or four warps with a
/// barrier of the block for themselves.
struct StoreTeam {
  /// A warp by itself.
  StoreTeam(mlir::Value lane) : lane(lane), member(lane) {}
  /// Of four warps, `warp` is this one and `barrier` their barrier's number.
  StoreTeam(KernelBuilder &b, mlir::Value lane, mlir::Value warp,
            mlir::Value barrier);

  /// Waits for all lanes of the team.
  void synchronize(KernelBuilder &b) const;

  /// This lane's number in its warp and in the team of `members` lanes.
  mlir::Value lane, member;
  int64_t members = 32;
  /// Nothing for a warp by itself.
  mlir::Value warp, barrier;
};

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_GPU_STORETEAM_H
