//===- ElementType.cpp - Element types of bundles -------------------------===//
#include "GpuRuntime/ElementType.h"

using namespace mixp;
using namespace mixp::gpurt;

namespace {
struct TypeInfo {
  ElementType type;
  const char *name;
  unsigned hostBits;
  unsigned deviceBytes;
  bool isSigned; // of integers
};
} // namespace

static constexpr TypeInfo infos[] = {
    {ElementType::F64, "f64", 64, 8, false},
    {ElementType::F32, "f32", 32, 4, false},
    {ElementType::F16, "f16", 16, 2, false},
    {ElementType::BF16, "bf16", 16, 2, false},
    {ElementType::F8E4M3FN, "f8E4M3FN", 8, 1, false},
    {ElementType::F8E5M2, "f8E5M2", 8, 1, false},
    {ElementType::I64, "i64", 64, 8, true},
    {ElementType::I32, "i32", 32, 4, true},
    {ElementType::UI32, "ui32", 32, 4, false},
    {ElementType::I16, "i16", 16, 2, true},
    {ElementType::UI16, "ui16", 16, 2, false},
    {ElementType::I8, "i8", 8, 1, true},
    {ElementType::UI8, "ui8", 8, 1, false},
    {ElementType::I4, "i4", 4, 1, true},
    {ElementType::UI4, "ui4", 4, 1, false},
    {ElementType::I1, "i1", 8, 1, false}};

static const TypeInfo &getInfo(ElementType type) {
  // The table is in the order of the enumeration.
  return infos[static_cast<size_t>(type)];
}

const char *gpurt::getName(ElementType type) { return getInfo(type).name; }

bool gpurt::parseElementType(const std::string &name, ElementType &type) {
  for (const TypeInfo &info : infos)
    if (name == info.name) {
      type = info.type;
      return true;
    }
  return false;
}

unsigned gpurt::getHostBits(ElementType type) { return getInfo(type).hostBits; }

unsigned gpurt::getDeviceBytes(ElementType type) {
  return getInfo(type).deviceBytes;
}

bool gpurt::isSignedInteger(ElementType type) { return getInfo(type).isSigned; }

int64_t gpurt::countElements(const Shape &shape) {
  int64_t count = 1;
  for (int64_t dim : shape)
    count *= dim;
  return count;
}

size_t gpurt::countHostBytes(ElementType type, const Shape &shape) {
  return (static_cast<size_t>(countElements(shape)) * getHostBits(type) + 7) /
         8;
}

std::string gpurt::formatType(ElementType type, const Shape &shape) {
  std::string text;
  for (int64_t dim : shape)
    text += (dim < 0 ? "?" : std::to_string(dim)) + "x";
  return text + getName(type);
}
