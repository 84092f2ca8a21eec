//===- ShapeInference.h - Shapes of all values of a run ---------*- C++ -*-===//
#ifndef MIXP_GPURUNTIME_SHAPEINFERENCE_H
#define MIXP_GPURUNTIME_SHAPEINFERENCE_H

#include "GpuRuntime/LaunchSizes.h"
#include "GpuRuntime/Manifest.h"

namespace mixp::gpurt {

/// Shapes of temporaries and outputs and the sizes of each launch from the
/// shapes of the inputs, which `shapes` has at the inputs' indices. Checks
/// every operand of every launch; messages name launch and value.
Status inferShapes(const Manifest &manifest, std::vector<Shape> &shapes,
                   std::vector<Sizes> &sizes);

} // namespace mixp::gpurt

#endif // MIXP_GPURUNTIME_SHAPEINFERENCE_H
