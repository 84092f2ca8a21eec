//===- Parser.h - Reads PTX text --------------------------------*- C++ -*-===//
#ifndef MIXP_LIB_PTXEMULATOR_PARSER_H
#define MIXP_LIB_PTXEMULATOR_PARSER_H

#include "Ast.h"
#include "Lexer.h"

namespace mixp::ptx {

/// Bytes of a type of a declaration such as "b32", 0 for none.
unsigned getTypeBytes(llvm::StringRef type);

/// Recursive descent over the tokens. Functions return false once `error` is
/// set.
class Parser {
public:
  Parser(ModuleData &data, std::vector<Token> tokens)
      : data(data), tokens(std::move(tokens)) {}

  llvm::Error parseModule();

private:
  const Token &peek(size_t ahead = 0) const {
    return tokens[std::min(position + ahead, tokens.size() - 1)];
  }
  const Token &take() {
    return tokens[std::min(position++, tokens.size() - 1)];
  }
  bool at(llvm::StringRef text) const { return peek().text == text; }
  bool takeIf(llvm::StringRef text) { return at(text) && (take(), true); }
  bool expect(llvm::StringRef text);
  bool fail(const llvm::Twine &message);
  bool takeNumber(uint64_t &value);
  void skipLine(unsigned line);
  bool skipBraces();

  // ParseModule.cpp
  bool parseTopLevel();
  bool parseFile();
  bool parseFunction(bool kernel);
  bool parseKernelDirectives(KernelInfo &info);
  void finishKernel(FunctionAst &function, KernelInfo info);

  // ParseVariable.cpp
  bool parseParameters(std::vector<VariableAst> &parameters);
  bool parseVariable(VariableAst &variable);
  bool parseDeclarator(VariableAst &variable);
  bool parseInitializer(VariableAst &variable);
  bool parseInitialValue(VariableAst &variable, uint64_t offset);

  // ParseBody.cpp
  bool parseBody(FunctionAst &function);
  bool parseDirective(FunctionAst &function, unsigned scope);
  bool parseRegisters(ScopeAst &scope);
  bool parseLocation();
  bool parseLabel(FunctionAst &function, unsigned scope);
  bool parseInstruction(FunctionAst &function, unsigned scope);
  bool parseOperand(OperandAst &operand);
  bool parseSimpleOperand(OperandAst &operand);
  bool parseSequence(OperandAst &operand, llvm::StringRef close);
  bool parseAddress(OperandAst &operand);
  bool parseNumber(OperandAst &operand, bool negative);

  ModuleData &data;
  std::vector<Token> tokens;
  size_t position = 0;
  int location = -1;
  std::string error;
};

} // namespace mixp::ptx

#endif // MIXP_LIB_PTXEMULATOR_PARSER_H
