//===- NpyHeader.h - The header of a .npy file ------------------*- C++ -*-===//
#ifndef MIXP_LIB_EXECUTION_NPYHEADER_H
#define MIXP_LIB_EXECUTION_NPYHEADER_H

#include "mixp/Execution/HostTensor.h"
#include "llvm/ADT/StringRef.h"

namespace mixp {

/// What the header of a .npy file says.
struct NpyHeader {
  ElementKind kind = ElementKind::F32;
  bool columnMajor = false;
  llvm::SmallVector<int64_t> shape;
  /// Where the elements begin.
  size_t dataOffset = 0;
};

/// Parses the header at the start of a file's contents. Errors say what is
/// wrong at which byte, without the file's name.
llvm::Expected<NpyHeader> parseNpyHeader(llvm::StringRef contents);

/// The header of a row-major array, padded as numpy does it. bf16 is refused by
/// an assertion.
std::string formatNpyHeader(llvm::ArrayRef<int64_t> shape, ElementKind kind);

} // namespace mixp

#endif // MIXP_LIB_EXECUTION_NPYHEADER_H
