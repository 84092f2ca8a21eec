//===- Instruction.h - Decoded instructions ---------------------*- C++ -*-===//
#ifndef MIXP_LIB_PTXEMULATOR_INSTRUCTION_H
#define MIXP_LIB_PTXEMULATOR_INSTRUCTION_H

#include <cstdint>

namespace mixp::ptx {

struct Warp;
struct Instruction;

/// Executes an instruction for the lanes of a mask that is not empty.
using Handler = void (*)(Warp &warp, const Instruction &instruction,
                         uint32_t mask);

enum class Flow : uint8_t { Next, Branch, BranchIndex, Exit };
/// Which lanes execute an instruction together: any, all that have not exited,
/// or those that the value of the row `members` names.
enum class Collective : uint8_t { None, AllLive, Members };

/// What a family keeps beside the fields of Instruction.
struct Payload {
  virtual ~Payload() = default;
};

/// An operand is the number of a row of the warp's register file: a row has a
/// 32-bit word for each lane, a 64-bit register is two rows. Immediates and
/// special registers have rows of their own. A predicate is a mask in the first
/// word of its row.
struct Instruction {
  Handler handler = nullptr;
  Flow flow = Flow::Next;
  Collective collective = Collective::None;
  bool guardNegated = false;
  bool isTensor = false, isBarrier = false, isWgmma = false;
  bool isCopy = false; // row[0] = row[1]
  uint8_t mod[6] = {}; // the family's own
  int32_t guard = -1, members = -1;
  int32_t row[6] = {-1, -1, -1, -1, -1, -1};
  uint32_t target = 0; // of branches
  uint32_t opcode = 0; // index into Program::opcodes
  uint32_t line = 0;
  int32_t location = -1;
  uint32_t firstTouched = 0, numTouched = 0; // in Program::touched
  int64_t imm = 0;
  const Payload *payload = nullptr;

  template <typename T> const T &get() const {
    return *static_cast<const T *>(payload);
  }
};

} // namespace mixp::ptx

#endif // MIXP_LIB_PTXEMULATOR_INSTRUCTION_H
