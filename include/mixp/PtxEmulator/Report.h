//===- Report.h - What a launch counted -------------------------*- C++ -*-===//
#ifndef MIXP_PTXEMULATOR_REPORT_H
#define MIXP_PTXEMULATOR_REPORT_H

#include "llvm/Support/JSON.h"
#include <array>
#include <cstdint>
#include <map>
#include <string>

namespace llvm {
class raw_ostream;
}

namespace mixp::ptx {

/// Counts of one instruction of the text, or sums of them.
struct Counters {
  /// Times that a warp executed it.
  uint64_t executed = 0;
  /// Passes that its accesses to shared memory take, by a model of 32 banks of
  /// 4 bytes, and the fewest that as many lanes and bytes could take.
  uint64_t sharedWavefronts = 0, sharedIdealWavefronts = 0;
  /// Warp instructions that access global memory, the 32-byte sectors that
  /// these touch, and the bytes that the lanes asked for.
  uint64_t globalRequests = 0, globalSectors = 0, globalBytes = 0;
  /// Accesses of single lanes to global memory by width: 1, 2, 4, 8, 16 and 32
  /// bytes.
  std::array<uint64_t, 6> globalWidths = {};
  /// Bytes that bulk copies (TMA) move.
  uint64_t bulkBytes = 0;

  bool hasBankConflict() const {
    return sharedWavefronts > sharedIdealWavefronts;
  }
  /// Whether every access of a lane to global memory had this width.
  bool onlyGlobalWidth(unsigned bytes) const;
  void add(const Counters &other);
};

/// A line of the text with the instruction on it.
struct LineReport {
  std::string opcode;
  Counters counters;
};

/// The counts of a launch, over all of its blocks.
struct Report {
  Counters total;
  std::map<unsigned, LineReport> lines; // by line of the PTX text
  std::map<std::string, uint64_t> opcodes;
  uint64_t blocks = 0;
  uint64_t tensorInstructions = 0; // mma, wgmma.mma_async
  uint64_t barriers = 0;           // executed bar and barrier instructions
  uint64_t sharedBytes = 0;        // of a block, static and dynamic

  void print(llvm::raw_ostream &os) const;
  llvm::json::Value toJson() const;
};

} // namespace mixp::ptx

#endif // MIXP_PTXEMULATOR_REPORT_H
