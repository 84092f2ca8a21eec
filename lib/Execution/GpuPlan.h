//===- GpuPlan.h - Launches for the runtime ---------------------*- C++ -*-===//
#ifndef MIXP_LIB_EXECUTION_GPUPLAN_H
#define MIXP_LIB_EXECUTION_GPUPLAN_H

#include "GpuRuntime/Launch.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "llvm/Support/Error.h"

namespace mixp {

/// The runtime's name for an element type; an error for those that it has not.
llvm::Expected<gpurt::ElementType> getRuntimeType(mlir::Type element);

/// How a value lies on the device.
gpurt::Layout toRuntimeLayout(DeviceType type);

/// A launch as the runtime wants it.
gpurt::Launch toRuntimeLaunch(LaunchOp op);

} // namespace mixp

#endif // MIXP_LIB_EXECUTION_GPUPLAN_H
