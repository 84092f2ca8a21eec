//===- CheckRanges.h - Whether calibration says enough ----------*- C++ -*-===//
#ifndef MIXP_TOOLS_CHECKRANGES_H
#define MIXP_TOOLS_CHECKRANGES_H

#include "mixp/Dialect/Mixp/Transforms/QuantizationScheme.h"
#include "mlir/IR/BuiltinOps.h"

namespace mixp::tool {

// Both look at the contractions that get static ranges, by `scheme` or one of
// their own (mixp.scheme).

/// Refuses operands without values in any sample, after measuring: no sample
/// runs what is around them.
llvm::Error checkReached(mlir::ModuleOp module,
                         const QuantizationScheme &scheme);

/// Refuses operands that are 0 in all samples: no scale follows from that.
/// `option` is where the ranges come from.
llvm::Error checkWidths(mlir::ModuleOp module, const QuantizationScheme &scheme,
                        llvm::StringRef option);

} // namespace mixp::tool

#endif // MIXP_TOOLS_CHECKRANGES_H
