//===- NpyFile.h - numpy's .npy files ---------------------------*- C++ -*-===//
#ifndef MIXP_GPURUNTIME_NPYFILE_H
#define MIXP_GPURUNTIME_NPYFILE_H

#include "GpuRuntime/HostTensor.h"
#include "GpuRuntime/Status.h"

namespace mixp::gpurt {

/// Reads a little-endian file as a tensor of type `type`. The file has that
/// type, or float32 for bf16 and 8-bit floats (rounded as encodeSmallFloat
/// does), int8 for i4 and uint8 for ui4, one in a byte. Column-major files are
/// transposed. Messages name the file and the place.
Status readNpy(const std::string &path, ElementType type, HostTensor &tensor);

/// Writes a file, of the types that readNpy takes.
Status writeNpy(const std::string &path, const HostTensor &tensor);

} // namespace mixp::gpurt

#endif // MIXP_GPURUNTIME_NPYFILE_H
