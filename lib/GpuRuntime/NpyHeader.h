//===- NpyHeader.h - The header of a .npy file ------------------*- C++ -*-===//
#ifndef MIXP_GPURUNTIME_NPYHEADER_H
#define MIXP_GPURUNTIME_NPYHEADER_H

#include "GpuRuntime/ElementType.h"
#include "GpuRuntime/Status.h"

namespace mixp::gpurt {

struct NpyHeader {
  ElementType type = ElementType::F32;
  bool columnMajor = false;
  Shape shape;
  size_t dataOffset = 0; // bytes from the start of the file
};

/// Reads the header of formats 1.0, 2.0 and 3.0. Messages begin with
/// "at byte N: ".
Status parseNpyHeader(const std::string &contents, NpyHeader &header);

/// A header of format 1.0, row-major. `type` is one that numpy has.
std::string formatNpyHeader(ElementType type, const Shape &shape);

} // namespace mixp::gpurt

#endif // MIXP_GPURUNTIME_NPYHEADER_H
