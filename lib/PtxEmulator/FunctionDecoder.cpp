//===- FunctionDecoder.cpp - Names of a function --------------------------===//
#include "FunctionDecoder.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;
using namespace mixp::ptx;

FunctionDecoder::FunctionDecoder(ProgramBuilder &builder,
                                 const FunctionAst &function, unsigned depth)
    : builder(builder), function(function), depth(depth) {}

std::optional<RegisterRow> FunctionDecoder::findRegister(unsigned scope,
                                                         StringRef name) {
  StringRef prefix = name.rtrim("0123456789");
  for (int s = scope; s >= 0; s = function.scopes[s].parent) {
    const ScopeAst &names = function.scopes[s];
    const RegisterAst *declaration = nullptr;
    auto exact = names.registers.find(name);
    if (exact != names.registers.end()) {
      declaration = &exact->second;
    } else {
      auto range = names.ranges.find(prefix);
      unsigned number;
      if (range == names.ranges.end() ||
          name.drop_front(prefix.size()).getAsInteger(10, number) ||
          number >= range->second.count)
        continue;
      declaration = &range->second;
    }
    RegisterRow &result = registers[{unsigned(s), name.str()}];
    if (result.row < 0) {
      result.bits = declaration->bits;
      result.row = builder.addRows(result.bits <= 32 ? 1 : result.bits / 32);
    }
    return result;
  }
  return std::nullopt;
}

std::optional<uint64_t> FunctionDecoder::findLocal(unsigned scope,
                                                   StringRef name) const {
  for (int s = scope; s >= 0; s = function.scopes[s].parent) {
    auto it = function.scopes[s].variables.find(name);
    if (it != function.scopes[s].variables.end() && addresses[it->second])
      return addresses[it->second];
  }
  auto it = parameters.find(name);
  if (it != parameters.end())
    return it->second;
  return std::nullopt;
}

int32_t FunctionDecoder::findAddress(unsigned scope, StringRef name,
                                     uint64_t addend, unsigned bits) {
  if (bits != 32 && bits != 64)
    return -1;
  if (std::optional<uint64_t> local = findLocal(scope, name))
    return bits == 64 ? builder.getConstant(*local + addend, 64) : -1;
  for (int s = scope; s >= 0; s = function.scopes[s].parent) {
    auto it = function.scopes[s].variables.find(name);
    if (it != function.scopes[s].variables.end())
      return builder.getSharedAddress(function.variables[it->second], addend,
                                      bits);
  }
  const std::vector<VariableAst> &globals = builder.module.variables;
  for (unsigned i = 0; i < globals.size(); ++i) {
    if (globals[i].name != name)
      continue;
    if (globals[i].space == Space::Shared)
      return builder.getSharedAddress(globals[i], addend, bits);
    if (bits != 64)
      return -1;
    auto [row, inserted] = builder.globals.try_emplace({i, addend}, -1);
    if (inserted) {
      row->second = builder.addRows(2);
      builder.program.globals.push_back({row->second, i, addend});
    }
    return row->second;
  }
  return -1;
}

const std::vector<std::string> *
FunctionDecoder::findTargets(unsigned scope, StringRef name) const {
  for (int s = scope; s >= 0; s = function.scopes[s].parent) {
    auto it = function.scopes[s].targets.find(name);
    if (it != function.scopes[s].targets.end())
      return &it->second;
  }
  return nullptr;
}

std::optional<unsigned> FunctionDecoder::findLabel(unsigned scope,
                                                   StringRef name) const {
  for (int s = scope; s >= 0; s = function.scopes[s].parent) {
    auto it = function.scopes[s].labels.find(name);
    if (it != function.scopes[s].labels.end())
      return it->second;
  }
  return std::nullopt;
}

/// .local and the .param variables of calls lie in each lane's own memory;
/// .shared ones are placed when they are named.
void FunctionDecoder::placeVariables() {
  for (const VariableAst &variable : function.variables) {
    uint64_t address = 0;
    if (variable.space == Space::Local || variable.space == Space::Param) {
      uint64_t &end = builder.program.localBytes;
      end = (end + variable.align - 1) / variable.align * variable.align;
      address = kLocalWindow + end;
      end += variable.size;
    }
    addresses.push_back(address);
  }
}
