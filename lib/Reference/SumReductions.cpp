//===- SumReductions.cpp - Float sums in any order ------------------------===//
#include "SumReductions.h"
#include "Bounds.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::reference;

/// How often `program` reads `reg`.
static int64_t countUses(const ScalarProgram &program, unsigned reg) {
  int64_t uses = llvm::count(program.yields, reg);
  for (const Instruction &instruction : program.code) {
    // Unused operand slots hold 0 and count only where the op has them.
    bool isUnary =
        instruction.op == Opcode::NegF || instruction.op == Opcode::AbsF ||
        instruction.op == Opcode::Sqrt ||
        (instruction.op >= Opcode::Floor &&
         instruction.op <= Opcode::RoundEven) ||
        (instruction.op >= Opcode::Exp && instruction.op <= Opcode::Bitcast &&
         instruction.op != Opcode::PowF) ||
        instruction.op == Opcode::AbsI;
    bool isTernary =
        instruction.op == Opcode::Fma || instruction.op == Opcode::Select;
    uses += llvm::count(instruction.indices, reg);
    if (instruction.op == Opcode::Extract)
      continue;
    uses += instruction.a == reg;
    uses += !isUnary && instruction.b == reg;
    uses += isTernary && instruction.c == reg;
  }
  return uses;
}

SmallVector<SumReduction> reference::extractSums(ScalarProgram &program,
                                                 unsigned firstOutput) {
  SmallVector<SumReduction> sums;
  for (unsigned output = 0; output < program.yields.size(); ++output) {
    unsigned yield = program.yields[output], acc = firstOutput + output;
    auto definition = llvm::find_if(
        program.code, [&](const Instruction &i) { return i.dst == yield; });
    if (definition == program.code.end() || countUses(program, acc) != 1 ||
        countUses(program, yield) != 1)
      continue;
    if (definition->op == Opcode::AddF &&
        (definition->a == acc || definition->b == acc)) {
      sums.push_back(
          {output, definition->a == acc ? definition->b : definition->a});
      program.code.erase(definition);
    } else if (definition->op == Opcode::Fma && definition->c == acc) {
      definition->op = Opcode::MulF;
      definition->type.format = FloatFormat::F64;
      sums.push_back({output, definition->dst});
    }
  }
  return sums;
}

std::pair<double, double> reference::finishSum(const Accumulator &accumulator,
                                               int64_t terms,
                                               FloatFormat format) {
  double infinity = std::numeric_limits<double>::infinity();
  double value = roundTo(accumulator.sum, format);
  // Not a number or infinite for every order, as long as the operands are what
  // they seem and the finite terms cannot overflow on the way.
  if (!std::isfinite(accumulator.sum))
    return {value, accumulator.error == 0 ? 0.0 : infinity};
  // One rounding for each addition and, where the product is rounded too or
  // not (FMA), one for that; products may underflow.
  double u = unitRoundoff(format);
  double n = static_cast<double>(terms) + 2;
  double own = n * 0x1p-52 * accumulator.magnitude;
  double bound = gamma(n, u) * accumulator.magnitude + accumulator.error + own +
                 n * smallestNormal(format) * u * 2;
  if (accumulator.magnitude + bound > maxFinite(format))
    return {value, infinity};
  return {value, bound + std::fabs(value - accumulator.sum)};
}
