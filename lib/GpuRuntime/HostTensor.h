//===- HostTensor.h - A tensor in host memory -------------------*- C++ -*-===//
#ifndef MIXP_GPURUNTIME_HOSTTENSOR_H
#define MIXP_GPURUNTIME_HOSTTENSOR_H

#include "GpuRuntime/ElementType.h"

namespace mixp::gpurt {

/// A tensor that owns its elements, in the form that countHostBytes describes.
struct HostTensor {
  ElementType type = ElementType::F32;
  Shape shape;
  std::vector<char> data;

  HostTensor() = default;
  /// All elements zero.
  HostTensor(ElementType type, Shape dims)
      : type(type), shape(std::move(dims)),
        data(countHostBytes(type, shape), 0) {}
};

} // namespace mixp::gpurt

#endif // MIXP_GPURUNTIME_HOSTTENSOR_H
