//===- MixpVersion.h - Versions of the dialect in bytecode -----*- C++ -*-===//
#ifndef MIXP_DIALECT_MIXP_IR_MIXPVERSION_H
#define MIXP_DIALECT_MIXP_IR_MIXPVERSION_H

#include "mlir/Bytecode/BytecodeImplementation.h"
#include <cstdint>

namespace mixp {

/// What bytecode says of the mixp dialect that wrote it: one number, counted up
/// whenever an older reader would misread what is written (docs/Bytecode.md).
/// A file is read by every dialect of its version or a later one.
struct MixpDialectVersion : mlir::DialectVersion {
  /// The version that this library writes, and the latest that it reads.
  static constexpr uint64_t kCurrent = 1;

  explicit MixpDialectVersion(uint64_t number = kCurrent) : number(number) {}

  uint64_t number;
};

} // namespace mixp

#endif // MIXP_DIALECT_MIXP_IR_MIXPVERSION_H
