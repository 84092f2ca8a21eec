//===- CopyQueues.h - Groups of asynchronous copies -------------*- C++ -*-===//
#ifndef MIXP_LIB_PTXEMULATOR_COPYQUEUES_H
#define MIXP_LIB_PTXEMULATOR_COPYQUEUES_H

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

namespace mixp::ptx {

/// A cp.async of a warp that has not landed for the lanes of `mask`.
struct CpAsyncCopy {
  uint32_t mask;
  uint32_t bytes;
  std::array<uint32_t, 32> destination;
  std::array<const char *, 32> source;
  std::array<uint8_t, 32> sourceBytes; // the rest is filled with zeros
};

/// The cp.async groups of a warp. A lane is in a group from the commit until
/// the copies have been waited for.
struct CpAsyncQueue {
  /// Some lanes of a copy, which is shared with those who wait for it.
  struct Part {
    std::shared_ptr<CpAsyncCopy> copy;
    uint32_t lanes;
  };
  struct Group {
    uint32_t lanes;
    uint32_t time; // last epoch of the group's copies
    std::vector<Part> parts;
  };
  std::vector<Part> open; // not committed
  std::deque<Group> groups;
  uint32_t time = 0; // epoch of the last copy
};

/// A bulk copy out of shared memory that has not been carried out.
struct BulkStore;

/// The bulk groups of a warp, whose lanes have groups of their own.
struct BulkQueue {
  struct Group {
    unsigned lane;
    uint32_t time; // last epoch of the group's copies
    std::vector<std::shared_ptr<BulkStore>> stores;
  };
  struct Open {
    unsigned lane;
    std::shared_ptr<BulkStore> store;
  };
  std::vector<Open> open; // not committed
  std::deque<Group> groups;
  uint32_t time = 0;
};

} // namespace mixp::ptx

#endif // MIXP_LIB_PTXEMULATOR_COPYQUEUES_H
