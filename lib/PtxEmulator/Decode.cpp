//===- Decode.cpp - Operands of one statement -----------------------------===//
#include "Decoder.h"
#include "FunctionDecoder.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include <bit>

using namespace llvm;
using namespace mixp::ptx;

Decode::Decode(FunctionDecoder &function, const StatementAst &statement)
    : statement(statement), function(function) {
  StringRef(statement.opcode).split(parts, '.');
  first = parts.front();
  parts.erase(parts.begin());
}

Program &Decode::program() { return getProgram(function); }

bool Decode::fail(const Twine &message) {
  if (error.empty())
    error = message.str();
  return false;
}

bool Decode::hasWord(StringRef word) const { return is_contained(parts, word); }

bool Decode::take(StringRef word) {
  auto it = find(parts, word);
  if (it == parts.end())
    return false;
  parts.erase(it);
  return true;
}

int Decode::takeAny(std::initializer_list<StringRef> words) {
  int index = 0;
  for (StringRef word : words) {
    if (take(word))
      return index;
    ++index;
  }
  return -1;
}

std::optional<Type> Decode::takeTypeIf() {
  for (auto it = parts.begin(); it != parts.end(); ++it)
    if (std::optional<Type> type = parseType(*it)) {
      parts.erase(it);
      return type;
    }
  return std::nullopt;
}

Type Decode::takeType() {
  if (std::optional<Type> type = takeTypeIf())
    return *type;
  fail("expected a type");
  return Type::B32;
}

bool Decode::expectOperands(unsigned least, unsigned most) {
  if (numOperands() >= least && numOperands() <= most)
    return true;
  return fail("expected " + Twine(least) + " to " + Twine(most) +
              " operands but got " + Twine(numOperands()));
}

int32_t Decode::constant(uint64_t value, unsigned bits) {
  return function.getBuilder().getConstant(value, bits);
}

bool Decode::isRegister(const OperandAst &operand) const {
  return operand.kind == OperandAst::Kind::Name &&
         function.findRegister(statement.scope, operand.name).has_value();
}

ArrayRef<OperandAst> Decode::elements(const OperandAst &operand) const {
  if (operand.kind == OperandAst::Kind::Vector)
    return operand.elements;
  return operand;
}

std::optional<int64_t> Decode::integer(const OperandAst &operand) const {
  if (operand.kind != OperandAst::Kind::Integer)
    return std::nullopt;
  return operand.bits;
}

static std::optional<Special> findSpecial(StringRef name) {
  return StringSwitch<std::optional<Special>>(name)
      .Case("%tid.x", Special::TidX)
      .Case("%tid.y", Special::TidY)
      .Case("%tid.z", Special::TidZ)
      .Case("%ntid.x", Special::NtidX)
      .Case("%ntid.y", Special::NtidY)
      .Case("%ntid.z", Special::NtidZ)
      .Case("%ctaid.x", Special::CtaidX)
      .Case("%ctaid.y", Special::CtaidY)
      .Case("%ctaid.z", Special::CtaidZ)
      .Case("%nctaid.x", Special::NctaidX)
      .Case("%nctaid.y", Special::NctaidY)
      .Case("%nctaid.z", Special::NctaidZ)
      .Case("%laneid", Special::LaneId)
      .Case("%warpid", Special::WarpId)
      .Case("%nwarpid", Special::NwarpId)
      .Case("%smid", Special::SmId)
      .Case("%nsmid", Special::NsmId)
      .Case("%gridid", Special::GridId)
      .Case("%lanemask_eq", Special::LaneMaskEq)
      .Case("%lanemask_lt", Special::LaneMaskLt)
      .Case("%lanemask_le", Special::LaneMaskLe)
      .Case("%lanemask_gt", Special::LaneMaskGt)
      .Case("%lanemask_ge", Special::LaneMaskGe)
      .Case("%dynamic_smem_size", Special::DynamicSmemSize)
      .Case("%total_smem_size", Special::TotalSmemSize)
      // Clusters are of one block.
      .Cases({"%cluster_ctarank", "%cluster_ctaid.x", "%cluster_ctaid.y",
              "%cluster_ctaid.z"},
             Special::Zero)
      .Cases({"%cluster_nctarank", "%cluster_nctaid.x", "%cluster_nctaid.y",
              "%cluster_nctaid.z"},
             Special::One)
      .Case("%clusterid.x", Special::CtaidX)
      .Case("%clusterid.y", Special::CtaidY)
      .Case("%clusterid.z", Special::CtaidZ)
      .Case("%nclusterid.x", Special::NctaidX)
      .Case("%nclusterid.y", Special::NctaidY)
      .Case("%nclusterid.z", Special::NctaidZ)
      .Default(std::nullopt);
}

int32_t Decode::lookUp(const OperandAst &operand, unsigned &bits) {
  std::optional<RegisterRow> found =
      function.findRegister(statement.scope, operand.name);
  if (!found)
    return -1;
  bits = found->bits;
  program().touched.push_back(found->row);
  return found->row;
}

/// The bits of an immediate as a value of `bits` bits.
static std::optional<uint64_t> immediateBits(const OperandAst &operand,
                                             unsigned bits) {
  switch (operand.kind) {
  case OperandAst::Kind::Integer:
    return operand.bits;
  case OperandAst::Kind::Float32:
    if (bits == 64)
      return std::bit_cast<uint64_t>(
          double(std::bit_cast<float>(uint32_t(operand.bits))));
    return operand.bits;
  case OperandAst::Kind::Float64:
    if (bits == 32)
      return std::bit_cast<uint32_t>(
          float(std::bit_cast<double>(operand.bits)));
    return operand.bits;
  default:
    return std::nullopt;
  }
}

int32_t Decode::sourceAtLeast(const OperandAst &operand, unsigned &bits) {
  if (operand.negated)
    fail("'!' is not in the documented subset here");
  if (std::optional<uint64_t> value = immediateBits(operand, bits))
    return constant(*value, bits);
  if (operand.kind != OperandAst::Kind::Name) {
    fail("expected a register or a number as an operand");
    return 0;
  }
  unsigned width = 0;
  int32_t row = lookUp(operand, width);
  if (row >= 0) {
    if (width < bits)
      fail("expected a register of " + Twine(bits) + " bits but '" +
           operand.name + "' has " + Twine(width));
    bits = width;
    return row;
  }
  if (std::optional<Special> special = findSpecial(operand.name)) {
    if (bits == 32 || bits == 16)
      return function.getBuilder().getSpecial(*special);
    fail("expected a 32-bit operation on '" + operand.name + "'");
    return 0;
  }
  row = function.findAddress(statement.scope, operand.name, operand.bits, bits);
  if (row < 0)
    fail("'" + operand.name +
         "' is not declared or not in the documented "
         "subset");
  return row;
}

int32_t Decode::source(const OperandAst &operand, unsigned bits) {
  unsigned width = bits;
  int32_t row = sourceAtLeast(operand, width);
  if (width != bits)
    fail("expected an operand of " + Twine(bits) + " bits but '" +
         operand.name + "' has " + Twine(width));
  return row;
}

int32_t Decode::destAtLeast(const OperandAst &operand, unsigned &bits) {
  if (operand.kind == OperandAst::Kind::Sink)
    return function.getBuilder().addRows(bits > 64 ? 4 : 2);
  unsigned width = 0;
  int32_t row = operand.kind == OperandAst::Kind::Name && !operand.negated
                    ? lookUp(operand, width)
                    : -1;
  if (row < 0) {
    fail("expected a register as the result");
    return 0;
  }
  if (width < bits)
    fail("expected a register of " + Twine(bits) + " bits but '" +
         operand.name + "' has " + Twine(width));
  bits = width;
  return row;
}

int32_t Decode::dest(const OperandAst &operand, unsigned bits) {
  unsigned width = bits;
  int32_t row = destAtLeast(operand, width);
  if (width != bits)
    fail("expected a register of " + Twine(bits) + " bits but '" +
         operand.name + "' has " + Twine(width));
  return row;
}

int32_t Decode::address(const OperandAst &operand, int64_t &offset,
                        bool &wide) {
  if (operand.kind != OperandAst::Kind::Address) {
    fail("expected an address in brackets");
    return 0;
  }
  offset = operand.bits;
  const OperandAst &base = operand.elements[0];
  unsigned bits = 0;
  if (base.kind == OperandAst::Kind::Name) {
    int32_t row = lookUp(base, bits);
    if (row >= 0) {
      wide = bits == 64;
      if (bits != 32 && bits != 64)
        fail("expected an address of 32 or 64 bits");
      return row;
    }
  }
  wide = true;
  return source(base, 64);
}

StringRef Decode::getTarget() const {
  return function.getBuilder().module.target;
}

bool Decode::requireTarget(unsigned version) {
  if (getTargetVersion(getTarget()) >= version)
    return true;
  return fail("expected a target of at least sm_" + Twine(version) +
              " but the module has '" + getTarget() + "'");
}
