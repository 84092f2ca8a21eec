//===- MmaKinds.h - What kernels know of instructions -----------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_CPU_MMAKINDS_H
#define MIXP_LIB_CODEGEN_CPU_MMAKINDS_H

#include "mixp/Dialect/Mixp/IR/MixpOps.h"

namespace mixp {

/// The operands that an instruction multiplies.
enum class MmaOperands { F32, BF16, I8, I16, Bits };
MmaOperands operandsOf(MmaKind kind);

/// Whether every four lanes hold two rows by two columns. In all others a lane
/// is an accumulator of its own and the word of lhs is the same in every lane.
bool isRowPairs(MmaKind kind);

/// Whether registers are tiles of 16 rows of 64 bytes.
bool isTile(MmaKind kind);

/// Elements along K of one word of the packed rhs.
int64_t wordElements(MmaKind kind);

/// How a target multiplies 8-bit integers of given signs.
struct ByteProduct {
  MmaKind kind;
  /// Whether the instruction takes rhs as unsigned.
  bool rhsUnsigned;
  /// The top bit of that side's elements is inverted first, since the target
  /// has no instruction for the signs as they are.
  bool flipLhs, flipRhs;
};

/// The fastest instruction of `target` for a product of `rows` rows (or
/// dynamic) of 8-bit integers, or nothing. One that takes the signs as they are
/// comes before one that does not. Where `rhsUnsigned` is nothing, rhs holds
/// bytes of either signedness.
std::optional<ByteProduct> selectByteProduct(TargetAttr target, int64_t rows,
                                             bool lhsUnsigned,
                                             std::optional<bool> rhsUnsigned);

/// The same for products of other operands.
std::optional<MmaKind> selectProduct(TargetAttr target, int64_t rows,
                                     MmaOperands operands);

/// The bf16 instruction, where it does more operations per clock than widening
/// both sides to f32 (it does on AMD's CPUs, not on Intel's).
std::optional<MmaKind> selectBf16Product(TargetAttr target, int64_t rows);

/// The tile instruction for 8-bit sides of these signs, where it is faster than
/// `other` for a product of `rows` rows; else `other`. The functions above
/// leave tiles of integers out, as those take no rhs that a kernel decodes.
MmaKind preferTiles(TargetAttr target, int64_t rows, MmaKind other,
                    bool lhsUnsigned, bool rhsUnsigned);

/// Whether `count` products of bf16 take less time than one of f32.
bool prefersBf16Products(TargetAttr target, int64_t rows, int64_t count);

/// Number of rows of the product, or dynamic.
int64_t countRows(MatmulOp op);

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_CPU_MMAKINDS_H
