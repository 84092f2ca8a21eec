//===- Types.h - Types of PTX instructions ----------------------*- C++ -*-===//
#ifndef MIXP_LIB_PTXEMULATOR_TYPES_H
#define MIXP_LIB_PTXEMULATOR_TYPES_H

#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <optional>

namespace mixp::ptx {

enum class Type : uint8_t {
  Pred,
  B8,
  U8,
  S8,
  B16,
  U16,
  S16,
  B32,
  U32,
  S32,
  B64,
  U64,
  S64,
  B128,
  F16,
  F16x2,
  BF16,
  BF16x2,
  TF32,
  F32,
  F64,
  E4M3,
  E5M2,
  E4M3x2,
  E5M2x2,
  S4,
  U4
};

std::optional<Type> parseType(llvm::StringRef name);
llvm::StringRef getTypeName(Type type);
/// Bits of a register that holds a value of the type.
unsigned getBits(Type type);
bool isSigned(Type type);
bool isFloat(Type type);

/// 90 of a target such as "sm_90a".
unsigned getTargetVersion(llvm::StringRef target);

} // namespace mixp::ptx

#endif // MIXP_LIB_PTXEMULATOR_TYPES_H
