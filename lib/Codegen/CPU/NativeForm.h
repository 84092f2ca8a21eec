//===- NativeForm.h - Products that kernels take ----------------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_CPU_NATIVEFORM_H
#define MIXP_LIB_CODEGEN_CPU_NATIVEFORM_H

#include "WeightCode.h"

namespace mixp {

/// How the kernels of a target compute one matmul.
struct NativeForm {
  MmaKind mma;
  /// Scales of groups of this many elements along K, applied in the kernel.
  std::optional<int64_t> groupSize;
  /// The packed rhs holds two words in the halves of its bytes.
  bool nibbles;
  /// How the packed rhs keeps narrow constant elements.
  std::optional<WeightCode> code = std::nullopt;
};

/// The form in which a kernel of `target` takes `op`, or nothing: no scales or
/// zero points but those of groups of a constant rhs and constant zero points
/// of lhs beside them, no transposes, a zero outs. mixp-decompose-matmul brings
/// what it can into this form.
std::optional<NativeForm> matchNativeForm(MatmulOp op, TargetAttr target);

/// Whether `target` multiplies these types as bits: both sides signed or both
/// unsigned.
bool multipliesBits(mlir::Type lhs, bool lhsUnsigned, mlir::Type rhs,
                    bool rhsUnsigned, TargetAttr target);

/// The instruction of `target` for the operands of a native `op`, 8-bit
/// integers or a narrower constant rhs, or nothing.
std::optional<ByteProduct> selectByteProduct(MatmulOp op, TargetAttr target);

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_CPU_NATIVEFORM_H
