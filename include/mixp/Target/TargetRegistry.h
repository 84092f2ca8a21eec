//===- TargetRegistry.h - Targets by name -----------------------*- C++ -*-===//
#ifndef MIXP_TARGET_TARGETREGISTRY_H
#define MIXP_TARGET_TARGETREGISTRY_H

#include "mixp/Dialect/Mixp/IR/MixpAttrs.h"
#include "mlir/Support/LLVM.h"

namespace mixp {

/// Names of the descriptions that ship with mixp, without `host`.
llvm::ArrayRef<llvm::StringRef> getTargetNames();

/// The target called `name`: `host`, one that ships with mixp, or the path of a
/// text file with one `#mixp.target<...>`. Says through `emitError` what is
/// wrong and which names exist where there is none.
mlir::FailureOr<TargetAttr>
lookupTarget(mlir::MLIRContext *context, llvm::StringRef name,
             llvm::function_ref<mlir::InFlightDiagnostic()> emitError);

/// The same for GPUs: names like sm_80, and files with a
/// `#mixp.gpu_target<...>`.
llvm::ArrayRef<llvm::StringRef> getGpuTargetNames();
mlir::FailureOr<GpuTargetAttr>
lookupGpuTarget(mlir::MLIRContext *context, llvm::StringRef name,
                llvm::function_ref<mlir::InFlightDiagnostic()> emitError);

/// Whether `name` is that of a GPU that ships with mixp, or looks like one, or
/// the path of a description of one.
bool isGpuTargetName(llvm::StringRef name);

/// The machine this process runs on: the richest shipped description whose
/// instructions it has, with its own CPU name, features and cache sizes. The
/// name is `host`. Null where not even the poorest description fits.
TargetAttr detectHost(mlir::MLIRContext *context);

/// Whether the machine this process runs on can execute code for `target`:
/// returns the first missing CPU feature, or an empty string.
std::string findMissingHostFeature(TargetAttr target);

} // namespace mixp

#endif // MIXP_TARGET_TARGETREGISTRY_H
