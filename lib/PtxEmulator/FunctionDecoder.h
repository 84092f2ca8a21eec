//===- FunctionDecoder.h - Decodes a function and its callees ---*- C++ -*-===//
#ifndef MIXP_LIB_PTXEMULATOR_FUNCTIONDECODER_H
#define MIXP_LIB_PTXEMULATOR_FUNCTIONDECODER_H

#include "Decoder.h"
#include "ProgramBuilder.h"
#include "llvm/ADT/StringMap.h"

namespace mixp::ptx {

/// A register of the program.
struct RegisterRow {
  int32_t row = -1;
  unsigned bits = 0;
};

/// One call of a function, or the kernel: registers and variables are its own.
class FunctionDecoder {
public:
  FunctionDecoder(ProgramBuilder &builder, const FunctionAst &function,
                  unsigned depth);

  /// Appends the function's instructions to the program. `parameters` and
  /// `results` are the addresses of the callee's .param variables.
  llvm::Error run(llvm::ArrayRef<uint64_t> parameters,
                  llvm::ArrayRef<uint64_t> results);

  std::optional<RegisterRow> findRegister(unsigned scope, llvm::StringRef name);
  /// The row with the address of a variable, -1 if there is none.
  int32_t findAddress(unsigned scope, llvm::StringRef name, uint64_t addend,
                      unsigned bits);
  /// The generic address of a .param or .local variable.
  std::optional<uint64_t> findLocal(unsigned scope, llvm::StringRef name) const;
  const std::vector<std::string> *findTargets(unsigned scope,
                                              llvm::StringRef name) const;
  std::optional<unsigned> findLabel(unsigned scope, llvm::StringRef name) const;
  ProgramBuilder &getBuilder() { return builder; }

private:
  void placeVariables();
  llvm::Error decodeStatement(const StatementAst &statement);
  llvm::Error decodeCall(const StatementAst &statement);
  llvm::Error decodeControl(Decode &decode, bool &handled);
  llvm::Error resolveBranches();
  void append(Decode &decode, unsigned firstTouched);

  ProgramBuilder &builder;
  const FunctionAst &function;
  unsigned depth;
  std::map<std::pair<unsigned, std::string>, RegisterRow> registers;
  std::vector<uint64_t> addresses; // of the function's variables
  llvm::StringMap<uint64_t> parameters;
  std::vector<uint32_t> starts; // first instruction of each statement
  struct Branch {
    uint32_t instruction;
    const StatementAst *statement;
  };
  std::vector<Branch> branches;
  std::vector<uint32_t> returns; // jumps to the end
};

/// Decodes a kernel, or returns what an earlier launch has decoded.
llvm::Expected<std::shared_ptr<const Program>>
getProgram(ModuleData &module, llvm::StringRef kernel);

} // namespace mixp::ptx

#endif // MIXP_LIB_PTXEMULATOR_FUNCTIONDECODER_H
