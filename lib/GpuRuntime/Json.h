//===- Json.h - A strict reader of JSON -------------------------*- C++ -*-===//
#ifndef MIXP_GPURUNTIME_JSON_H
#define MIXP_GPURUNTIME_JSON_H

#include "GpuRuntime/Status.h"
#include <cstdint>
#include <vector>

namespace mixp::gpurt {

/// A JSON value and where it begins in its text, counted from 1.
struct JsonValue {
  enum class Kind { Null, Boolean, Integer, Real, String, Array, Object };
  Kind kind = Kind::Null;
  bool boolean = false;
  int64_t integer = 0; // of numbers without fraction and exponent
  double real = 0;
  std::string string;
  std::vector<JsonValue> items;  // of arrays and objects
  std::vector<std::string> keys; // of objects, one for each item
  unsigned line = 1;
  unsigned column = 1; // bytes

  const JsonValue *find(const std::string &key) const;
};

/// "an object"
const char *describe(JsonValue::Kind kind);

/// Reads a text that is one value as RFC 8259 has it; also refused are repeated
/// keys, integers beyond 64 bits and a nesting of more than 64. Messages begin
/// with "file:line:column: ".
Status parseJson(const std::string &text, const std::string &file,
                 JsonValue &value);

} // namespace mixp::gpurt

#endif // MIXP_GPURUNTIME_JSON_H
