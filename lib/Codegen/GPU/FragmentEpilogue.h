//===- FragmentEpilogue.h - From accumulators to tiles ----------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_GPU_FRAGMENTEPILOGUE_H
#define MIXP_LIB_CODEGEN_GPU_FRAGMENTEPILOGUE_H

#include "SpanEpilogue.h"
#include "TensorStore.h"

namespace mixp {

/// The epilogue on accumulators as they are, two neighbours at a time, of which
/// the results go to a tile of a TensorStore: there is no buffer of sums.
class FragmentEpilogue {
public:
  FragmentEpilogue(KernelBuilder &b, TensorCoreMatmulOp op,
                   const KernelArguments &arguments, const StoreTeam &team,
                   const TensorStore &store, mlir::Value batch)
      : epilogue(b, op, arguments, batch), team(team), store(store),
        bits(op.getOutsType().getElementTypeBitWidth()) {}

  /// As WarpEpilogue's.
  void storeRows(KernelBuilder &b, llvm::ArrayRef<mlir::Value> accumulators,
                 mlir::Value row, mlir::Value column);
  /// As WarpEpilogue's, of 16 columns by each of four warps; results of 16 or
  /// 32 bits.
  void storeColumns(KernelBuilder &b, llvm::ArrayRef<mlir::Value> accumulators,
                    mlir::Value row, mlir::Value column);

private:
  mlir::Value matrixOffset(KernelBuilder &b, mlir::Value firstChunk) const;
  void storeMatrices(KernelBuilder &b, mlir::Value target,
                     llvm::ArrayRef<mlir::Value> pairs, bool isDown) const;
  void writeRows(KernelBuilder &b, mlir::Value target,
                 llvm::ArrayRef<mlir::Value> pairs) const;
  void writeWords(KernelBuilder &b, mlir::Value target,
                  llvm::ArrayRef<mlir::Value> pairs) const;
  void writeBytes(KernelBuilder &b, mlir::Value target,
                  llvm::ArrayRef<mlir::Value> pairs) const;
  void writeColumns(KernelBuilder &b, mlir::Value target,
                    llvm::ArrayRef<mlir::Value> pairs) const;

  SpanEpilogue epilogue;
  StoreTeam team;
  const TensorStore &store;
  int64_t bits;
};

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_GPU_FRAGMENTEPILOGUE_H
