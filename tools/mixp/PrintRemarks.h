//===- PrintRemarks.h - Remarks of passes on stderr -------------*- C++ -*-===//
#ifndef MIXP_TOOLS_PRINTREMARKS_H
#define MIXP_TOOLS_PRINTREMARKS_H

#include "mlir/IR/MLIRContext.h"
#include "llvm/Support/Error.h"

namespace mixp::tool {

/// Prints the remarks (docs/Remarks.md) whose whole category matches the
/// regular expression `filter`; none where it is empty.
llvm::Error printRemarks(mlir::MLIRContext &context, llvm::StringRef filter);

} // namespace mixp::tool

#endif // MIXP_TOOLS_PRINTREMARKS_H
