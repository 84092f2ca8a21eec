//===- Json.cpp - JSON is read strictly, errors have places ---------------===//
#include "GpuRuntime/Json.h"
#include "gtest/gtest.h"

using namespace mixp::gpurt;

static JsonValue parse(const std::string &text) {
  JsonValue value;
  Status status = parseJson(text, "f", value);
  EXPECT_TRUE(status.isOk()) << status.getMessage();
  return value;
}

static std::string fail(const std::string &text) {
  JsonValue value;
  Status status = parseJson(text, "f", value);
  EXPECT_EQ(status.getKind(), Status::Kind::BadInput) << text;
  return status.getMessage();
}

TEST(Json, ReadsEveryKindOfValue) {
  JsonValue value =
      parse(" {\"a\": [1, -2.5e1, true, false, null],\n  \"b\": {\"c\": "
            "\"x\"}, \"d\": [], \"e\": {}}\n");
  ASSERT_EQ(value.kind, JsonValue::Kind::Object);
  const JsonValue *a = value.find("a");
  ASSERT_TRUE(a && a->items.size() == 5);
  EXPECT_EQ(a->items[0].integer, 1);
  EXPECT_EQ(a->items[1].kind, JsonValue::Kind::Real);
  EXPECT_EQ(a->items[1].real, -25.0);
  EXPECT_TRUE(a->items[2].boolean);
  EXPECT_FALSE(a->items[3].boolean);
  EXPECT_EQ(a->items[4].kind, JsonValue::Kind::Null);
  EXPECT_EQ(value.find("b")->find("c")->string, "x");
  EXPECT_EQ(value.find("b")->line, 2u);
  EXPECT_EQ(value.find("b")->column, 8u);
  EXPECT_TRUE(value.find("d")->items.empty());
  EXPECT_EQ(value.find("absent"), nullptr);
}

TEST(Json, DecodesEscapes) {
  EXPECT_EQ(parse(R"("\"\\\/\b\f\n\r\t")").string, "\"\\/\b\f\n\r\t");
  EXPECT_EQ(parse(R"("\u0041\u00e9\u20AC\ud83d\ude00")").string,
            "A\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80");
}

TEST(Json, KeepsIntegersExact) {
  EXPECT_EQ(parse("9223372036854775807").integer, INT64_MAX);
  EXPECT_EQ(parse("-9223372036854775808").integer, INT64_MIN);
  EXPECT_EQ(fail("[9223372036854775808]"),
            "f:1:2: expected an integer of 64 bits but got "
            "9223372036854775808");
}

TEST(Json, ErrorsHavePlaces) {
  EXPECT_EQ(fail(""), "f:1:1: expected a value but got the end of the file");
  EXPECT_EQ(fail("{\n  \"a\": tru}"), "f:2:8: expected a value but got 't'");
  EXPECT_EQ(fail("{\n \"a\" 1}"), "f:2:6: expected ':' after a key but got "
                                  "'1'");
  EXPECT_EQ(fail("{a: 1}"), "f:1:2: expected a key in quotes but got 'a'");
  EXPECT_EQ(fail("[1, 2"),
            "f:1:6: expected ',' or ']' but got the end of the file");
  EXPECT_EQ(fail("[1,]"), "f:1:4: expected a value but got ']'");
  EXPECT_EQ(fail("{\"a\": 1 \"b\": 2}"),
            "f:1:9: expected ',' or '}' but got '\"'");
  EXPECT_EQ(fail("{\"a\": 1,\n\"a\": 2}"), "f:2:1: key 'a' is there twice");
  EXPECT_EQ(fail("1 2"), "f:1:3: expected the end of the file but got '2'");
  EXPECT_EQ(fail("[01]"), "f:1:2: expected a number without leading zeros");
  EXPECT_EQ(fail("[1.]"), "f:1:4: expected a digit but got ']'");
  EXPECT_EQ(fail("[-x]"), "f:1:3: expected a digit but got 'x'");
  EXPECT_EQ(fail("[1e]"), "f:1:4: expected a digit but got ']'");
  EXPECT_EQ(fail("[\xc3]"), "f:1:2: expected a value but got byte 195");
}

TEST(Json, RefusesBadStrings) {
  EXPECT_EQ(fail("\"a"), "f:1:3: expected '\"' at the end of a string");
  EXPECT_EQ(fail(R"("\x")"),
            "f:1:3: expected an escape of JSON after '\\' but got 'x'");
  EXPECT_EQ(fail(R"("\u12g4")"),
            "f:1:6: expected 4 hexadecimal digits but got 'g'");
  EXPECT_NE(fail(R"("\ud800x")").find("second half"), std::string::npos);
  EXPECT_NE(fail(R"("\udc00")").find("first half"), std::string::npos);
  EXPECT_NE(fail("\"a\nb\"").find("control characters"), std::string::npos);
}

TEST(Json, LimitsNesting) {
  EXPECT_TRUE(parse(std::string(60, '[') + std::string(60, ']')).items.size());
  EXPECT_NE(fail(std::string(100000, '[')).find("nesting"), std::string::npos);
}
