//===- Lexer.cpp - Words of PTX text --------------------------------------===//
#include "Lexer.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;
using namespace mixp::ptx;

static bool startsWord(char c) {
  return isAlpha(c) || c == '_' || c == '$' || c == '%' || c == '.';
}
static bool continuesWord(char c) { return startsWord(c) || isDigit(c); }

/// The end of the word that begins at `i`; `::` belongs to it, `:` does not.
static size_t findWordEnd(StringRef text, size_t i) {
  while (i < text.size()) {
    if (continuesWord(text[i]))
      ++i;
    else if (i + 2 < text.size() && text.substr(i, 2) == "::" &&
             isAlpha(text[i + 2]))
      i += 2;
    else
      break;
  }
  return i;
}

static size_t skipComment(StringRef text, size_t i, unsigned &line) {
  if (text[i + 1] == '/')
    return std::min(text.find('\n', i), text.size());
  size_t end = text.find("*/", i + 2);
  end = end == StringRef::npos ? text.size() : end + 2;
  line += text.slice(i, end).count('\n');
  return end;
}

std::vector<Token> mixp::ptx::tokenize(StringRef text) {
  std::vector<Token> tokens;
  unsigned line = 1;
  size_t i = 0;
  while (i < text.size()) {
    char c = text[i];
    if (c == '\n')
      ++line;
    // llc-written text may end in a zero byte.
    if (isSpace(c) || c == '\0') {
      ++i;
      continue;
    }
    StringRef two = text.substr(i, 2);
    if (two == "//" || two == "/*") {
      i = skipComment(text, i, line);
      continue;
    }
    Token token;
    token.line = line;
    size_t end = i + 1;
    if (isDigit(c)) {
      token.kind = Token::Kind::Number;
      while (end < text.size() &&
             (isAlnum(text[end]) || text[end] == '.' || text[end] == '_'))
        ++end;
    } else if (startsWord(c)) {
      token.kind = Token::Kind::Word;
      end = findWordEnd(text, end);
    } else if (c == '"') {
      token.kind = Token::Kind::String;
      end = std::min(text.find('"', end), text.size() - 1) + 1;
    } else {
      token.kind = Token::Kind::Punctuation;
    }
    token.text = text.slice(i, end);
    tokens.push_back(token);
    i = end;
  }
  tokens.push_back({Token::Kind::End, "end of text", line});
  return tokens;
}
