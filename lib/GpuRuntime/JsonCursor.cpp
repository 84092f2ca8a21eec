//===- JsonCursor.cpp - Walks a JSON value by keys ------------------------===//
#include "GpuRuntime/JsonCursor.h"
#include <algorithm>

using namespace mixp;
using namespace mixp::gpurt;

void JsonCursor::fail(const std::string &message) const {
  if (status->failed())
    return;
  std::string place = *file;
  if (value)
    place +=
        ":" + std::to_string(value->line) + ":" + std::to_string(value->column);
  *status = Status::badInput(place + ": " + (path.empty() ? "" : path + ": ") +
                             message);
}

bool JsonCursor::expect(JsonValue::Kind kind) const {
  if (!value)
    return false;
  if (value->kind == kind)
    return true;
  fail(std::string("expected ") + describe(kind) + " but got " +
       describe(value->kind));
  return false;
}

JsonCursor JsonCursor::operator[](const char *key) const {
  std::string name = path.empty() ? key : path + "." + key;
  const JsonValue *found = nullptr;
  if (expect(JsonValue::Kind::Object)) {
    found = value->find(key);
    if (!found)
      fail(std::string("missing key '") + key + "'");
  }
  return JsonCursor(found, *this, std::move(name));
}

bool JsonCursor::has(const char *key) const {
  return value && value->kind == JsonValue::Kind::Object && value->find(key);
}

bool JsonCursor::isNull() const {
  return value && value->kind == JsonValue::Kind::Null;
}

bool JsonCursor::isInteger() const {
  return value && value->kind == JsonValue::Kind::Integer;
}

std::vector<JsonCursor> JsonCursor::items() const {
  std::vector<JsonCursor> result;
  if (!expect(JsonValue::Kind::Array))
    return result;
  for (size_t i = 0; i < value->items.size(); ++i)
    result.push_back(JsonCursor(&value->items[i], *this,
                                path + "[" + std::to_string(i) + "]"));
  return result;
}

std::vector<std::pair<std::string, JsonCursor>> JsonCursor::members() const {
  std::vector<std::pair<std::string, JsonCursor>> result;
  if (!expect(JsonValue::Kind::Object))
    return result;
  for (size_t i = 0; i < value->items.size(); ++i) {
    const std::string &name = value->keys[i];
    result.emplace_back(name,
                        JsonCursor(&value->items[i], *this, path + "." + name));
  }
  return result;
}

std::string JsonCursor::string() const {
  return expect(JsonValue::Kind::String) ? value->string : std::string();
}

bool JsonCursor::boolean() const {
  return expect(JsonValue::Kind::Boolean) && value->boolean;
}

int64_t JsonCursor::integer(int64_t least, int64_t most) const {
  if (!expect(JsonValue::Kind::Integer))
    return least;
  if (value->integer >= least && value->integer <= most)
    return value->integer;
  fail("expected " + std::to_string(least) + " to " + std::to_string(most) +
       " but got " + std::to_string(value->integer));
  return least;
}

size_t JsonCursor::choice(std::initializer_list<const char *> names) const {
  if (!expect(JsonValue::Kind::String))
    return 0;
  const auto *found =
      std::find_if(names.begin(), names.end(),
                   [&](const char *name) { return value->string == name; });
  if (found != names.end())
    return found - names.begin();
  std::string all;
  for (const char *name : names)
    all += (all.empty() ? "'" : ", '") + std::string(name) + "'";
  fail("expected one of " + all + " but got '" + value->string + "'");
  return 0;
}

void JsonCursor::allowKeys(std::initializer_list<const char *> keys) const {
  if (!expect(JsonValue::Kind::Object))
    return;
  for (size_t i = 0; i < value->items.size(); ++i) {
    const std::string &name = value->keys[i];
    bool known = std::any_of(keys.begin(), keys.end(),
                             [&](const char *key) { return name == key; });
    if (!known)
      JsonCursor(&value->items[i], *this, path)
          .fail("unknown key '" + name + "'");
  }
}
