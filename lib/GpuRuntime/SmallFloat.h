//===- SmallFloat.h - Floats that numpy does not have -----------*- C++ -*-===//
#ifndef MIXP_GPURUNTIME_SMALLFLOAT_H
#define MIXP_GPURUNTIME_SMALLFLOAT_H

#include "GpuRuntime/ElementType.h"

namespace mixp::gpurt {

/// Is it bf16, f8E4M3FN or f8E5M2?
bool isSmallFloat(ElementType type);

/// The code of a small float nearest to a value, ties to even. bf16 overflows
/// to infinity; 8-bit floats saturate, infinities included. NaN becomes the
/// format's quiet NaN without a sign.
uint16_t encodeSmallFloat(ElementType type, float value);

/// Exact.
float decodeSmallFloat(ElementType type, uint16_t code);

} // namespace mixp::gpurt

#endif // MIXP_GPURUNTIME_SMALLFLOAT_H
