//===- JsonCursor.h - Walks a JSON value by keys ----------------*- C++ -*-===//
#ifndef MIXP_GPURUNTIME_JSONCURSOR_H
#define MIXP_GPURUNTIME_JSONCURSOR_H

#include "GpuRuntime/Json.h"
#include <initializer_list>

namespace mixp::gpurt {

/// A place in a JSON document. What is wrong with the document goes into the
/// Status that all cursors of it share, the first error only; after one, what
/// is read is empty. Messages are "file:line:column: path: what".
class JsonCursor {
public:
  JsonCursor(const JsonValue &value, const std::string &file, Status &status)
      : value(&value), file(&file), status(&status) {}

  /// The member of an object, which must be there.
  JsonCursor operator[](const char *key) const;
  bool has(const char *key) const;
  bool isNull() const;
  bool isInteger() const;

  std::vector<JsonCursor> items() const;
  /// Names and places of an object's members.
  std::vector<std::pair<std::string, JsonCursor>> members() const;
  std::string string() const;
  bool boolean() const;
  int64_t integer(int64_t least, int64_t most) const;
  /// The index in `names` of the string that is here.
  size_t choice(std::initializer_list<const char *> names) const;

  /// Refuses members with other names.
  void allowKeys(std::initializer_list<const char *> keys) const;
  void fail(const std::string &message) const;
  bool failed() const { return status->failed(); }

private:
  JsonCursor(const JsonValue *value, const JsonCursor &parent, std::string path)
      : value(value), file(parent.file), status(parent.status),
        path(std::move(path)) {}
  bool expect(JsonValue::Kind kind) const;

  const JsonValue *value; // null after an error
  const std::string *file;
  Status *status;
  std::string path;
};

} // namespace mixp::gpurt

#endif // MIXP_GPURUNTIME_JSONCURSOR_H
