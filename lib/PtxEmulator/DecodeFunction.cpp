//===- DecodeFunction.cpp - Statements, branches and calls ----------------===//
#include "FunctionDecoder.h"
#include "llvm/Support/FormatVariadic.h"

using namespace llvm;
using namespace mixp::ptx;

/// Deeper calls are taken for recursion, which is not in the subset.
static constexpr unsigned kMaxCallDepth = 32;

void FunctionDecoder::append(Decode &decode, unsigned firstTouched) {
  Program &program = builder.program;
  Instruction &ins = decode.ins;
  const StatementAst &statement = decode.statement;
  ins.line = statement.line;
  ins.location = statement.location;
  ins.firstTouched = firstTouched;
  ins.numTouched = program.touched.size() - firstTouched;
  auto [it, inserted] =
      builder.opcodes.try_emplace(statement.opcode, program.opcodes.size());
  if (inserted)
    program.opcodes.push_back(statement.opcode);
  ins.opcode = it->second;
  program.code.push_back(ins);
}

static bool takesTarget(Decode &decode) {
  decode.take("uni");
  return decode.expectOperands(1, 1);
}

/// Handles what ends a straight run of instructions.
Error FunctionDecoder::decodeControl(Decode &decode, bool &handled) {
  StringRef name = decode.name();
  Program &program = builder.program;
  if (name == "ret" || name == "exit") {
    decode.take("uni");
    bool toCaller = name == "ret" && depth;
    decode.ins.flow = toCaller ? Flow::Branch : Flow::Exit;
    if (toCaller)
      returns.push_back(program.code.size());
  } else if (name == "bra" && takesTarget(decode)) {
    decode.ins.flow = Flow::Branch;
    branches.push_back({uint32_t(program.code.size()), &decode.statement});
  } else if (name == "brx") {
    decode.take("idx");
    decode.take("uni");
    if (decode.expectOperands(2, 2))
      decode.ins.row[0] = decode.source(0, 32);
    decode.ins.flow = Flow::BranchIndex;
    branches.push_back({uint32_t(program.code.size()), &decode.statement});
  } else {
    handled = false;
  }
  return Error::success();
}

Error FunctionDecoder::decodeStatement(const StatementAst &statement) {
  if (StringRef(statement.opcode).split('.').first == "call")
    return decodeCall(statement);
  unsigned firstTouched = builder.program.touched.size();
  Decode decode(*this, statement);
  auto refuse = [&](const Twine &why) {
    return builder.module.makeError(
        statement.line, "unsupported: " + why + "; in `" +
                            builder.module.lines[statement.line - 1] + "`");
  };
  if (!statement.guard.empty()) {
    std::optional<RegisterRow> guard =
        findRegister(statement.scope, statement.guard);
    if (!guard || guard->bits != 1)
      return refuse("expected a predicate but got '" + statement.guard + "'");
    decode.ins.guard = guard->row;
    decode.ins.guardNegated = statement.guardNegated;
    builder.program.touched.push_back(guard->row);
  }
  bool handled = true;
  if (Error error = decodeControl(decode, handled))
    return error;
  if (!handled) {
    Family family = findFamily(decode.name());
    if (!family)
      return refuse("'" + decode.name() + "' is not in the documented subset");
    family(decode);
  }
  if (!decode.failed() && !decode.words().empty())
    decode.fail("'." + decode.words().front() + "' of '" + statement.opcode +
                "' is not in the documented subset");
  if (decode.failed())
    return refuse(decode.error);
  append(decode, firstTouched);
  return Error::success();
}

/// A call is replaced by the callee's instructions.
Error FunctionDecoder::decodeCall(const StatementAst &statement) {
  ModuleData &module = builder.module;
  auto refuse = [&](const Twine &why) {
    return module.makeError(statement.line, "unsupported: " + why);
  };
  if (!statement.guard.empty())
    return refuse("a call with a guard is not in the documented subset");
  std::vector<uint64_t> lists[2]; // results, parameters
  std::string callee;
  for (const OperandAst &operand : statement.operands) {
    if (operand.kind == OperandAst::Kind::Name) {
      callee = operand.name;
      continue;
    }
    for (const OperandAst &variable : operand.elements) {
      std::optional<uint64_t> address =
          findLocal(statement.scope, variable.name);
      if (operand.kind != OperandAst::Kind::List || !address)
        return refuse("a call whose arguments are no .param variables is not "
                      "in the documented subset");
      lists[!callee.empty()].push_back(*address);
    }
  }
  const FunctionAst *target = module.findFunction(callee);
  if (!target || target->kernel)
    return refuse("'" + callee + "' is not a function of this module");
  if (depth >= kMaxCallDepth)
    return refuse("recursion is not in the documented subset");
  if (target->parameters.size() != lists[1].size() ||
      target->results.size() != lists[0].size())
    return refuse("the call does not fit '" + callee + "'");
  return FunctionDecoder(builder, *target, depth + 1).run(lists[1], lists[0]);
}

Error FunctionDecoder::resolveBranches() {
  Program &program = builder.program;
  for (uint32_t index : returns)
    program.code[index].target = program.code.size();
  for (const Branch &branch : branches) {
    const StatementAst &statement = *branch.statement;
    Instruction &ins = program.code[branch.instruction];
    std::vector<uint32_t> resolved;
    std::vector<std::string> names = {statement.operands.back().name};
    if (ins.flow == Flow::BranchIndex)
      if (auto *targets = findTargets(statement.scope, names[0]))
        names = *targets;
    for (const std::string &name : names) {
      std::optional<unsigned> label = findLabel(statement.scope, name);
      if (!label)
        return builder.module.makeError(statement.line,
                                        "unsupported: label '" + Twine(name) +
                                            "' is not declared");
      resolved.push_back(starts[*label]);
    }
    ins.target = resolved[0];
    if (ins.flow == Flow::BranchIndex) {
      ins.imm = program.branchTargets.size();
      program.branchTargets.push_back(resolved);
    }
  }
  return Error::success();
}

Error FunctionDecoder::run(ArrayRef<uint64_t> parameterAddresses,
                           ArrayRef<uint64_t> resultAddresses) {
  for (auto [variable, address] :
       zip_equal(function.parameters, parameterAddresses))
    parameters[variable.name] = address;
  for (auto [variable, address] : zip_equal(function.results, resultAddresses))
    parameters[variable.name] = address;
  placeVariables();
  for (const StatementAst &statement : function.statements) {
    starts.push_back(builder.program.code.size());
    if (Error error = decodeStatement(statement))
      return error;
  }
  starts.push_back(builder.program.code.size());
  return resolveBranches();
}

Expected<std::shared_ptr<const Program>>
mixp::ptx::getProgram(ModuleData &module, StringRef kernel) {
  std::lock_guard<std::mutex> lock(module.mutex);
  auto known = module.programs.find(kernel);
  if (known != module.programs.end())
    return known->second;
  const FunctionAst *function = module.findFunction(kernel);
  if (!function || !function->kernel)
    return createStringError("'" + module.fileName + "' has no kernel '" +
                             kernel + "'");
  ProgramBuilder builder(module);
  std::vector<uint64_t> addresses;
  uint64_t &end = builder.program.parameterBytes;
  for (const VariableAst &parameter : function->parameters) {
    end = (end + parameter.align - 1) / parameter.align * parameter.align;
    builder.program.parameterOffsets.push_back(end);
    addresses.push_back(kParamWindow + end);
    end += parameter.size;
  }
  FunctionDecoder decoder(builder, *function, /*depth=*/0);
  if (Error error = decoder.run(addresses, {}))
    return std::move(error);
  // A kernel may end without a `ret`.
  Instruction last;
  last.flow = Flow::Exit;
  last.line = function->statements.empty() ? function->line
                                           : function->statements.back().line;
  builder.program.opcodes.push_back("exit");
  last.opcode = builder.program.opcodes.size() - 1;
  builder.program.code.push_back(last);
  builder.finish();
  for (const Instruction &ins : builder.program.code)
    builder.program.usesWgmma |= ins.isWgmma;
  auto program = std::make_shared<const Program>(std::move(builder.program));
  module.programs[kernel] = program;
  return program;
}

Error Module::check(StringRef kernel) const {
  return getProgram(*data, kernel).takeError();
}
