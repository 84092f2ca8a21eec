//===- ParseVariable.cpp - Declarations of variables ----------------------===//
#include "Parser.h"
#include "llvm/ADT/StringSwitch.h"
#include <cstring>

using namespace llvm;
using namespace mixp::ptx;

unsigned mixp::ptx::getTypeBytes(StringRef type) {
  return StringSwitch<unsigned>(type)
      .Cases({"b8", "u8", "s8"}, 1)
      .Cases({"b16", "u16", "s16", "f16", "bf16"}, 2)
      .Cases({"b32", "u32", "s32", "f32", "f16x2", "bf16x2"}, 4)
      .Cases({"b64", "u64", "s64", "f64"}, 8)
      .Case("b128", 16)
      .Default(0);
}

/// Parses from the state space up to, not including, what follows the name.
bool Parser::parseVariable(VariableAst &variable) {
  StringRef space = take().text;
  variable.space = StringSwitch<Space>(space.split("::").first)
                       .Case(".shared", Space::Shared)
                       .Case(".global", Space::Global)
                       .Case(".const", Space::Const)
                       .Case(".local", Space::Local)
                       .Default(Space::Param);
  unsigned vector = 1;
  variable.align = 0;
  while (peek().text.starts_with(".")) {
    StringRef word = take().text.drop_front();
    if (word == "align") {
      if (!takeNumber(variable.align))
        return false;
      if (!variable.align || (variable.align & (variable.align - 1)))
        return fail("expected an alignment that is a power of two but got " +
                    Twine(variable.align));
    } else if (word == "v2" || word == "v4") {
      vector = word == "v2" ? 2 : 4;
    } else if (unsigned bytes = getTypeBytes(word)) {
      variable.elementBytes = bytes;
    } else if (word != "ptr" && word != "global" && word != "shared" &&
               word != "const" && word != "local" && word != "generic" &&
               word != "attribute") {
      return fail("'." + word + "' is not in the documented subset");
    }
  }
  // `.ptr .global .align N` of a parameter speaks of what it points to.
  variable.elementBytes *= vector;
  if (!variable.align)
    variable.align = variable.elementBytes;
  return parseDeclarator(variable);
}

bool Parser::parseDeclarator(VariableAst &variable) {
  if (peek().kind != Token::Kind::Word)
    return fail("expected a name but got '" + peek().text + "'");
  variable.name = take().text.str();
  variable.size = variable.elementBytes;
  while (takeIf("[")) {
    uint64_t count = 0;
    if (at("]"))
      variable.dynamic = true;
    else if (!takeNumber(count))
      return false;
    if (count > (uint64_t(1) << 32))
      return fail("expected an array of at most 2^32 elements");
    variable.size *= count;
    if (!expect("]"))
      return false;
  }
  if (variable.dynamic && variable.space != Space::Shared)
    return fail("an array without a size is not in the documented subset "
                "outside of .shared");
  if (takeIf("="))
    return parseInitializer(variable);
  return true;
}

bool Parser::parseInitialValue(VariableAst &variable, uint64_t offset) {
  uint64_t bits = 0;
  if (peek().kind == Token::Kind::Word) {
    bool generic = takeIf("generic");
    if (generic && !expect("("))
      return false;
    VariableAst::Reference reference{offset, take().text.str(), 0};
    uint64_t addend = 0;
    // The offset is inside or outside of generic().
    if (takeIf("+") && !takeNumber(addend))
      return false;
    if (generic && (!expect(")") || (takeIf("+") && !takeNumber(addend))))
      return false;
    reference.addend = addend;
    variable.references.push_back(reference);
  } else {
    OperandAst value;
    bool negative = takeIf("-");
    if (!parseNumber(value, negative))
      return false;
    bits = value.bits;
  }
  if (offset + variable.elementBytes > variable.size)
    return fail("expected at most " +
                Twine(variable.size / variable.elementBytes) +
                " initial values");
  std::memcpy(&variable.bytes[offset], &bits,
              std::min<uint64_t>(variable.elementBytes, 8));
  return true;
}

bool Parser::parseInitializer(VariableAst &variable) {
  variable.bytes.assign(variable.size, '\0');
  if (!at("{"))
    return parseInitialValue(variable, 0);
  uint64_t offset = 0;
  int depth = 0;
  // Nested braces of multi-dimensional arrays are full in LLVM's text.
  do {
    while (takeIf("{"))
      ++depth;
    if (!at("}") && !parseInitialValue(variable, offset))
      return false;
    offset += variable.elementBytes;
    while (depth && takeIf("}"))
      --depth;
  } while (takeIf(","));
  return depth == 0 || expect("}");
}

bool Parser::parseParameters(std::vector<VariableAst> &parameters) {
  if (!expect("("))
    return false;
  while (!at(")")) {
    if (!at(".param"))
      return fail("expected .param but got '" + peek().text + "'");
    VariableAst parameter;
    bool pointer = peek(2).text == ".ptr";
    if (!parseVariable(parameter))
      return false;
    if (pointer)
      parameter.align = parameter.elementBytes;
    parameters.push_back(std::move(parameter));
    if (!takeIf(",") && !at(")"))
      return fail("expected ',' or ')' but got '" + peek().text + "'");
  }
  return expect(")");
}
