//===- ParseModel.h - Modules from files that may be damaged ----*- C++ -*-===//
#ifndef MIXP_TOOLS_PARSEMODEL_H
#define MIXP_TOOLS_PARSEMODEL_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OwningOpRef.h"

namespace mixp::tool {

/// Parses a module in text or bytecode form and checks it against the limits
/// of mixp/Execution/ModelLimits.h. MLIR's parsers trust their input in places:
/// nesting that would exhaust the stack is refused before, and a first reading
/// in a process of its own turns a crash of the parser or the verifier into a
/// message. Call it before the context's threads have work.
/// Prints what is wrong and returns null on failure.
mlir::OwningOpRef<mlir::ModuleOp> parseModel(mlir::MLIRContext &context,
                                             llvm::StringRef path);

} // namespace mixp::tool

#endif // MIXP_TOOLS_PARSEMODEL_H
