//===- Json.cpp - A strict reader of JSON ---------------------------------===//
#include "GpuRuntime/Json.h"
#include "GpuRuntime/JsonScanner.h"

using namespace mixp;
using namespace mixp::gpurt;

const JsonValue *JsonValue::find(const std::string &key) const {
  for (size_t i = 0; i < keys.size(); ++i)
    if (keys[i] == key)
      return &items[i];
  return nullptr;
}

const char *gpurt::describe(JsonValue::Kind kind) {
  switch (kind) {
  case JsonValue::Kind::Null:
    return "null";
  case JsonValue::Kind::Boolean:
    return "true or false";
  case JsonValue::Kind::Integer:
    return "an integer";
  case JsonValue::Kind::Real:
    return "a number with a fraction";
  case JsonValue::Kind::String:
    return "a string";
  case JsonValue::Kind::Array:
    return "an array";
  case JsonValue::Kind::Object:
    break;
  }
  return "an object";
}

namespace {
/// Values and what is inside them.
class JsonParser {
public:
  JsonParser(const std::string &text, const std::string &file)
      : scanner(text, file) {}

  Status parse(JsonValue &value) {
    if (Status status = parseValue(value, 0); status.failed())
      return status;
    scanner.skipSpace();
    if (!scanner.atEnd())
      return scanner.fail("expected the end of the file but got " +
                          scanner.describeNext());
    return Status::ok();
  }

private:
  Status parseValue(JsonValue &value, unsigned depth);
  Status parseArray(JsonValue &value, unsigned depth);
  Status parseObject(JsonValue &value, unsigned depth);
  Status parseWord(JsonValue &value);

  JsonScanner scanner;
};
} // namespace

Status JsonParser::parseWord(JsonValue &value) {
  if (scanner.consumeWord("null"))
    return Status::ok();
  value.kind = JsonValue::Kind::Boolean;
  value.boolean = scanner.consumeWord("true");
  if (value.boolean || scanner.consumeWord("false"))
    return Status::ok();
  return scanner.fail("expected a value but got " + scanner.describeNext());
}

Status JsonParser::parseArray(JsonValue &value, unsigned depth) {
  value.kind = JsonValue::Kind::Array;
  if (scanner.consume(']'))
    return Status::ok();
  do {
    value.items.emplace_back();
    if (Status status = parseValue(value.items.back(), depth + 1);
        status.failed())
      return status;
  } while (scanner.consume(','));
  if (scanner.consume(']'))
    return Status::ok();
  return scanner.fail("expected ',' or ']' but got " + scanner.describeNext());
}

Status JsonParser::parseObject(JsonValue &value, unsigned depth) {
  value.kind = JsonValue::Kind::Object;
  if (scanner.consume('}'))
    return Status::ok();
  do {
    std::string key;
    scanner.skipSpace();
    if (scanner.peek() != '"')
      return scanner.fail("expected a key in quotes but got " +
                          scanner.describeNext());
    if (value.keys.size() > 1000)
      return scanner.fail("expected at most 1000 keys in an object");
    JsonScanner atKey = scanner;
    if (Status status = scanner.parseString(key); status.failed())
      return status;
    if (value.find(key))
      return atKey.fail("key '" + key + "' is there twice");
    if (!scanner.consume(':'))
      return scanner.fail("expected ':' after a key but got " +
                          scanner.describeNext());
    value.keys.push_back(std::move(key));
    value.items.emplace_back();
    if (Status status = parseValue(value.items.back(), depth + 1);
        status.failed())
      return status;
  } while (scanner.consume(','));
  if (scanner.consume('}'))
    return Status::ok();
  return scanner.fail("expected ',' or '}' but got " + scanner.describeNext());
}

Status JsonParser::parseValue(JsonValue &value, unsigned depth) {
  if (depth > 64)
    return scanner.fail("expected a nesting of at most 64");
  scanner.skipSpace();
  value.line = scanner.getLine();
  value.column = scanner.getColumn();
  if (scanner.consume('{'))
    return parseObject(value, depth);
  if (scanner.consume('['))
    return parseArray(value, depth);
  char next = scanner.peek();
  if (next == '"') {
    value.kind = JsonValue::Kind::String;
    return scanner.parseString(value.string);
  }
  if (next == '-' || (next >= '0' && next <= '9'))
    return scanner.parseNumber(value);
  return parseWord(value);
}

Status gpurt::parseJson(const std::string &text, const std::string &file,
                        JsonValue &value) {
  value = JsonValue();
  return JsonParser(text, file).parse(value);
}
