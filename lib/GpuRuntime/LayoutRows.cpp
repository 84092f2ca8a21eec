//===- LayoutRows.cpp - Padded rows and back ------------------------------===//
#include "GpuRuntime/LayoutPackers.h"
#include <cstring>

using namespace mixp;
using namespace mixp::gpurt;

unsigned gpurt::readHostCode(ElementType type, const void *host,
                             int64_t index) {
  const unsigned char *bytes = static_cast<const unsigned char *>(host);
  if (getHostBits(type) == 8)
    return bytes[index];
  return bytes[index / 2] >> (index % 2 * 4) & 15;
}

/// A 4-bit code as the byte that the device reads.
static unsigned char widen(ElementType type, unsigned code) {
  return isSignedInteger(type) && code >= 8 ? code | 0xf0 : code;
}

static void writeHostNibble(void *host, int64_t index, unsigned code) {
  unsigned char &byte = static_cast<unsigned char *>(host)[index / 2];
  unsigned shift = index % 2 * 4;
  byte = (byte & ~(15u << shift)) | (code & 15) << shift;
}

namespace {
/// Where the elements of a plan are in host form, counted in elements.
struct HostOrder {
  explicit HostOrder(const LayoutPlan &plan)
      : rowStep(plan.layout.transpose ? 1 : plan.columns),
        columnStep(plan.layout.transpose ? plan.rows : 1),
        batchStep(plan.rows * plan.columns) {}

  int64_t rowStep, columnStep, batchStep;
};
} // namespace

/// Calls visit(index on the host, byte offset on the device) for each element.
template <typename Visit>
static void forEachElement(const LayoutPlan &plan, Visit visit) {
  HostOrder host(plan);
  size_t width = getDeviceBytes(plan.type);
  for (int64_t b = 0; b < plan.batch; ++b)
    for (int64_t r = 0; r < plan.rows; ++r)
      for (int64_t c = 0; c < plan.columns; ++c)
        visit(b * host.batchStep + r * host.rowStep + c * host.columnStep,
              b * plan.batchStride + r * plan.pitch + c * width);
}

/// The nearest number of 10 fraction bits, of two the one farther from zero, as
/// cvt.rna.tf32 gives it; infinities and NaN as they are.
static uint32_t roundToTf32(uint32_t bits) {
  if ((bits & 0x7f800000) == 0x7f800000)
    return bits;
  return (bits + 0x1000) & ~0x1fffu;
}

void gpurt::packRows(const LayoutPlan &plan, const void *host, void *device) {
  const char *from = static_cast<const char *>(host);
  char *to = static_cast<char *>(device);
  std::memset(to, 0, plan.bytes);
  size_t width = getDeviceBytes(plan.type);
  if (getHostBits(plan.type) == 4)
    return forEachElement(plan, [&](int64_t index, size_t offset) {
      to[offset] = static_cast<char>(
          widen(plan.type, readHostCode(plan.type, host, index)));
    });
  if (plan.layout.roundTf32)
    return forEachElement(plan, [&](int64_t index, size_t offset) {
      uint32_t bits;
      std::memcpy(&bits, from + index * width, width);
      bits = roundToTf32(bits);
      std::memcpy(to + offset, &bits, width);
    });
  forEachElement(plan, [&](int64_t index, size_t offset) {
    std::memcpy(to + offset, from + index * width, width);
  });
}

void gpurt::unpackRows(const LayoutPlan &plan, const void *device, void *host) {
  const char *from = static_cast<const char *>(device);
  char *to = static_cast<char *>(host);
  size_t width = getDeviceBytes(plan.type);
  if (getHostBits(plan.type) == 4)
    return forEachElement(plan, [&](int64_t index, size_t offset) {
      writeHostNibble(host, index, static_cast<unsigned char>(from[offset]));
    });
  forEachElement(plan, [&](int64_t index, size_t offset) {
    std::memcpy(to + index * width, from + offset, width);
  });
}
