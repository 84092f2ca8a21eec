//===- TensorMap.h - What a TMA descriptor describes ------------*- C++ -*-===//
#ifndef MIXP_GPURUNTIME_TENSORMAP_H
#define MIXP_GPURUNTIME_TENSORMAP_H

#include "GpuRuntime/ElementType.h"
#include "GpuRuntime/Status.h"

namespace mixp::gpurt {

/// Elements as the copy engine knows them; the values are those of the
/// driver's CUtensorMapDataType. 8-bit floats and integers are all UInt8: the
/// engine only moves them.
enum class MapElement {
  UInt8 = 0,
  UInt16 = 1,
  UInt32 = 2,
  Int32 = 3,
  UInt64 = 4,
  Int64 = 5,
  Float16 = 6,
  Float32 = 7,
  Float64 = 8,
  BFloat16 = 9
};

/// A tensor in device memory that the copy engine reads and writes in boxes.
/// Index 0 is the innermost dim, which is dense. Elements outside are read as
/// zero and not written.
struct TensorMap {
  MapElement element = MapElement::UInt8;
  unsigned rank = 0;          // 1 to 5
  uint64_t base = 0;          // device address, a multiple of 16
  uint64_t dims[5] = {};      // elements
  uint64_t strides[4] = {};   // bytes from one to the next of dims 1 to 4
  uint32_t box[5] = {};       // elements
  unsigned swizzle = 0;       // bytes: 0, 32, 64 or 128
  unsigned l2Promotion = 128; // bytes: 0, 64, 128 or 256
};

MapElement getMapElement(ElementType type);
unsigned getByteWidth(MapElement element);

/// The driver's rules (cuTensorMapEncodeTiled) for maps without interleaving,
/// each with its own message.
Status checkTensorMap(const TensorMap &map);

} // namespace mixp::gpurt

#endif // MIXP_GPURUNTIME_TENSORMAP_H
