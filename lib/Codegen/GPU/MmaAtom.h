//===- MmaAtom.h - A warp's product of registers ----------------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_GPU_MMAATOM_H
#define MIXP_LIB_CODEGEN_GPU_MMAATOM_H

#include "KernelBuilder.h"
#include "mixp/Dialect/Mixp/IR/MixpAttrs.h"

namespace mixp {

/// The product of a 16-row and an 8-column fragment over 32 bytes of K, by one
/// mma.sync or by the two or four smaller ones that a target has. With
/// g = lane / 4, t = lane % 4 and registers of 4 bytes along K (PTX ISA,
/// "Matrix Fragments for mma.m16n8k16" and the like):
///
///   lhs[i]: row g + 8 * (i % 2), bytes 4t + 16 * (i / 2)
///   rhs[i]: column g, bytes 4t + 16 * i
///   acc[i]: row g + 8 * (i / 2), column 2t + i % 2
///
/// Two accumulators of f16 share a register.
class MmaAtom {
public:
  static constexpr int64_t kM = 16, kN = 8, kBytes = 32;
  static constexpr int64_t kLhsRegisters = 4, kRhsRegisters = 2;

  explicit MmaAtom(TensorCoreAttr core) : core(core) {}

  /// Elements of K in 32 bytes.
  int64_t k() const;

  /// i32 registers of lhs and rhs; accumulators in registers(). Replaces `acc`
  /// by what is added to it.
  void emit(KernelBuilder &b, mlir::ValueRange lhs, mlir::ValueRange rhs,
            llvm::MutableArrayRef<mlir::Value> acc) const;

  /// Registers of f32 -> the instruction's operand type, where it is tf32:
  /// nearest, ties away from zero.
  mlir::Value round(KernelBuilder &b, mlir::Value loaded) const;

  /// Registers of accumulators, and their type: four of f32 or i32, or two
  /// pairs of f16.
  int64_t registers() const { return core.getAcc().isF16() ? 2 : 4; }
  mlir::Type registerType() const;

private:
  void emitOne(KernelBuilder &b, mlir::ValueRange lhs, mlir::ValueRange rhs,
               llvm::MutableArrayRef<mlir::Value> acc) const;
  mlir::Value emitFloat8(KernelBuilder &b, mlir::ValueRange lhs,
                         mlir::ValueRange rhs,
                         llvm::ArrayRef<mlir::Value> acc) const;

  TensorCoreAttr core;
};

/// Pairs of f16 -> f32 for each; everything else as it is.
llvm::SmallVector<mlir::Value>
unpackAccumulators(KernelBuilder &b, llvm::ArrayRef<mlir::Value> registers);

/// Bits of an element of an instruction's operand in memory; tf32 takes 32.
int64_t storedBits(mlir::Type operand);

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_GPU_MMAATOM_H
