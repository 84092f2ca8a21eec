//===- Shadow.h - Who accessed shared memory --------------------*- C++ -*-===//
#ifndef MIXP_LIB_PTXEMULATOR_SHADOW_H
#define MIXP_LIB_PTXEMULATOR_SHADOW_H

#include "VectorClock.h"
#include <vector>

namespace mixp::ptx {

/// An access as the shadow sees it: epoch `time` of `agent`, which knows
/// `knowledge`.
struct Access {
  Agent agent;
  uint32_t time;
  const Knowledge *knowledge;
  uint32_t pc;
  bool atomic = false;     // also strong: such accesses do not race
  bool asyncProxy = false; // wgmma operands and bulk copies
};

/// Why an access is an error.
struct Conflict {
  enum Kind { Race, Uninitialized, ProxyFence, Barrier } kind = Race;
  uint32_t address = 0;
  Agent agent = 0; // of the other access
  uint32_t pc = 0;
  bool wasWrite = false;
};

/// The last write of each byte of shared memory and the reads since, in cells
/// of four bytes. A cell that is accessed in part is split into four.
class Shadow {
public:
  void reset(uint32_t bytes);

  /// Records an access. False, with `conflict` set, on an error.
  bool read(const Access &access, uint32_t address, uint32_t bytes,
            Conflict &conflict);
  bool write(const Access &access, uint32_t address, uint32_t bytes,
             Conflict &conflict);

  /// Marks the eight bytes of an mbarrier, and unmarks them.
  void setBarrier(uint32_t address, bool isBarrier);

private:
  struct Cell {
    uint32_t writeTime, readTime, writePc, readPc;
    Agent writer, reader;
    bool atomic, asyncProxy, split;
  };
  struct Reader {
    Agent agent;
    uint32_t time, pc;
  };
  using Readers = llvm::SmallVector<Reader, 4>;

  template <typename F> bool visit(uint32_t address, uint32_t bytes, F f);
  Cell *splitCell(uint32_t index);
  bool readCell(Cell &cell, const Access &access, Conflict &conflict);
  bool writeCell(Cell &cell, const Access &access, Conflict &conflict);
  bool checkWriter(const Cell &cell, const Access &access, Conflict &conflict);
  void addReader(Cell &cell, const Access &access);

  std::vector<Cell> cells, parts;
  std::vector<Readers> pool; // readers of cells with more than one
  std::vector<uint32_t> freeReaders;
};

} // namespace mixp::ptx

#endif // MIXP_LIB_PTXEMULATOR_SHADOW_H
