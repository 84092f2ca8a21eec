//===- KernelBuilder.h - Code of one GPU kernel -----------------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_GPU_KERNELBUILDER_H
#define MIXP_LIB_CODEGEN_GPU_KERNELBUILDER_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace mixp {

/// Writes a kernel in 32-bit arithmetic: `index` would be 64 bits wide, at
/// twice the registers. Integers are unsigned unless a name says otherwise.
class KernelBuilder : public mlir::ImplicitLocOpBuilder {
public:
  using mlir::ImplicitLocOpBuilder::ImplicitLocOpBuilder;

  mlir::Value constant(int64_t value);
  mlir::Value constant64(int64_t value);

  mlir::Value add(mlir::Value x, mlir::Value y);
  mlir::Value add(mlir::Value x, int64_t y);
  mlir::Value sub(mlir::Value x, mlir::Value y);
  mlir::Value mul(mlir::Value x, mlir::Value y);
  mlir::Value mul(mlir::Value x, int64_t y);
  mlir::Value div(mlir::Value x, mlir::Value y);
  mlir::Value div(mlir::Value x, int64_t y);
  mlir::Value rem(mlir::Value x, mlir::Value y);
  mlir::Value rem(mlir::Value x, int64_t y);
  mlir::Value min(mlir::Value x, mlir::Value y);
  mlir::Value bitAnd(mlir::Value x, int64_t mask);
  mlir::Value bitOr(mlir::Value x, mlir::Value y);
  mlir::Value bitXor(mlir::Value x, mlir::Value y);
  mlir::Value bitXor(mlir::Value x, int64_t y);
  mlir::Value shiftLeft(mlir::Value x, int64_t bits);
  /// The smallest whole number of `divisor`s that holds x.
  mlir::Value ceilDiv(mlir::Value x, int64_t divisor);

  mlir::Value lessThan(mlir::Value x, mlir::Value y);
  mlir::Value lessThanSigned(mlir::Value x, mlir::Value y);
  mlir::Value equal(mlir::Value x, int64_t y);
  mlir::Value logicalAnd(mlir::Value x, mlir::Value y);
  mlir::Value select(mlir::Value condition, mlir::Value x, mlir::Value y);
  /// x limited to 0 ... high, as signed numbers.
  mlir::Value clampSigned(mlir::Value x, int64_t high);

  mlir::Value widen(mlir::Value x);

  /// %tid.x, %ctaid.x, %ctaid.y, %ctaid.z, %nctaid.x and %nctaid.y.
  mlir::Value threadIndex();
  mlir::Value splitIndex();
  mlir::Value blockIndex();
  mlir::Value batchIndex();
  mlir::Value blockCount();
  mlir::Value splitCount();

  /// An address `bytes` (32 or 64 bits wide) after `pointer`.
  mlir::Value offset(mlir::Value pointer, mlir::Value bytes);

  mlir::Value load(mlir::Type type, mlir::Value pointer, int64_t alignment);
  void store(mlir::Value value, mlir::Value pointer, int64_t alignment);
  /// 16 bytes as four i32, or zeros where the condition does not hold.
  mlir::Value loadIf(mlir::Value condition, mlir::Value pointer);

  /// `then` where the condition holds.
  void ifThen(mlir::Value condition, llvm::function_ref<void()> then);

  mlir::Value bitcast(mlir::Type type, mlir::Value value);

  /// A 32-bit integer that LLVM does not know, and unrolls no loop for.
  mlir::Value opaque(int64_t value);

  /// Waits for all threads of the block.
  void barrier();
  /// Waits for `threads` threads at the barrier of this number.
  void namedBarrier(int64_t number, int64_t threads);
  /// Waits for all threads of the warp.
  void warpBarrier();

  mlir::Type globalPointerType();
  mlir::Type sharedPointerType();
};

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_GPU_KERNELBUILDER_H
