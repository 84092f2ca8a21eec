//===- BundleWriter.h - A model's folder for mixp-gpu-run -------*- C++ -*-===//
#ifndef MIXP_LIB_EXECUTION_BUNDLEWRITER_H
#define MIXP_LIB_EXECUTION_BUNDLEWRITER_H

#include "mixp/Execution/Signature.h"
#include "llvm/Support/Error.h"
#include <optional>
#include <string>

namespace mixp {

/// What a bundle is made of, apart from the launches of its function.
struct BundleParts {
  std::string name, target, ptx;
  /// Nothing where there was no ptxas.
  std::optional<std::string> cubin;
};

/// Writes a function that mixp-gpu-pipeline has lowered as the folder that
/// docs/GpuBundle.md describes: manifest, code, constants and a C header. Fails
/// where the function has an op that only a host can run. `signature` is that
/// of the model's function before lowering.
llvm::Error writeBundle(llvm::StringRef folder, mlir::func::FuncOp function,
                        const Signature &signature, const BundleParts &parts);

} // namespace mixp

#endif // MIXP_LIB_EXECUTION_BUNDLEWRITER_H
