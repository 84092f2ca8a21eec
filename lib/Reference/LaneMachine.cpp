//===- LaneMachine.cpp - Runs scalar programs on many elements ------------===//
#include "LaneMachine.h"
#include "LaneVisitors.h"
#include "llvm/Support/FormatVariadic.h"

using namespace mixp;
using namespace mixp::reference;

LaneMachine::LaneMachine(const ScalarProgram &program, bool tracksBounds,
                         std::vector<const Tensor *> tensors)
    : program(program), tensors(std::move(tensors)),
      values(program.types.size() * kLanes) {
  if (tracksBounds)
    errors.resize(program.types.size() * kLanes);
  for (const ScalarProgram::Constant &constant : program.constants)
    broadcast(constant.reg, constant.value, 0);
}

/// A tensor's element as integer; doubles beyond int64 are clamped to it.
static int64_t toInt64(double value) {
  if (value >= 0x1p63)
    return value >= 0x1p64 ? -1
                           : static_cast<int64_t>(static_cast<uint64_t>(value));
  return value < -0x1p63 ? INT64_MIN : static_cast<int64_t>(value);
}

/// The same with both parts of large elements.
static int64_t toInt64(const Tensor &tensor, int64_t index) {
  return tensor.lows.empty() ? toInt64(tensor.values[index])
                             : tensor.integer(index);
}

void LaneMachine::load(unsigned reg, int64_t lane, const Tensor &tensor,
                       int64_t index) {
  Lane &target = lanes(reg)[lane];
  if (program.types[reg].isFloat)
    target.f = tensor.values[index];
  else
    target.i = toInt64(tensor, index);
  if (tracksBounds())
    bounds(reg)[lane] = tensor.bound(index);
}

void LaneMachine::store(unsigned reg, int64_t lane, Tensor &tensor,
                        int64_t index) {
  Lane source = lanes(reg)[lane];
  if (program.types[reg].isFloat)
    tensor.values[index] = source.f;
  else
    tensor.setInteger(index, source.i);
  if (tracksBounds())
    tensor.bounds[index] = bounds(reg)[lane];
}

void LaneMachine::broadcast(unsigned reg, double value, double bound) {
  Lane source;
  if (program.types[reg].isFloat)
    source.f = value;
  else
    source.i = toInt64(value);
  std::fill_n(lanes(reg), kLanes, source);
  if (tracksBounds())
    std::fill_n(bounds(reg), kLanes, bound);
}

void LaneMachine::broadcast(unsigned reg, const Tensor &scalar) {
  broadcast(reg, scalar.values[0], scalar.bound(0));
  if (!scalar.lows.empty())
    for (int64_t i = 0; i < kLanes; ++i)
      lanes(reg)[i].i = scalar.integer(0);
}

/// Finds the part of the instruction set that has the opcode.
template <typename Visitor> static bool visit(Visitor visitor) {
  bool known = visitFloatOp(visitor) || visitIntegerOp(visitor) ||
               visitConversion(visitor) || visitApproximateOp(visitor);
  return known && !visitor.failed;
}

void LaneMachine::runExtract(const Instruction &instruction, int64_t count) {
  const Tensor &tensor = *tensors[instruction.tensor];
  llvm::SmallVector<int64_t> strides = rowMajorStrides(tensor.shape);
  for (int64_t i = 0; i < count; ++i) {
    int64_t offset = 0;
    bool inexact = false;
    for (auto [dim, reg] : llvm::enumerate(instruction.indices)) {
      int64_t index = lanes(reg)[i].i;
      if (index < 0 || index >= tensor.shape[dim]) {
        fault = llvm::formatv("index {0} is out of bounds in dim #{1} of size "
                              "{2}",
                              index, dim, tensor.shape[dim]);
        return;
      }
      offset += index * strides[dim];
      inexact |= tracksBounds() && bounds(reg)[i] != 0;
    }
    load(instruction.dst, i, tensor, offset);
    if (inexact)
      bounds(instruction.dst)[i] = std::numeric_limits<double>::infinity();
  }
}

bool LaneMachine::run(int64_t count) {
  for (const Instruction &instruction : program.code) {
    if (instruction.op == Opcode::Extract) {
      runExtract(instruction, count);
      if (!fault.empty())
        return false;
      continue;
    }
    bool fine =
        tracksBounds()
            ? visit(BoundedVisitor{instruction, count, lanes(instruction.dst),
                                   lanes(instruction.a), lanes(instruction.b),
                                   lanes(instruction.c),
                                   bounds(instruction.dst),
                                   bounds(instruction.a), bounds(instruction.b),
                                   bounds(instruction.c)})
            : visit(ExactVisitor{instruction, count, lanes(instruction.dst),
                                 lanes(instruction.a), lanes(instruction.b),
                                 lanes(instruction.c)});
    if (!fine) {
      fault = "division by zero";
      return false;
    }
  }
  return true;
}
