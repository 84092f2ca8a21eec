//===- TensorEpilogue.h - Epilogues that end in tensor stores ---*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_GPU_TENSOREPILOGUE_H
#define MIXP_LIB_CODEGEN_GPU_TENSOREPILOGUE_H

#include "FragmentEpilogue.h"
#include "WarpEpilogue.h"

namespace mixp {

/// The last step of a tile of kernels with the tensor memory accelerator: from
/// accumulators straight to the tiles of a TensorStore where the epilogue
/// allows it, through a buffer of sums where not. Teams are warps, of
/// weight-only products groups of four.
class TensorEpilogue {
public:
  static KernelArguments::Box box(TensorCoreMatmulOp op);
  /// Shared memory of a team.
  static int64_t bytes(TensorCoreMatmulOp op);

  /// `shared`: the team's, at a multiple of `bytes` from one of 1024.
  TensorEpilogue(KernelBuilder &b, TensorCoreMatmulOp op,
                 const KernelArguments &arguments, const StoreTeam &team,
                 mlir::Value shared, mlir::Value batch);

  /// As WarpEpilogue's: a warp's 16 rows.
  void storeRows(KernelBuilder &b, llvm::ArrayRef<mlir::Value> accumulators,
                 mlir::Value row, mlir::Value column);
  /// 16 columns by each of four warps.
  void storeColumns(KernelBuilder &b, llvm::ArrayRef<mlir::Value> accumulators,
                    mlir::Value row, mlir::Value column);
  /// At the end of the kernel.
  void drain(KernelBuilder &b) { store.drain(b); }

private:
  bool fromFragments;
  TensorStore store;
  FragmentEpilogue fragments;
  WarpEpilogue vectors;
};

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_GPU_TENSOREPILOGUE_H
