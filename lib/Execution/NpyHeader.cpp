//===- NpyHeader.cpp - The header of a .npy file --------------------------===//
#include "NpyHeader.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using namespace mixp;

static constexpr StringRef kMagic("\x93NUMPY", 6);

/// numpy's one-letter codes; floats that it does not have are written as f32.
static constexpr std::pair<const char *, ElementKind> kCodes[] = {
    {"b1", ElementKind::Bool}, {"i1", ElementKind::I8},
    {"u1", ElementKind::UI8},  {"i2", ElementKind::I16},
    {"u2", ElementKind::UI16}, {"i4", ElementKind::I32},
    {"u4", ElementKind::UI32}, {"i8", ElementKind::I64},
    {"u8", ElementKind::UI64}, {"f2", ElementKind::F16},
    {"f4", ElementKind::F32},  {"f8", ElementKind::F64}};

namespace {
/// A parser of the header's Python dictionary, which holds exactly a string, a
/// truth value and a tuple of integers.
class DictParser {
public:
  DictParser(StringRef text, size_t offset)
      : rest(text), start(offset + text.size()) {}

  Error parse(NpyHeader &header);

private:
  bool consume(StringRef token) {
    rest = rest.ltrim(" \n");
    return rest.consume_front(token);
  }
  Error fail(const Twine &message) {
    return createStringError("at byte " + Twine(start - rest.size()) + ": " +
                             message);
  }
  Expected<StringRef> parseString();
  Error parseValue(StringRef key, NpyHeader &header);
  Error parseDescr(ElementKind &kind);
  Error parseOrder(bool &columnMajor);
  Error parseShape(SmallVectorImpl<int64_t> &shape);

  StringRef rest;
  /// Offset of the dictionary's end in the file.
  size_t start;
};
} // namespace

Expected<StringRef> DictParser::parseString() {
  rest = rest.ltrim(" \n");
  if (rest.empty() || (rest.front() != '\'' && rest.front() != '"'))
    return fail("expected a quoted string in the header");
  size_t end = rest.find(rest.front(), 1);
  if (end == StringRef::npos)
    return fail("a string in the header is not terminated");
  StringRef text = rest.slice(1, end);
  rest = rest.drop_front(end + 1);
  return text;
}

Error DictParser::parseDescr(ElementKind &kind) {
  rest = rest.ltrim(" \n");
  if (rest.starts_with("["))
    return fail("structured element types are not supported; save one field "
                "as an array of its own");
  Expected<StringRef> descr = parseString();
  if (!descr)
    return descr.takeError();
  StringRef code = *descr;
  if (code.starts_with(">"))
    return fail("big-endian type '" + *descr +
                "' is not supported; convert with .astype('<" +
                code.drop_front() + "')");
  if (code.starts_with("<") || code.starts_with("|") || code.starts_with("="))
    code = code.drop_front();
  for (auto [name, value] : kCodes) {
    if (code == name) {
      kind = value;
      return Error::success();
    }
  }
  return fail("element type '" + *descr +
              "' is not supported; expected bool, an integer or a float of at "
              "most 64 bits");
}

Error DictParser::parseOrder(bool &columnMajor) {
  if (consume("True"))
    columnMajor = true;
  else if (!consume("False"))
    return fail("expected True or False for fortran_order");
  return Error::success();
}

Error DictParser::parseShape(SmallVectorImpl<int64_t> &shape) {
  if (!consume("("))
    return fail("expected a tuple for the shape");
  while (!consume(")")) {
    rest = rest.ltrim(" \n");
    if (rest.starts_with("-"))
      return fail("the shape has a negative size; save the array again");
    uint64_t size;
    if (rest.consumeInteger(10, size) || size > uint64_t(INT64_MAX))
      return fail("expected a size that fits 63 bits in the shape");
    rest.consume_front("L");
    shape.push_back(size);
    if (!consume(",") && !rest.ltrim(" \n").starts_with(")"))
      return fail("expected ',' or ')' in the shape");
    if (shape.size() > 32)
      return fail("the shape has more than 32 dims");
  }
  return Error::success();
}

Error DictParser::parseValue(StringRef key, NpyHeader &header) {
  if (key == "descr")
    return parseDescr(header.kind);
  if (key == "fortran_order")
    return parseOrder(header.columnMajor);
  if (key == "shape")
    return parseShape(header.shape);
  return fail("unknown key '" + key + "' in the header");
}

Error DictParser::parse(NpyHeader &header) {
  if (!consume("{"))
    return fail("expected '{' at the start of the header");
  StringSet<> seen;
  while (!consume("}")) {
    Expected<StringRef> key = parseString();
    if (!key)
      return key.takeError();
    if (!consume(":"))
      return fail("expected ':' after '" + *key + "'");
    if (!seen.insert(*key).second)
      return fail("repeated key '" + *key + "' in the header");
    if (Error error = parseValue(*key, header))
      return error;
    if (!consume(",") && !rest.ltrim(" \n").starts_with("}"))
      return fail("expected ',' or '}' in the header");
  }
  if (seen.size() != 3)
    return fail("the header lacks one of descr, fortran_order and shape");
  return Error::success();
}

Expected<NpyHeader> mixp::parseNpyHeader(StringRef contents) {
  if (!contents.starts_with(kMagic))
    return createStringError(
        "at byte 0: not a .npy file; write it with numpy.save");
  if (contents.size() < 10)
    return createStringError("at byte 6: truncated in the header; copy the "
                             "file again");
  unsigned major = static_cast<uint8_t>(contents[6]);
  if (major < 1 || major > 3)
    return createStringError("at byte 6: format version " + Twine(major) +
                             " is not supported; expected 1, 2 or 3");
  size_t begin = major == 1 ? 10 : 12;
  if (contents.size() < begin)
    return createStringError("at byte 8: truncated in the header; copy the "
                             "file again");
  size_t length = major == 1 ? support::endian::read16le(contents.data() + 8)
                             : support::endian::read32le(contents.data() + 8);
  if (length > contents.size() - begin)
    return createStringError("at byte 8: the header should have " +
                             Twine(length) + " bytes but only " +
                             Twine(contents.size() - begin) +
                             " follow; the file is truncated");
  NpyHeader header;
  DictParser parser(contents.substr(begin, length), begin);
  if (Error error = parser.parse(header))
    return std::move(error);
  header.dataOffset = begin + length;
  return header;
}

std::string mixp::formatNpyHeader(ArrayRef<int64_t> shape, ElementKind kind) {
  StringRef code;
  for (auto [name, value] : kCodes)
    if (value == kind)
      code = name;
  assert(!code.empty() && "numpy has no such type");
  std::string dict;
  raw_string_ostream os(dict);
  os << "{'descr': '" << (getByteWidth(kind) == 1 ? "|" : "<") << code
     << "', 'fortran_order': False, 'shape': (";
  interleaveComma(shape, os);
  os << (shape.size() == 1 ? ",), }" : "), }");
  // The elements start at a multiple of 64 bytes.
  size_t total = alignTo(10 + dict.size() + 1, 64);
  dict.append(total - 10 - dict.size() - 1, ' ');
  dict += '\n';
  char length[2];
  support::endian::write16le(length, dict.size());
  return (kMagic + StringRef("\1\0", 2) + StringRef(length, 2) + dict).str();
}
