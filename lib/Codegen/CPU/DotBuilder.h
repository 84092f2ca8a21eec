//===- DotBuilder.h - The machine's multiply-and-add ------------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_CPU_DOTBUILDER_H
#define MIXP_LIB_CODEGEN_CPU_DOTBUILDER_H

#include "KernelConfig.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace mixp {

/// Builds the machine's multiply-and-add and what feeds its left operand.
class DotBuilder {
public:
  DotBuilder(mlir::ImplicitLocOpBuilder &b, const KernelConfig &config)
      : b(b), config(config) {}

  /// Constants that a kernel needs outside of its loops; call once before.
  void prepare();

  /// The word of `lhs` that starts at `indices`, in every lane.
  mlir::Value broadcastWord(mlir::Value lhs, mlir::ValueRange indices);

  /// The words of `lhs` that start at `first` and at `second`, one after the
  /// other.
  mlir::Value loadWords(mlir::Value lhs, mlir::ValueRange first,
                        mlir::ValueRange second);

  /// acc + lhs * rhs for one word of each lane. `lhs` is what broadcastWord
  /// gave, `rhs` what RhsDecoder gave.
  mlir::Value dot(mlir::Value acc, mlir::Value lhs, mlir::Value rhs);

  /// acc + lhs * rhs of f32 vectors, rounded once where the target can.
  mlir::Value mulAdd(mlir::Value lhs, mlir::Value rhs, mlir::Value acc);

private:
  mlir::Value addPairs(mlir::Value acc, mlir::Value lhs, mlir::Value rhs);

  mlir::ImplicitLocOpBuilder &b;
  const KernelConfig &config;
  /// 0x80 in every byte, where the lhs is flipped.
  mlir::Value signBits;
};

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_CPU_DOTBUILDER_H
