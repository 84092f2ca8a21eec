//===- Decoder.h - From statements to instructions --------------*- C++ -*-===//
#ifndef MIXP_LIB_PTXEMULATOR_DECODER_H
#define MIXP_LIB_PTXEMULATOR_DECODER_H

#include "Program.h"
#include "Types.h"
#include "llvm/ADT/SmallVector.h"

namespace mixp::ptx {

class FunctionDecoder;

/// One statement on its way to an Instruction. A family takes the words of the
/// opcode that it knows; words that nobody took make the statement an error.
/// Functions that fail set `error` and return something harmless.
class Decode {
public:
  Decode(FunctionDecoder &function, const StatementAst &statement);

  Instruction ins;
  const StatementAst &statement;
  std::string error;

  bool fail(const llvm::Twine &message);
  bool failed() const { return !error.empty(); }

  /// Removes a word after the first of the opcode.
  bool take(llvm::StringRef word);
  /// The index of the first of the words that is there, removed, or -1.
  int takeAny(std::initializer_list<llvm::StringRef> words);
  bool hasWord(llvm::StringRef word) const;
  /// Removes and returns the first word that is a type; an error if none is.
  Type takeType();
  std::optional<Type> takeTypeIf();
  llvm::SmallVectorImpl<llvm::StringRef> &words() { return parts; }
  llvm::StringRef name() const { return first; }

  unsigned numOperands() const { return statement.operands.size(); }
  bool expectOperands(unsigned least, unsigned most);
  const OperandAst &operand(unsigned i) const { return statement.operands[i]; }

  // Rows of operands. `bits` is the width that the instruction has.
  int32_t source(unsigned i, unsigned bits) { return source(operand(i), bits); }
  int32_t source(const OperandAst &operand, unsigned bits);
  int32_t dest(unsigned i, unsigned bits) { return dest(operand(i), bits); }
  int32_t dest(const OperandAst &operand, unsigned bits);
  /// A register wider than `bits` is fine too: `bits` becomes its width.
  int32_t sourceAtLeast(const OperandAst &operand, unsigned &bits);
  int32_t destAtLeast(const OperandAst &operand, unsigned &bits);
  /// Base row and offset of an address; `wide` says if the base has 64 bits.
  int32_t address(const OperandAst &operand, int64_t &offset, bool &wide);
  std::optional<int64_t> integer(const OperandAst &operand) const;
  int32_t constant(uint64_t value, unsigned bits);
  bool isRegister(const OperandAst &operand) const;
  /// Elements of a vector, or the operand itself.
  llvm::ArrayRef<OperandAst> elements(const OperandAst &operand) const;

  template <typename T> T &makePayload();
  FunctionDecoder &getFunction() { return function; }
  Program &program();
  /// E.g. "sm_90a".
  llvm::StringRef getTarget() const;
  /// Fails on targets before sm_<version>.
  bool requireTarget(unsigned version);

private:
  int32_t lookUp(const OperandAst &operand, unsigned &bits);
  FunctionDecoder &function;
  llvm::StringRef first;
  llvm::SmallVector<llvm::StringRef> parts;
};

/// Decodes the opcodes whose first word it was registered for.
using Family = void (*)(Decode &decode);
/// Null where no family knows the word.
Family findFamily(llvm::StringRef first);

Program &getProgram(FunctionDecoder &function);

template <typename T> T &Decode::makePayload() {
  auto owned = std::make_unique<T>();
  T &result = *owned;
  ins.payload = owned.get();
  getProgram(function).payloads.push_back(std::move(owned));
  return result;
}

} // namespace mixp::ptx

#endif // MIXP_LIB_PTXEMULATOR_DECODER_H
