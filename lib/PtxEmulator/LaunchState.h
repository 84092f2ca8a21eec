//===- LaunchState.h - What the blocks of a launch share --------*- C++ -*-===//
#ifndef MIXP_LIB_PTXEMULATOR_LAUNCHSTATE_H
#define MIXP_LIB_PTXEMULATOR_LAUNCHSTATE_H

#include "Program.h"
#include "mixp/PtxEmulator/Launch.h"

namespace mixp::ptx {

struct Block;
struct Warp;

/// What the blocks of a launch share.
struct LaunchState {
  DeviceMemory &memory;
  ModuleData &module;
  const Program &program;
  const Launch &launch;
  std::vector<Counters> counters; // per instruction
  std::vector<char> parameters;
  std::vector<uint64_t> globals; // addresses of the module's variables
  uint32_t sharedEnd = 0;        // address after all shared memory
};

/// An asynchronous operation that completes at some time.
struct PendingOperation {
  Warp *warp = nullptr; // that issued it
  uint32_t pc = 0;
  virtual ~PendingOperation() = default;
  virtual void complete(Block &block) = 0;
  virtual bool writesShared() const { return true; }
};

} // namespace mixp::ptx

#endif // MIXP_LIB_PTXEMULATOR_LAUNCHSTATE_H
