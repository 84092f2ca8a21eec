//===- Target.h - Which code runs on which device ---------------*- C++ -*-===//
#ifndef MIXP_GPURUNTIME_TARGET_H
#define MIXP_GPURUNTIME_TARGET_H

#include <string>

namespace mixp::gpurt {

/// "sm_90a": compute capability 9.0 with the features of that one only.
struct Target {
  int architecture = 0; // 90
  /// 0, or 'a' for features of this architecture only, or 'f' for features of
  /// its family: the same major number.
  char suffix = 0;
};

/// False where it is no name of a target.
bool parseTarget(const std::string &name, Target &target);

/// Does machine code for the target run on a device? (CUDA C++ Programming
/// Guide, "Binary Compatibility": within a major number, upwards.)
bool runsCubin(const Target &target, int architecture);

/// Can the driver compile PTX for the target on a device? (ibid., "PTX
/// Compatibility": upwards, unless the suffix binds it.)
bool runsPtx(const Target &target, int architecture);

/// "9.0"
std::string formatArchitecture(int architecture);

} // namespace mixp::gpurt

#endif // MIXP_GPURUNTIME_TARGET_H
