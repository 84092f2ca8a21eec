//===- ModelFile.h - Models from files --------------------------*- C++ -*-===//
#ifndef MIXP_TOOLS_MODELFILE_H
#define MIXP_TOOLS_MODELFILE_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OwningOpRef.h"
#include "llvm/Support/Error.h"
#include <memory>

namespace mixp::tool {

/// A context with every dialect that mixp's pipelines use.
std::unique_ptr<mlir::MLIRContext> createContext();

/// Reads a .mlir, .mlirbc or .onnx file. Prints what is wrong, with the file
/// and place, and returns null on failure.
mlir::OwningOpRef<mlir::ModuleOp> loadModel(mlir::MLIRContext &context,
                                            llvm::StringRef path);

/// The same for an ONNX file of any name.
mlir::OwningOpRef<mlir::ModuleOp> loadOnnxModel(mlir::MLIRContext &context,
                                                llvm::StringRef path);

/// Writes a module: as text to a .mlir file or to "-" (standard output), else
/// as bytecode. Nothing is left at `path` if writing fails.
llvm::Error writeModel(mlir::ModuleOp module, llvm::StringRef path);

} // namespace mixp::tool

#endif // MIXP_TOOLS_MODELFILE_H
