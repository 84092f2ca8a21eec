//===- ParseModule.cpp - Directives outside of functions ------------------===//
#include "Parser.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

using namespace llvm;
using namespace mixp::ptx;

bool Parser::fail(const Twine &message) {
  if (error.empty())
    error = data.fileName + ":" + std::to_string(peek().line) + ": " +
            message.str();
  return false;
}

bool Parser::expect(StringRef text) {
  if (takeIf(text))
    return true;
  return fail("expected '" + text + "' but got '" + peek().text + "'");
}

bool Parser::takeNumber(uint64_t &value) {
  if (peek().kind != Token::Kind::Number ||
      peek().text.rtrim("uU").getAsInteger(0, value))
    return fail("expected a number but got '" + peek().text + "'");
  take();
  return true;
}

void Parser::skipLine(unsigned line) {
  while (peek().kind != Token::Kind::End && peek().line == line)
    take();
}

bool Parser::skipBraces() {
  if (!expect("{"))
    return false;
  for (int depth = 1; depth;) {
    if (peek().kind == Token::Kind::End)
      return fail("expected '}' but got the end of the text");
    depth += at("{") - at("}");
    take();
  }
  return true;
}

bool Parser::parseFile() {
  unsigned line = take().line;
  uint64_t number;
  if (!takeNumber(number))
    return false;
  if (number > 100000)
    return fail("expected a file number of at most 100000");
  if (data.files.size() <= number)
    data.files.resize(number + 1);
  data.files[number] = peek().text.trim('"').str();
  skipLine(line);
  return true;
}

bool Parser::parseKernelDirectives(KernelInfo &info) {
  while (peek().text.starts_with(".")) {
    StringRef directive = take().text;
    if (directive == ".noreturn" || directive == ".blocksareclusters" ||
        directive == ".explicitcluster")
      continue;
    if (directive == ".pragma") {
      take();
      if (!expect(";"))
        return false;
      continue;
    }
    uint32_t sizes[3] = {1, 1, 1};
    unsigned count = 0;
    do {
      uint64_t value;
      if (!takeNumber(value))
        return false;
      if (count < 3)
        sizes[count++] = value;
    } while (takeIf(","));
    Dim3 dim{sizes[0], sizes[1], sizes[2]};
    if (directive == ".reqntid")
      info.requiredThreads = dim;
    else if (directive == ".maxntid")
      info.maxThreads = dim;
    else if (directive == ".reqnctapercluster" && dim.count() != 1)
      return fail("clusters of more than one block are not in the documented "
                  "subset");
    else if (directive != ".minnctapersm" && directive != ".maxnreg" &&
             directive != ".maxnctapersm" && directive != ".maxclusterrank" &&
             directive != ".reqnctapercluster")
      return fail("directive '" + directive +
                  "' is not in the documented subset");
  }
  return true;
}

void Parser::finishKernel(FunctionAst &function, KernelInfo info) {
  for (const VariableAst &parameter : function.parameters)
    info.parameters.push_back(
        {parameter.name, parameter.size, parameter.align});
  info.name = function.name;
  info.line = function.line;
  auto count = [&](const std::vector<VariableAst> &variables) {
    for (const VariableAst &variable : variables) {
      if (variable.space != Space::Shared)
        continue;
      info.usesDynamicShared |= variable.dynamic;
      if (variable.dynamic)
        continue;
      info.staticSharedBytes = (info.staticSharedBytes + variable.align - 1) /
                                   variable.align * variable.align +
                               variable.size;
    }
  };
  count(data.variables);
  count(function.variables);
  data.kernels.push_back(std::move(info));
}

bool Parser::parseFunction(bool kernel) {
  FunctionAst function;
  function.kernel = kernel;
  function.line = take().line;
  if (at("(") && !parseParameters(function.results))
    return false;
  function.name = take().text.str();
  if (at("(") && !parseParameters(function.parameters))
    return false;
  KernelInfo info;
  if (!parseKernelDirectives(info))
    return false;
  if (takeIf(";"))
    return true; // a declaration
  if (!parseBody(function))
    return false;
  data.functions.push_back(std::move(function));
  if (kernel)
    finishKernel(data.functions.back(), std::move(info));
  return true;
}

bool Parser::parseTopLevel() {
  StringRef word = peek().text;
  if (word == ".version" || word == ".target") {
    unsigned line = take().line;
    (word == ".version" ? data.version : data.target) = peek().text.str();
    skipLine(line);
    return true;
  }
  if (word == ".address_size") {
    take();
    uint64_t bits;
    if (!takeNumber(bits))
      return false;
    return bits == 64 || fail("expected .address_size 64");
  }
  if (word == ".file")
    return parseFile();
  if (word == ".section") {
    take();
    take();
    return skipBraces();
  }
  if (word == ".visible" || word == ".extern" || word == ".weak" ||
      word == ".common") {
    take();
    return true;
  }
  if (word == ".entry" || word == ".func")
    return parseFunction(word == ".entry");
  if (word == ".shared" || word == ".global" || word == ".const") {
    VariableAst variable;
    if (!parseVariable(variable))
      return false;
    data.variables.push_back(std::move(variable));
    return expect(";");
  }
  return fail("'" + word + "' is not in the documented subset");
}

Error Parser::parseModule() {
  while (error.empty() && peek().kind != Token::Kind::End)
    parseTopLevel();
  if (!error.empty())
    return createStringError(error);
  return Error::success();
}

const FunctionAst *ModuleData::findFunction(StringRef name) const {
  for (const FunctionAst &function : functions)
    if (function.name == name)
      return &function;
  return nullptr;
}

Error ModuleData::makeError(unsigned line, const Twine &message) const {
  return createStringError(fileName + ":" + Twine(line) + ": " + message);
}

Expected<Module> Module::parse(StringRef text, StringRef fileName) {
  Module module;
  module.data = std::make_shared<ModuleData>();
  module.data->fileName = fileName.str();
  SmallVector<StringRef> lines;
  text.split(lines, '\n');
  for (StringRef line : lines)
    module.data->lines.push_back(line.trim().str());
  Parser parser(*module.data, tokenize(text));
  if (Error error = parser.parseModule())
    return std::move(error);
  return module;
}

Expected<Module> Module::parseFile(StringRef path) {
  auto buffer = MemoryBuffer::getFile(path, /*IsText=*/true);
  if (std::error_code code = buffer.getError())
    return createStringError(code,
                             "cannot open '" + path + "': " + code.message());
  return parse((*buffer)->getBuffer(), sys::path::filename(path));
}

ArrayRef<KernelInfo> Module::getKernels() const { return data->kernels; }

const KernelInfo *Module::findKernel(StringRef name) const {
  for (const KernelInfo &kernel : data->kernels)
    if (kernel.name == name)
      return &kernel;
  return nullptr;
}

StringRef Module::getTarget() const { return data->target; }
StringRef Module::getVersion() const { return data->version; }
