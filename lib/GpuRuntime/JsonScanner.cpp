//===- JsonScanner.cpp - Strings and numbers of JSON ----------------------===//
#include "GpuRuntime/JsonScanner.h"
#include <cerrno>
#include <cstdlib>
#include <cstring>

using namespace mixp::gpurt;

Status JsonScanner::fail(const std::string &message) const {
  return Status::badInput(*file + ":" + std::to_string(line) + ":" +
                          std::to_string(getColumn()) + ": " + message);
}

std::string JsonScanner::describeNext() const {
  if (atEnd())
    return "the end of the file";
  unsigned char symbol = peek();
  if (symbol < 0x20 || symbol >= 0x7f)
    return "byte " + std::to_string(symbol);
  return std::string("'") + peek() + "'";
}

void JsonScanner::skipSpace() {
  for (; !atEnd() && std::strchr(" \t\r\n", peek()) && peek(); ++next)
    if (peek() == '\n') {
      ++line;
      lineStart = next + 1;
    }
}

bool JsonScanner::consume(char symbol) {
  skipSpace();
  if (atEnd() || peek() != symbol)
    return false;
  ++next;
  return true;
}

bool JsonScanner::consumeWord(const char *word) {
  size_t length = std::strlen(word);
  if (text->compare(next, length, word) != 0)
    return false;
  next += length;
  return true;
}

/// Appends a code point as UTF-8.
static void appendCodePoint(std::string &string, unsigned code) {
  if (code < 0x80) {
    string += static_cast<char>(code);
    return;
  }
  unsigned more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  static const unsigned lead[] = {0, 0xc0, 0xe0, 0xf0};
  string += static_cast<char>(lead[more] | code >> 6 * more);
  while (more--)
    string += static_cast<char>(0x80 | (code >> 6 * more & 0x3f));
}

bool JsonScanner::parseHex(unsigned &code) {
  code = 0;
  for (unsigned i = 0; i < 4; ++i, ++next) {
    static const char digits[] = "0123456789abcdefABCDEF";
    const char *found = peek() ? std::strchr(digits, peek()) : nullptr;
    if (!found)
      return false;
    unsigned digit = found - digits;
    code = code * 16 + (digit < 16 ? digit : digit - 6);
  }
  return true;
}

Status JsonScanner::parseEscape(std::string &string) {
  static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
  char name = peek();
  if (const char *found = name ? std::strchr(names, name) : nullptr) {
    string += values[found - names];
    ++next;
    return Status::ok();
  }
  if (name != 'u')
    return fail("expected an escape of JSON after '\\' but got " +
                describeNext());
  ++next;
  unsigned code, low;
  if (!parseHex(code))
    return fail("expected 4 hexadecimal digits but got " + describeNext());
  if (code >= 0xd800 && code < 0xdc00) {
    if (!consumeWord("\\u") || !parseHex(low) || low < 0xdc00 || low > 0xdfff)
      return fail("expected the second half of a surrogate pair");
    code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
  } else if (code >= 0xdc00 && code < 0xe000) {
    return fail("expected the first half of a surrogate pair");
  }
  appendCodePoint(string, code);
  return Status::ok();
}

Status JsonScanner::parseString(std::string &string) {
  ++next;
  while (!atEnd() && peek() != '"') {
    char symbol = peek();
    if (static_cast<unsigned char>(symbol) < 0x20)
      return fail("expected control characters in strings to be escaped but "
                  "got " +
                  describeNext());
    ++next;
    if (symbol != '\\') {
      string += symbol;
      continue;
    }
    if (Status status = parseEscape(string); status.failed())
      return status;
  }
  if (atEnd())
    return fail("expected '\"' at the end of a string");
  ++next;
  return Status::ok();
}

size_t JsonScanner::skipDigits() {
  size_t start = next;
  while (peek() >= '0' && peek() <= '9')
    ++next;
  return next - start;
}

Status JsonScanner::parseNumber(JsonValue &value) {
  JsonScanner first = *this;
  if (peek() == '-')
    ++next;
  bool leadingZero = peek() == '0', isInteger = true;
  size_t digits = skipDigits();
  if (digits == 0)
    return fail("expected a digit but got " + describeNext());
  if (leadingZero && digits > 1)
    return first.fail("expected a number without leading zeros");
  if (peek() == '.') {
    isInteger = false;
    ++next;
    if (skipDigits() == 0)
      return fail("expected a digit but got " + describeNext());
  }
  if (peek() == 'e' || peek() == 'E') {
    isInteger = false;
    ++next;
    if (peek() == '+' || peek() == '-')
      ++next;
    if (skipDigits() == 0)
      return fail("expected a digit but got " + describeNext());
  }
  std::string token = text->substr(first.next, next - first.next);
  value.real = std::strtod(token.c_str(), nullptr);
  value.kind = isInteger ? JsonValue::Kind::Integer : JsonValue::Kind::Real;
  if (isInteger) {
    errno = 0;
    value.integer = std::strtoll(token.c_str(), nullptr, 10);
    if (errno == ERANGE)
      return first.fail("expected an integer of 64 bits but got " + token);
  }
  return Status::ok();
}
