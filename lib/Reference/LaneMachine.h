//===- LaneMachine.h - Runs scalar programs on many elements ----*- C++ -*-===//
#ifndef MIXP_LIB_REFERENCE_LANEMACHINE_H
#define MIXP_LIB_REFERENCE_LANEMACHINE_H

#include "ScalarProgram.h"
#include <string>

namespace mixp::reference {

/// One element of a register: floats in `f`, integers and index in `i`.
union Lane {
  double f;
  int64_t i;
};

/// Lanes that an instruction handles at a time: enough to make up for decoding
/// it, few enough that a program's registers stay in the cache.
inline constexpr int64_t kLanes = 256;

/// Runs a program on up to kLanes elements at once. Without `tracksBounds`
/// everything is exact and only values are computed.
class LaneMachine {
public:
  /// `tensors` are those of `program.tensors`; both must outlive the machine.
  LaneMachine(const ScalarProgram &program, bool tracksBounds,
              std::vector<const Tensor *> tensors);

  Lane *lanes(unsigned reg) { return values.data() + reg * kLanes; }
  double *bounds(unsigned reg) { return errors.data() + reg * kLanes; }
  bool tracksBounds() const { return !errors.empty(); }

  /// Loads an element of a tensor into a lane, and back.
  void load(unsigned reg, int64_t lane, const Tensor &tensor, int64_t index);
  void store(unsigned reg, int64_t lane, Tensor &tensor, int64_t index);

  /// Fills a register with one number, or with a scalar.
  void broadcast(unsigned reg, double value, double bound);
  void broadcast(unsigned reg, const Tensor &scalar);

  /// Evaluates the program for the first `count` lanes. Returns false after a
  /// fault (division by zero, index out of bounds), which `fault` describes.
  bool run(int64_t count);
  std::string fault;

private:
  void runExtract(const Instruction &instruction, int64_t count);

  const ScalarProgram &program;
  std::vector<const Tensor *> tensors;
  std::vector<Lane> values;
  std::vector<double> errors;
};

} // namespace mixp::reference

#endif // MIXP_LIB_REFERENCE_LANEMACHINE_H
