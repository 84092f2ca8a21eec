//===- Ast.h - PTX text as a tree -------------------------------*- C++ -*-===//
#ifndef MIXP_LIB_PTXEMULATOR_AST_H
#define MIXP_LIB_PTXEMULATOR_AST_H

#include "mixp/PtxEmulator/Module.h"
#include "llvm/ADT/StringMap.h"
#include <mutex>

namespace mixp::ptx {

enum class Space : uint8_t { Generic, Global, Shared, Local, Const, Param };

/// An operand as it is written.
struct OperandAst {
  enum class Kind {
    Name,          // a register, special register, symbol, label
    Integer,       // bits
    Float32,       // bits of 0f...
    Float64,       // bits of 0d... and of decimal numbers
    Vector,        // {elements}
    List,          // (elements)
    Address,       // [elements[0] + bits]
    TensorAddress, // [elements[0], elements[1]]
    Pair,          // elements[0] | elements[1]
    Sink           // _
  };
  Kind kind = Kind::Sink;
  bool negated = false; // !name
  std::string name;
  uint64_t bits = 0;
  std::vector<OperandAst> elements;
};

/// An instruction or a label (`opcode` is empty) in the order of the text.
struct StatementAst {
  std::string opcode;
  std::string label;
  std::string guard;
  bool guardNegated = false;
  std::vector<OperandAst> operands;
  unsigned line = 0;
  unsigned scope = 0;
  int location = -1; // index into ModuleData::locations
};

/// A .shared, .global, .const, .local or .param variable.
struct VariableAst {
  /// Bytes to overwrite with an address when the module is loaded.
  struct Reference {
    uint64_t offset;
    std::string symbol;
    int64_t addend;
  };
  std::string name;
  Space space = Space::Global;
  uint64_t align = 1, elementBytes = 1, size = 0;
  bool dynamic = false; // a shared array without a size
  std::string bytes;    // the initializer, zero-padded
  std::vector<Reference> references;
};

/// `.reg .b32 %r<9>` declares %r0 to %r8, `.reg .pred p` one register.
struct RegisterAst {
  unsigned bits = 0; // 1 for predicates
  unsigned count = 0;
};

/// Names between a pair of braces.
struct ScopeAst {
  int parent = -1;
  llvm::StringMap<RegisterAst> ranges, registers;
  llvm::StringMap<unsigned> variables; // index into FunctionAst::variables
  llvm::StringMap<unsigned> labels;    // index into FunctionAst::statements
  llvm::StringMap<std::vector<std::string>> targets; // .branchtargets
};

struct FunctionAst {
  std::string name;
  bool kernel = false, hasBody = false;
  std::vector<VariableAst> results, parameters, variables;
  std::vector<ScopeAst> scopes;
  std::vector<StatementAst> statements;
  unsigned line = 0;
};

struct Program;

/// What the copies of a Module share.
struct ModuleData {
  std::string fileName, target = "sm_75", version;
  std::vector<KernelInfo> kernels;
  std::vector<FunctionAst> functions;
  std::vector<VariableAst> variables;
  std::vector<std::string> lines; // for the text of errors
  std::vector<std::string> files; // of .file, by number
  struct Location {
    unsigned file, line;
  };
  std::vector<Location> locations; // of .loc

  std::mutex mutex;
  llvm::StringMap<std::shared_ptr<const Program>> programs;

  const FunctionAst *findFunction(llvm::StringRef name) const;
  /// `file:line: message`.
  llvm::Error makeError(unsigned line, const llvm::Twine &message) const;
};

} // namespace mixp::ptx

#endif // MIXP_LIB_PTXEMULATOR_AST_H
