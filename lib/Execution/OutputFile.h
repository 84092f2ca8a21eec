//===- OutputFile.h - Results in files --------------------------*- C++ -*-===//
#ifndef MIXP_LIB_EXECUTION_OUTPUTFILE_H
#define MIXP_LIB_EXECUTION_OUTPUTFILE_H

#include "mlir/Support/LLVM.h"
#include "llvm/Support/Error.h"

namespace mixp {

/// Writes a whole file, or stdout where `path` is `-`.
llvm::Error writeOutputFile(llvm::StringRef path, llvm::StringRef contents);

} // namespace mixp

#endif // MIXP_LIB_EXECUTION_OUTPUTFILE_H
