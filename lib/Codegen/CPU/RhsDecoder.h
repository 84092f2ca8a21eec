//===- RhsDecoder.h - Loads of the packed rhs -------------------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_CPU_RHSDECODER_H
#define MIXP_LIB_CODEGEN_CPU_RHSDECODER_H

#include "KernelConfig.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace mixp {

/// One step of a panel of the packed rhs: builds its loads and, word by word,
/// the widening to what the instruction takes. Words are decoded only when they
/// are asked for, so that few of them are in registers at a time.
class RhsDecoder {
public:
  RhsDecoder(mlir::ImplicitLocOpBuilder &b, const KernelConfig &config,
             mlir::Value rhs, mlir::ValueRange panelIndices, mlir::Value step);

  /// Word `word` of each vector of the panel. `zeroPoints` is empty or has
  /// those of each vector.
  llvm::SmallVector<mlir::Value> word(int64_t word,
                                      mlir::ValueRange zeroPoints);

private:
  mlir::ImplicitLocOpBuilder &b;
  const KernelConfig &config;
  /// What was loaded, for each vector of the panel.
  llvm::SmallVector<llvm::SmallVector<mlir::Value>> stored;
};

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_CPU_RHSDECODER_H
