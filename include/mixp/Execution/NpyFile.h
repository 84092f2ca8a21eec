//===- NpyFile.h - numpy's .npy files ---------------------------*- C++ -*-===//
#ifndef MIXP_EXECUTION_NPYFILE_H
#define MIXP_EXECUTION_NPYFILE_H

#include "mixp/Execution/HostTensor.h"
#include "llvm/ADT/StringRef.h"

namespace mixp {

/// Reads a .npy file (format 1.0, 2.0 or 3.0, little endian; column-major files
/// are transposed). Nothing is allocated before the header's shape has been
/// compared with the file's size. Errors name the file, the place and what to
/// do.
llvm::Expected<HostTensor> readNpy(llvm::StringRef path);

/// Writes a .npy file of format 1.0. bf16, which numpy does not know, is
/// written as float32.
llvm::Error writeNpy(llvm::StringRef path, const HostTensor &tensor);

} // namespace mixp

#endif // MIXP_EXECUTION_NPYFILE_H
