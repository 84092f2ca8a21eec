//===- Program.h - A decoded kernel -----------------------------*- C++ -*-===//
#ifndef MIXP_LIB_PTXEMULATOR_PROGRAM_H
#define MIXP_LIB_PTXEMULATOR_PROGRAM_H

#include "Ast.h"
#include "Instruction.h"

namespace mixp::ptx {

/// Registers that the machine provides.
enum class Special : uint8_t {
  TidX,
  TidY,
  TidZ,
  NtidX,
  NtidY,
  NtidZ,
  CtaidX,
  CtaidY,
  CtaidZ,
  NctaidX,
  NctaidY,
  NctaidZ,
  LaneId,
  WarpId,
  NwarpId,
  SmId,
  NsmId,
  GridId,
  ClusterCtaRank,
  ClusterNctaRank,
  Zero,
  One,
  LaneMaskEq,
  LaneMaskLt,
  LaneMaskLe,
  LaneMaskGt,
  LaneMaskGe,
  DynamicSmemSize,
  TotalSmemSize
};

/// A decoded kernel with everything that it calls.
struct Program {
  struct Constant {
    int32_t row;
    unsigned bits;
    uint64_t value;
  };
  struct GlobalAddress {
    int32_t row;
    unsigned variable; // index into ModuleData::variables
    uint64_t addend;
  };
  std::vector<Instruction> code;
  std::vector<std::string> opcodes;
  std::vector<int32_t> touched; // registers that an instruction names
  std::vector<std::unique_ptr<Payload>> payloads;
  std::vector<Constant> constants;
  std::vector<GlobalAddress> globals;
  std::vector<std::pair<int32_t, Special>> specials;
  std::vector<std::vector<uint32_t>> branchTargets;
  std::vector<uint64_t> parameterOffsets;
  uint64_t parameterBytes = 0, localBytes = 0;
  uint32_t staticSharedEnd = 0; // address after the sized variables
  uint32_t dynamicSharedStart = 0;
  unsigned rows = 0;
  bool usesWgmma = false;
};

// Generic addresses: global memory lies between, and only shared addresses
// differ from generic ones.
constexpr uint64_t kSharedWindow = uint64_t(1) << 56;
constexpr uint64_t kLocalWindow = uint64_t(2) << 56;
constexpr uint64_t kParamWindow = uint64_t(3) << 56;
constexpr uint64_t kWindowBytes = uint64_t(1) << 32;
/// Shared memory begins here, not at zero, as the system's part of it does on
/// sm_90.
constexpr uint32_t kSharedBase = 1024;

} // namespace mixp::ptx

#endif // MIXP_LIB_PTXEMULATOR_PROGRAM_H
