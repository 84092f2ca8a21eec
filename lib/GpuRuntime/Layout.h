//===- Layout.h - How tensors lie in device memory --------------*- C++ -*-===//
#ifndef MIXP_GPURUNTIME_LAYOUT_H
#define MIXP_GPURUNTIME_LAYOUT_H

#include "GpuRuntime/ElementType.h"
#include "GpuRuntime/Status.h"
#include <optional>
#include <tuple>

namespace mixp::gpurt {

/// How an operand lies in device memory; docs/GpuBundle.md defines both kinds.
struct Layout {
  enum class Kind { Rows, Fragments };
  Kind kind = Kind::Rows;
  bool transpose = false; // are the last two dims of the host's exchanged?
  bool roundTf32 = false; // are f32 elements rounded to tf32? Of rows only.
  // Of fragments only.
  unsigned bits = 0; // of an element: 4 or 8; 4 also of the low half of bytes
  // Is the top bit of each element inverted? Without it: of signed integers.
  std::optional<bool> flip;
  int64_t blockN = 0;
  int64_t blockK = 0;

  bool operator<(const Layout &other) const { return key() < other.key(); }
  bool operator==(const Layout &other) const { return key() == other.key(); }

private:
  std::tuple<int, bool, bool, unsigned, std::optional<bool>, int64_t, int64_t>
  key() const {
    return {static_cast<int>(kind),
            transpose,
            roundTf32,
            bits,
            flip,
            blockN,
            blockK};
  }
};

/// Sizes of a tensor in a layout.
struct LayoutPlan {
  Layout layout;
  ElementType type = ElementType::F32;
  bool hasBatch = false; // rank 3
  int64_t batch = 1;
  int64_t rows = 1;    // of a matrix as the device sees it; N of fragments
  int64_t columns = 1; // K of fragments
  size_t pitch = 0;    // bytes from one row to the next; 0 for fragments
  size_t batchStride = 0;
  size_t bytes = 0; // of all; 0 where the tensor is empty

  size_t rowBytes() const { return columns * getDeviceBytes(type); }
  /// Are there bytes in the device form that belong to no element?
  bool hasPadding() const {
    return layout.kind == Layout::Kind::Fragments || pitch != rowBytes();
  }
  /// Is the host's form the device's, but for padding at the end of rows?
  bool isHostRows() const {
    return layout.kind == Layout::Kind::Rows && !layout.transpose &&
           !layout.roundTf32 && getHostBits(type) == 8 * getDeviceBytes(type);
  }
};

/// Refuses ranks above 3, and fragments of a type or block sizes that the
/// layout does not have.
Status planLayout(ElementType type, const Shape &shape, const Layout &layout,
                  LayoutPlan &plan);

/// Host form to device form; `device` has plan.bytes bytes.
void packTensor(const LayoutPlan &plan, const void *host, void *device);

/// Device form back to host form; rows only.
void unpackTensor(const LayoutPlan &plan, const void *device, void *host);

} // namespace mixp::gpurt

#endif // MIXP_GPURUNTIME_LAYOUT_H
