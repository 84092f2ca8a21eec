//===- ParseBody.cpp - Statements of functions ----------------------------===//
#include "Parser.h"
#include "llvm/ADT/StringExtras.h"
#include <bit>

using namespace llvm;
using namespace mixp::ptx;

bool Parser::parseBody(FunctionAst &function) {
  if (!expect("{"))
    return false;
  function.hasBody = true;
  location = -1;
  function.scopes.emplace_back();
  std::vector<unsigned> open = {0};
  while (!open.empty()) {
    if (peek().kind == Token::Kind::End)
      return fail("expected '}' but got the end of the text");
    unsigned scope = open.back();
    if (takeIf("{")) {
      function.scopes.emplace_back().parent = scope;
      open.push_back(function.scopes.size() - 1);
    } else if (takeIf("}")) {
      open.pop_back();
    } else if (peek(1).text == ":") {
      if (!parseLabel(function, scope))
        return false;
    } else if (peek().text.starts_with(".")) {
      if (!parseDirective(function, scope))
        return false;
    } else if (!takeIf(";") && !parseInstruction(function, scope)) {
      return false;
    }
  }
  return true;
}

bool Parser::parseLabel(FunctionAst &function, unsigned scope) {
  std::string name = take().text.str();
  take();
  if (takeIf(".branchtargets")) {
    std::vector<std::string> &targets = function.scopes[scope].targets[name];
    do
      targets.push_back(take().text.str());
    while (takeIf(","));
    return expect(";");
  }
  if (at(".callprototype") || at(".calltargets"))
    return fail("indirect calls are not in the documented subset");
  if (!function.scopes[scope]
           .labels.try_emplace(name, function.statements.size())
           .second)
    return fail("label '" + name + "' is there twice");
  return true;
}

bool Parser::parseLocation() {
  unsigned line = take().line;
  uint64_t file, sourceLine;
  if (!takeNumber(file) || !takeNumber(sourceLine))
    return false;
  location = data.locations.size();
  data.locations.push_back({unsigned(file), unsigned(sourceLine)});
  skipLine(line);
  return true;
}

bool Parser::parseRegisters(ScopeAst &scope) {
  take();
  StringRef type = take().text.drop_front();
  RegisterAst declaration;
  declaration.bits = type == "pred" ? 1 : getTypeBytes(type) * 8;
  if (!declaration.bits)
    return fail("expected the type of a register but got '." + type + "'");
  do {
    StringRef name = take().text;
    if (takeIf("<")) {
      uint64_t count;
      if (!takeNumber(count) || !expect(">"))
        return false;
      if (count > 1000000)
        return fail("expected at most 1000000 registers");
      declaration.count = count;
      scope.ranges[name] = declaration;
    } else {
      scope.registers[name] = declaration;
    }
  } while (takeIf(","));
  return expect(";");
}

bool Parser::parseDirective(FunctionAst &function, unsigned scope) {
  StringRef word = peek().text;
  if (word == ".reg")
    return parseRegisters(function.scopes[scope]);
  if (word == ".loc")
    return parseLocation();
  if (word == ".pragma") {
    while (!at(";") && peek().kind != Token::Kind::End)
      take();
    return expect(";");
  }
  if (word == ".shared" || word == ".local" || word == ".param" ||
      word == ".const" || word == ".global") {
    VariableAst variable;
    if (!parseVariable(variable))
      return false;
    function.scopes[scope].variables[variable.name] = function.variables.size();
    function.variables.push_back(std::move(variable));
    return expect(";");
  }
  return fail("directive '" + word + "' is not in the documented subset");
}

bool Parser::parseInstruction(FunctionAst &function, unsigned scope) {
  StatementAst statement;
  statement.line = peek().line;
  statement.scope = scope;
  statement.location = location;
  if (takeIf("@")) {
    statement.guardNegated = takeIf("!");
    statement.guard = take().text.str();
    statement.line = peek().line;
  }
  if (peek().kind != Token::Kind::Word)
    return fail("expected an instruction but got '" + peek().text + "'");
  statement.opcode = take().text.str();
  while (!at(";")) {
    if (peek().kind == Token::Kind::End)
      return fail("expected ';' but got the end of the text");
    if (!parseOperand(statement.operands.emplace_back()))
      return false;
    if (!takeIf(",") && !at(";"))
      return fail("expected ',' or ';' but got '" + peek().text + "'");
  }
  take();
  function.statements.push_back(std::move(statement));
  return true;
}

bool Parser::parseSequence(OperandAst &operand, StringRef close) {
  take();
  while (!at(close)) {
    if (!parseOperand(operand.elements.emplace_back()))
      return false;
    if (!takeIf(",") && !at(close))
      return fail("expected ',' or '" + close + "' but got '" + peek().text +
                  "'");
  }
  take();
  return true;
}

bool Parser::parseAddress(OperandAst &operand) {
  take();
  operand.kind = OperandAst::Kind::Address;
  if (!parseSimpleOperand(operand.elements.emplace_back()))
    return false;
  if (takeIf(",")) {
    operand.kind = OperandAst::Kind::TensorAddress;
    if (!parseOperand(operand.elements.emplace_back()))
      return false;
    return expect("]");
  }
  bool plus = takeIf("+");
  bool minus = takeIf("-");
  if (plus || minus) {
    uint64_t offset;
    if (!takeNumber(offset))
      return false;
    operand.bits = minus ? -offset : offset;
  }
  return expect("]");
}

bool Parser::parseNumber(OperandAst &operand, bool negative) {
  StringRef text = peek().text;
  bool failed;
  if (text.starts_with_insensitive("0f")) {
    operand.kind = OperandAst::Kind::Float32;
    failed = text.drop_front(2).getAsInteger(16, operand.bits);
  } else if (text.starts_with_insensitive("0d")) {
    operand.kind = OperandAst::Kind::Float64;
    failed = text.drop_front(2).getAsInteger(16, operand.bits);
  } else if (text.contains('.')) {
    double value;
    operand.kind = OperandAst::Kind::Float64;
    failed = text.getAsDouble(value);
    operand.bits = std::bit_cast<uint64_t>(negative ? -value : value);
  } else {
    operand.kind = OperandAst::Kind::Integer;
    failed = text.rtrim("uU").getAsInteger(0, operand.bits);
    if (negative)
      operand.bits = -operand.bits;
  }
  if (peek().kind != Token::Kind::Number || failed)
    return fail("expected a number but got '" + text + "'");
  take();
  return true;
}

bool Parser::parseSimpleOperand(OperandAst &operand) {
  operand.negated = takeIf("!");
  if (peek().kind == Token::Kind::Word) {
    operand.name = take().text.str();
    operand.kind =
        operand.name == "_" ? OperandAst::Kind::Sink : OperandAst::Kind::Name;
    return true;
  }
  return parseNumber(operand, takeIf("-"));
}

bool Parser::parseOperand(OperandAst &operand) {
  if (at("[")) {
    return parseAddress(operand);
  }
  if (at("{") || at("(")) {
    bool vector = at("{");
    operand.kind = vector ? OperandAst::Kind::Vector : OperandAst::Kind::List;
    return parseSequence(operand, vector ? "}" : ")");
  }
  OperandAst first;
  if (!parseSimpleOperand(first))
    return false;
  if (takeIf("|")) {
    operand.kind = OperandAst::Kind::Pair;
    operand.elements.resize(2);
    operand.elements[0] = std::move(first);
    return parseSimpleOperand(operand.elements[1]);
  }
  // `symbol+offset` as a value.
  if (first.kind == OperandAst::Kind::Name && takeIf("+")) {
    uint64_t offset;
    if (!takeNumber(offset))
      return false;
    first.bits = offset;
  }
  operand = std::move(first);
  return true;
}
