//===- Calibrate.h - Ranges from sample inputs ------------------*- C++ -*-===//
#ifndef MIXP_TOOLS_CALIBRATE_H
#define MIXP_TOOLS_CALIBRATE_H

#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Error.h"
#include <string>

namespace mixp::tool {

/// Runs the module's entry function on samples, `[name=]x.npy` for each input
/// (without a name in the order of the inputs), and writes the ranges of
/// its matmuls' operands to them (mixp.lhs_range, mixp.rhs_range). An error
/// names the sample that is not finite or makes an operand so. The stages of
/// the module that measures go to `calibration` in `dumpFolder`, if there is
/// one.
llvm::Error calibrate(mlir::ModuleOp module, llvm::ArrayRef<std::string> words,
                      llvm::StringRef dumpFolder);

} // namespace mixp::tool

#endif // MIXP_TOOLS_CALIBRATE_H
