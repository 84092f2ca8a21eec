//===- Types.cpp - Types of PTX instructions ------------------------------===//
#include "Types.h"

using namespace llvm;
using namespace mixp::ptx;

namespace {
struct TypeRow {
  StringRef name;
  Type type;
  unsigned bits;
};
} // namespace

static const TypeRow kTypes[] = {
    {"pred", Type::Pred, 1},      {"b8", Type::B8, 8},
    {"u8", Type::U8, 8},          {"s8", Type::S8, 8},
    {"b16", Type::B16, 16},       {"u16", Type::U16, 16},
    {"s16", Type::S16, 16},       {"b32", Type::B32, 32},
    {"u32", Type::U32, 32},       {"s32", Type::S32, 32},
    {"b64", Type::B64, 64},       {"u64", Type::U64, 64},
    {"s64", Type::S64, 64},       {"b128", Type::B128, 128},
    {"f16", Type::F16, 16},       {"f16x2", Type::F16x2, 32},
    {"bf16", Type::BF16, 16},     {"bf16x2", Type::BF16x2, 32},
    {"tf32", Type::TF32, 32},     {"f32", Type::F32, 32},
    {"f64", Type::F64, 64},       {"e4m3", Type::E4M3, 8},
    {"e5m2", Type::E5M2, 8},      {"e4m3x2", Type::E4M3x2, 16},
    {"e5m2x2", Type::E5M2x2, 16}, {"s4", Type::S4, 4},
    {"u4", Type::U4, 4}};

std::optional<Type> mixp::ptx::parseType(StringRef name) {
  for (const TypeRow &row : kTypes)
    if (row.name == name)
      return row.type;
  return std::nullopt;
}

StringRef mixp::ptx::getTypeName(Type type) {
  return kTypes[static_cast<unsigned>(type)].name;
}

unsigned mixp::ptx::getBits(Type type) {
  return kTypes[static_cast<unsigned>(type)].bits;
}

bool mixp::ptx::isSigned(Type type) {
  return type == Type::S8 || type == Type::S16 || type == Type::S32 ||
         type == Type::S64 || type == Type::S4;
}

bool mixp::ptx::isFloat(Type type) {
  return type >= Type::F16 && type <= Type::E5M2x2;
}

unsigned mixp::ptx::getTargetVersion(StringRef target) {
  unsigned version = 0;
  target.consume_front("sm_");
  target.consumeInteger(10, version);
  return version;
}
