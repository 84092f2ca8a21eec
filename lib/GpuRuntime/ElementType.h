//===- ElementType.h - Element types of bundles -----------------*- C++ -*-===//
#ifndef MIXP_GPURUNTIME_ELEMENTTYPE_H
#define MIXP_GPURUNTIME_ELEMENTTYPE_H

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace mixp::gpurt {

/// Element types, named as MLIR names them (with "u" for unsigned ones).
enum class ElementType {
  F64,
  F32,
  F16,
  BF16,
  F8E4M3FN,
  F8E5M2,
  I64,
  I32,
  UI32,
  I16,
  UI16,
  I8,
  UI8,
  I4,
  UI4,
  I1
};

using Shape = std::vector<int64_t>;

/// "f8E4M3FN"
const char *getName(ElementType type);
/// False where no type has this name.
bool parseElementType(const std::string &name, ElementType &type);

/// 4 for i4 and ui4; 8 for i1, which the host holds in a byte of 0 or 1.
unsigned getHostBits(ElementType type);
/// Bytes of one element in rows on the device, where i4 and ui4 take one.
unsigned getDeviceBytes(ElementType type);
/// Is it an integer whose top bit is a sign? i1 is not.
bool isSignedInteger(ElementType type);

/// Product of all dims, 1 for rank 0.
int64_t countElements(const Shape &shape);
/// Bytes on the host: row-major and dense; elements of 4 bits two in a byte,
/// the first one in the low half, across the ends of rows.
size_t countHostBytes(ElementType type, const Shape &shape);
/// "5x512xf16", "f32"; a negative dim is "?".
std::string formatType(ElementType type, const Shape &shape);

} // namespace mixp::gpurt

#endif // MIXP_GPURUNTIME_ELEMENTTYPE_H
