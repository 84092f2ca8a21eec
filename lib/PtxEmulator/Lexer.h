//===- Lexer.h - Words of PTX text ------------------------------*- C++ -*-===//
#ifndef MIXP_LIB_PTXEMULATOR_LEXER_H
#define MIXP_LIB_PTXEMULATOR_LEXER_H

#include "llvm/ADT/StringRef.h"
#include <vector>

namespace mixp::ptx {

struct Token {
  enum class Kind { Word, Number, String, Punctuation, End };
  Kind kind = Kind::End;
  llvm::StringRef text;
  unsigned line = 0;
};

/// The words of the text without comments, closed by an End. Directives and
/// opcodes are one word with their dots and double colons.
std::vector<Token> tokenize(llvm::StringRef text);

} // namespace mixp::ptx

#endif // MIXP_LIB_PTXEMULATOR_LEXER_H
