//===- DeviceOps.h - Copies and launches of a module ------------*- C++ -*-===//
#ifndef MIXP_CODEGEN_GPU_DEVICEOPS_H
#define MIXP_CODEGEN_GPU_DEVICEOPS_H

#include "mixp/Dialect/Mixp/IR/MixpOps.h"

namespace mixp {

/// What a module does with the device. Copies and launches are known to the
/// launcher by their place in these lists.
struct DeviceOps {
  llvm::SmallVector<ToDeviceOp> up;
  llvm::SmallVector<LaunchOp> launches;
  llvm::SmallVector<ToHostOp> back;
  /// All of them, what makes a value before what takes it.
  llvm::SmallVector<mlir::Operation *> all;
};

DeviceOps collectDeviceOps(mlir::ModuleOp module);

} // namespace mixp

#endif // MIXP_CODEGEN_GPU_DEVICEOPS_H
