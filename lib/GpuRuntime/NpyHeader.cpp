//===- NpyHeader.cpp - The header of a .npy file --------------------------===//
#include "GpuRuntime/NpyHeader.h"
#include <cstring>
#include <limits>

using namespace mixp;
using namespace mixp::gpurt;

namespace {
struct Code {
  const char *name; // as numpy writes it
  ElementType type;
};
} // namespace

static constexpr Code codes[] = {
    {"<f8", ElementType::F64}, {"<f4", ElementType::F32},
    {"<f2", ElementType::F16}, {"<i8", ElementType::I64},
    {"<i4", ElementType::I32}, {"<u4", ElementType::UI32},
    {"<i2", ElementType::I16}, {"<u2", ElementType::UI16},
    {"|i1", ElementType::I8},  {"|u1", ElementType::UI8},
    {"|b1", ElementType::I1}};
static const std::string magic("\x93NUMPY", 6);

namespace {
/// Reads the header's Python dictionary, which has exactly a string, a truth
/// value and a tuple of integers.
class DictionaryReader {
public:
  DictionaryReader(const std::string &text, size_t start, size_t end)
      : text(text), next(start), end(end) {}

  Status read(NpyHeader &header);

private:
  void skipSpace() {
    while (next < end && (text[next] == ' ' || text[next] == '\n'))
      ++next;
  }
  bool consume(const char *token) {
    skipSpace();
    size_t length = std::strlen(token);
    if (length > end - next || text.compare(next, length, token) != 0)
      return false;
    next += length;
    return true;
  }
  Status fail(const std::string &message) const {
    return Status::badInput("at byte " + std::to_string(next) + ": " + message);
  }
  Status readString(std::string &string);
  Status readType(ElementType &type);
  Status readShape(Shape &shape);
  Status readMember(const std::string &key, NpyHeader &header);

  const std::string &text;
  size_t next, end;
};
} // namespace

Status DictionaryReader::readString(std::string &string) {
  skipSpace();
  char quote = next < end ? text[next] : 0;
  size_t close = text.find(quote, next + 1);
  if ((quote != '\'' && quote != '"') || close >= end)
    return fail("expected a quoted string in the header");
  string = text.substr(next + 1, close - next - 1);
  next = close + 1;
  return Status::ok();
}

Status DictionaryReader::readType(ElementType &type) {
  std::string name;
  if (Status status = readString(name); status.failed())
    return status;
  for (const Code &code : codes)
    if (name.size() == 3 && name.substr(1) == code.name + 1 &&
        (name[0] == '<' || name[0] == '|' || name[0] == '=')) {
      type = code.type;
      return Status::ok();
    }
  if (name[0] == '>')
    return fail("big-endian type '" + name +
                "' is not supported; convert with .astype('<" + name.substr(1) +
                "')");
  return fail("element type '" + name +
              "' is not supported; expected bool, float of 16 to 64 bits, "
              "signed integer of 8 to 64 bits or unsigned of 8 to 32 bits");
}

Status DictionaryReader::readShape(Shape &shape) {
  if (!consume("("))
    return fail("expected a tuple for the shape");
  while (!consume(")")) {
    skipSpace();
    size_t first = next;
    int64_t size = 0;
    for (; next < end && text[next] >= '0' && text[next] <= '9'; ++next) {
      if (size > (std::numeric_limits<int64_t>::max() - 9) / 10)
        return fail("expected a size of 63 bits in the shape");
      size = 10 * size + (text[next] - '0');
    }
    if (next == first || shape.size() == 32)
      return fail("expected at most 32 sizes in the shape");
    shape.push_back(size);
    if (consume(")"))
      break;
    if (!consume(","))
      return fail("expected ',' or ')' in the shape");
  }
  return Status::ok();
}

Status DictionaryReader::readMember(const std::string &key, NpyHeader &header) {
  if (key == "descr")
    return readType(header.type);
  if (key == "shape")
    return readShape(header.shape);
  if (key != "fortran_order")
    return fail("unknown key '" + key + "' in the header");
  header.columnMajor = consume("True");
  if (header.columnMajor || consume("False"))
    return Status::ok();
  return fail("expected True or False for fortran_order");
}

Status DictionaryReader::read(NpyHeader &header) {
  if (!consume("{"))
    return fail("expected '{' at the start of the header");
  std::string seen;
  unsigned count = 0;
  while (!consume("}")) {
    std::string key;
    if (Status status = readString(key); status.failed())
      return status;
    if (seen.find("'" + key + "'") != std::string::npos)
      return fail("repeated key '" + key + "' in the header");
    seen += "'" + key + "'";
    ++count;
    if (!consume(":"))
      return fail("expected ':' after '" + key + "'");
    if (Status status = readMember(key, header); status.failed())
      return status;
    if (consume("}"))
      break;
    if (!consume(","))
      return fail("expected ',' or '}' in the header");
  }
  if (count == 3)
    return Status::ok();
  return fail("the header lacks one of descr, fortran_order and shape");
}

Status gpurt::parseNpyHeader(const std::string &contents, NpyHeader &header) {
  header = NpyHeader();
  if (contents.compare(0, magic.size(), magic) != 0)
    return Status::badInput("at byte 0: expected the start of a .npy file");
  auto byte = [&](size_t at) -> size_t {
    return at < contents.size() ? static_cast<unsigned char>(contents[at]) : 0;
  };
  size_t major = byte(6), start = major == 1 ? 10 : 12;
  if (contents.size() < start || major < 1 || major > 3)
    return Status::badInput("at byte 6: expected format 1.0, 2.0 or 3.0");
  size_t length = byte(8) | byte(9) << 8;
  if (major > 1)
    length |= byte(10) << 16 | byte(11) << 24;
  if (length > contents.size() - start)
    return Status::badInput("at byte 8: the header is truncated; save the "
                            "array again");
  header.dataOffset = start + length;
  return DictionaryReader(contents, start, header.dataOffset).read(header);
}

std::string gpurt::formatNpyHeader(ElementType type, const Shape &shape) {
  const char *name = "";
  for (const Code &code : codes)
    if (code.type == type)
      name = code.name;
  std::string sizes;
  for (int64_t size : shape)
    sizes += std::to_string(size) + (shape.size() == 1 ? "," : ", ");
  if (shape.size() > 1)
    sizes.resize(sizes.size() - 2);
  std::string text = "{'descr': '" + std::string(name) +
                     "', 'fortran_order': False, 'shape': (" + sizes + "), }";
  // numpy aligns the data to 64 bytes.
  text.append(63 - (10 + text.size()) % 64, ' ');
  text += '\n';
  std::string header = magic + std::string("\x01\x00", 2);
  header += static_cast<char>(text.size() & 255);
  header += static_cast<char>(text.size() >> 8);
  return header + text;
}
