//===- CHeader.cpp - The C header of a compiled model ---------------------===//
#include "CInterface.h"
#include "mixp/Execution/Marshal.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mixp;

/// Words that may not be parameter names in C or C++.
static const llvm::StringSet<> &getReservedWords() {
  static const llvm::StringSet<> words = {
      "and",     "asm",      "auto",      "bool",   "break",    "case",
      "catch",   "char",     "class",     "const",  "continue", "default",
      "delete",  "do",       "double",    "else",   "enum",     "explicit",
      "export",  "extern",   "false",     "float",  "for",      "friend",
      "goto",    "if",       "inline",    "int",    "int64_t",  "int8_t",
      "long",    "mutable",  "namespace", "new",    "not",      "operator",
      "or",      "private",  "protected", "public", "register", "restrict",
      "return",  "short",    "signed",    "sizeof", "static",   "struct",
      "switch",  "template", "this",      "throw",  "true",     "try",
      "typedef", "typename", "uint8_t",   "union",  "unsigned", "using",
      "virtual", "void",     "volatile",  "while",  "xor"};
  return words;
}

llvm::SmallVector<CParameter> mixp::getCParameters(const Signature &signature) {
  llvm::SmallVector<CParameter> parameters;
  llvm::StringSet<> used;
  auto add = [&](const Port &port, bool isOutput) {
    std::string name;
    for (char c : port.name)
      name += llvm::isAlnum(c) ? c : '_';
    if (name.empty() || llvm::isDigit(name.front()) ||
        getReservedWords().contains(name))
      name += name.empty() ? "array" : "_";
    if (llvm::isDigit(name.front()))
      name.insert(0, "array_");
    while (!used.insert(name).second)
      name += "_";
    parameters.push_back({name, port, isOutput});
  };
  for (const Port &port : signature.inputs)
    add(port, false);
  for (const Port &port : signature.results)
    add(port, true);
  return parameters;
}

llvm::SmallVector<llvm::StringRef>
mixp::getCheckedFeatures(const llvm::TargetMachine &machine) {
  // Those that both LLVM's code generator and __builtin_cpu_supports know.
  static constexpr StringRef known[] = {
      "sse4.2",     "popcnt",       "avx",         "avx2",
      "fma",        "f16c",         "bmi",         "bmi2",
      "avx512f",    "avx512cd",     "avx512bw",    "avx512dq",
      "avx512vl",   "avx512vbmi",   "avx512vbmi2", "avx512ifma",
      "avx512vnni", "avx512bitalg", "avx512bf16",  "avx512vpopcntdq",
      "avx512fp16", "avxvnni",      "gfni"};
  llvm::SmallVector<StringRef> features;
  if (!machine.getTargetTriple().isX86())
    return features;
  for (StringRef feature : known)
    if (machine.getMCSubtargetInfo()->checkFeatures(("+" + feature).str()))
      features.push_back(feature);
  return features;
}

static StringRef getCType(Type type) {
  if (isPackedType(type))
    return "uint8_t";
  switch (*getHostKind(type)) {
  case ElementKind::Bool:
  case ElementKind::UI8:
    return "uint8_t";
  case ElementKind::I8:
    return "int8_t";
  case ElementKind::I16:
    return "int16_t";
  case ElementKind::UI16:
  case ElementKind::F16:
  case ElementKind::BF16:
    return "uint16_t";
  case ElementKind::I32:
    return "int32_t";
  case ElementKind::UI32:
    return "uint32_t";
  case ElementKind::I64:
    return "int64_t";
  case ElementKind::UI64:
    return "uint64_t";
  case ElementKind::F32:
    return "float";
  case ElementKind::F64:
    return "double";
  default: // floats of at most 8 bits
    return "uint8_t";
  }
}

/// E.g. " *   image: float32[?, 784], image_size0 is the size of dim 0".
static void describeParameter(llvm::raw_ostream &os,
                              const CParameter &parameter) {
  RankedTensorType type = parameter.port.type;
  os << " *   " << parameter.name << ": " << type.getElementType()
     << formatShape(type.getShape());
  for (int64_t i = 0; i < type.getRank(); ++i)
    if (type.isDynamicDim(i))
      os << ", " << parameter.name << "_size" << i << " is dim " << i;
  if (isPackedType(type.getElementType()))
    os << ", several elements to a byte, lowest bits first, no padding of rows";
  else if (type.getElementType().isFloat() &&
           type.getElementTypeBitWidth() < 32)
    os << ", as the bits of the format";
  os << "\n";
}

static void printPrototype(llvm::raw_ostream &os,
                           ArrayRef<CParameter> parameters, StringRef name) {
  os << "int " << name << "_run(";
  if (parameters.empty())
    os << "void";
  llvm::interleave(
      parameters, os,
      [&](const CParameter &parameter) {
        RankedTensorType type = parameter.port.type;
        os << (parameter.isOutput ? "" : "const ")
           << getCType(type.getElementType()) << " *" << parameter.name;
        for (int64_t i = 0; i < type.getRank(); ++i)
          if (type.isDynamicDim(i))
            os << ", int64_t " << parameter.name << "_size" << i;
      },
      ",\n    ");
  os << ");\n";
}

std::string mixp::formatCHeader(const Signature &signature, StringRef name,
                                const llvm::TargetMachine &machine,
                                bool withThreads) {
  std::string text, upper = name.upper();
  llvm::raw_string_ostream os(text);
  auto parameters = getCParameters(signature);
  os << "/* " << name << ".h - generated by mixp compile */\n#ifndef " << upper
     << "_RUN_H\n#define " << upper << "_RUN_H\n\n#include <stdint.h>\n\n"
     << "#ifdef __cplusplus\nextern \"C\" {\n#endif\n\n"
     << "/* What " << name << "_run returns. */\nenum {\n  " << upper
     << "_OK = " << kCOk << ",\n  " << upper << "_ERROR_NULL = " << kCErrorNull
     << ",      /* a pointer to at least one element is NULL */\n  " << upper
     << "_ERROR_SIZE = " << kCErrorSize
     << ",      /* a size is negative or too large */\n  " << upper
     << "_ERROR_ALIGNMENT = " << kCErrorAlignment
     << ", /* a pointer is not aligned to its elements */\n  " << upper
     << "_ERROR_CPU = " << kCErrorCpu
     << ",       /* this CPU lacks a feature, see below */\n  " << upper
     << "_ERROR_RESULT = " << kCErrorResult
     << ",    /* an output has another size than the caller says */\n  "
     << upper << "_ERROR_MODEL = " << kCErrorModel
     << "      /* inputs do not fit each other, or memory has run out */\n"
        "};\n\n"
     << "/* Arrays are contiguous and row-major; the caller owns all of them.\n"
     << " * Inputs:\n";
  for (const CParameter &parameter : parameters)
    if (!parameter.isOutput)
      describeParameter(os, parameter);
  os << " * Outputs:\n";
  for (const CParameter &parameter : parameters)
    if (parameter.isOutput)
      describeParameter(os, parameter);
  os << " * Outputs are written at the very end, and not at all unless "
     << upper
     << "_OK is\n * returned. An output may alias inputs, but no other "
     << "output.\n * Thread-safe: may be called from any number of threads at "
        "a "
     << "time.\n";
  auto features = getCheckedFeatures(machine);
  StringRef others = machine.getTargetFeatureString();
  if (!features.empty())
    os << " * Needs the CPU features " << llvm::join(features, " ") << ".\n";
  else if (!others.empty())
    os << " * Needs a CPU with " << others << ", for which it does not look.\n";
  if (machine.getTargetTriple().isX86() && others.contains("+amx-tile"))
    os << " * Asks Linux for the permission to use AMX where it does.\n";
  if (withThreads)
    os << " * Runs on threads of OpenMP: link an object with -lomp (LLVM's "
          "libomp).\n";
  os << " */\n";
  printPrototype(os, parameters, name);
  os << "\n#ifdef __cplusplus\n}\n#endif\n\n#endif\n";
  return text;
}
