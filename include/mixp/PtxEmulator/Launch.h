//===- Launch.h - Runs a kernel of a PTX module -----------------*- C++ -*-===//
#ifndef MIXP_PTXEMULATOR_LAUNCH_H
#define MIXP_PTXEMULATOR_LAUNCH_H

#include "mixp/PtxEmulator/DeviceMemory.h"
#include "mixp/PtxEmulator/Module.h"
#include "mixp/PtxEmulator/Report.h"
#include <string>
#include <vector>

namespace mixp::ptx {

/// How to run, apart from what.
struct LaunchOptions {
  /// Chooses the order of the warps and when asynchronous copies land. A run
  /// is a function of the text, the memory and the seed.
  uint64_t seed = 1;
  /// Warp instructions that a block may execute.
  uint64_t stepLimit = 200000000;
  /// Whether to look for races, missing proxy fences and reads of shared
  /// memory that was never written.
  bool checkRaces = true;
  /// Bytes of shared memory that a block may have.
  uint32_t maxSharedBytes = 232448;
};

/// A launch of a kernel.
struct Launch {
  std::string kernel;
  Dim3 grid, block;
  uint32_t dynamicSharedBytes = 0;
  /// A pointer to the bytes of each parameter, whose sizes are in the text.
  std::vector<const void *> arguments;
  LaunchOptions options;
};

/// Whether the launch fits its kernel: the name, sizes and arguments; and
/// whether the kernel's instructions are all in the documented subset.
llvm::Error checkLaunch(const Module &module, const Launch &launch);

/// Runs all blocks, one after the other, and counts. Fails on a launch that
/// does not fit the kernel, and on the first error of the kernel: the text is
/// `file:line: class: what (block x,y,z, warp w, lane l); in `instruction``,
/// with a class of docs/PtxEmulator.md.
llvm::Expected<Report> launch(DeviceMemory &memory, const Module &module,
                              const Launch &launch);

} // namespace mixp::ptx

#endif // MIXP_PTXEMULATOR_LAUNCH_H
