//===- JsonScanner.h - Strings and numbers of JSON --------------*- C++ -*-===//
#ifndef MIXP_GPURUNTIME_JSONSCANNER_H
#define MIXP_GPURUNTIME_JSONSCANNER_H

#include "GpuRuntime/Json.h"

namespace mixp::gpurt {

/// A position in a text that knows its line and column.
class JsonScanner {
public:
  JsonScanner(const std::string &text, const std::string &file)
      : text(&text), file(&file) {}

  unsigned getLine() const { return line; }
  unsigned getColumn() const { return next - lineStart + 1; }
  bool atEnd() const { return next == text->size(); }
  /// NUL at the end of the text.
  char peek() const { return atEnd() ? '\0' : (*text)[next]; }

  void skipSpace();
  /// Skips space and, where it follows, `symbol`.
  bool consume(char symbol);
  bool consumeWord(const char *word);
  /// Both begin at the first character of what they read.
  Status parseString(std::string &string);
  Status parseNumber(JsonValue &value);

  /// "'x'" or "the end of the file"
  std::string describeNext() const;
  Status fail(const std::string &message) const;

private:
  Status parseEscape(std::string &string);
  bool parseHex(unsigned &code);
  size_t skipDigits();

  const std::string *text;
  const std::string *file;
  size_t next = 0;
  size_t lineStart = 0;
  unsigned line = 1;
};

} // namespace mixp::gpurt

#endif // MIXP_GPURUNTIME_JSONSCANNER_H
