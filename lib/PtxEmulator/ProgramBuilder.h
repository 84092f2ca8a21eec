//===- ProgramBuilder.h - Rows and addresses of a program -------*- C++ -*-===//
#ifndef MIXP_LIB_PTXEMULATOR_PROGRAMBUILDER_H
#define MIXP_LIB_PTXEMULATOR_PROGRAMBUILDER_H

#include "Program.h"
#include <map>

namespace mixp::ptx {

/// What is shared by a kernel and the functions that are decoded into it.
struct ProgramBuilder {
  explicit ProgramBuilder(ModuleData &module) : module(module) {}

  ModuleData &module;
  Program program;
  std::map<std::pair<unsigned, uint64_t>, int32_t> constants;
  std::map<Special, int32_t> specials;
  std::map<std::pair<unsigned, uint64_t>, int32_t> globals;
  std::map<std::string, unsigned> opcodes;
  std::map<const VariableAst *, uint32_t> shared; // addresses
  uint32_t sharedEnd = kSharedBase, dynamicAlign = 1;
  // Rows of addresses in the dynamic array, which is placed last.
  std::map<std::pair<unsigned, uint64_t>, int32_t> dynamicRows;

  int32_t addRows(unsigned count);
  int32_t getConstant(uint64_t value, unsigned bits);
  int32_t getSpecial(Special special);
  int32_t getSharedAddress(const VariableAst &variable, uint64_t addend,
                           unsigned bits);
  void finish();
};

} // namespace mixp::ptx

#endif // MIXP_LIB_PTXEMULATOR_PROGRAMBUILDER_H
