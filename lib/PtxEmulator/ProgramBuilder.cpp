//===- ProgramBuilder.cpp - Rows and addresses of a program ---------------===//
#include "FunctionDecoder.h"

using namespace llvm;
using namespace mixp::ptx;

Program &mixp::ptx::getProgram(FunctionDecoder &function) {
  return function.getBuilder().program;
}

int32_t ProgramBuilder::addRows(unsigned count) {
  int32_t row = program.rows;
  program.rows += count;
  return row;
}

static unsigned rowsOf(unsigned bits) { return bits <= 32 ? 1 : bits / 32; }

int32_t ProgramBuilder::getConstant(uint64_t value, unsigned bits) {
  if (bits == 1)
    value = value ? ~uint64_t(0) : 0;
  else if (bits < 64)
    value &= (uint64_t(1) << bits) - 1;
  // A register of fewer than 32 bits looks the same.
  unsigned key = bits == 1 ? 1 : bits <= 32 ? 32 : bits;
  auto [it, inserted] = constants.try_emplace({key, value}, -1);
  if (inserted) {
    it->second = addRows(rowsOf(bits));
    program.constants.push_back({it->second, key, value});
  }
  return it->second;
}

int32_t ProgramBuilder::getSpecial(Special special) {
  auto [it, inserted] = specials.try_emplace(special, -1);
  if (inserted) {
    it->second = addRows(1);
    program.specials.push_back({it->second, special});
  }
  return it->second;
}

int32_t ProgramBuilder::getSharedAddress(const VariableAst &variable,
                                         uint64_t addend, unsigned bits) {
  if (variable.dynamic) {
    dynamicAlign = std::max<uint32_t>(dynamicAlign, variable.align);
    auto [it, inserted] = dynamicRows.try_emplace({bits, addend}, -1);
    if (inserted)
      it->second = addRows(rowsOf(bits));
    return it->second;
  }
  auto [it, inserted] = shared.try_emplace(&variable, 0);
  if (inserted) {
    sharedEnd =
        (sharedEnd + variable.align - 1) / variable.align * variable.align;
    it->second = sharedEnd;
    sharedEnd += variable.size;
  }
  return getConstant(it->second + addend, bits);
}

void ProgramBuilder::finish() {
  program.staticSharedEnd = sharedEnd;
  program.dynamicSharedStart =
      (sharedEnd + dynamicAlign - 1) / dynamicAlign * dynamicAlign;
  for (auto [key, row] : dynamicRows)
    program.constants.push_back(
        {row, key.first, program.dynamicSharedStart + key.second});
}
