//===- CarryArithmetic.cpp - add.cc, addc and their kin -------------------===//
#include "Families.h"
#include "Lanes.h"

using namespace llvm;
using namespace mixp::ptx;

/// mod: subtracts, takes the carry, sets it. The carry of a subtraction is a
/// borrow.
template <typename T>
static void addWithCarry(Warp &w, const Instruction &i, uint32_t m) {
  const T *a = rowOf<T>(w, i.row[1]), *b = rowOf<T>(w, i.row[2]);
  T *result = rowOf<T>(w, i.row[0]);
  forLanes(m, [&](unsigned lane) {
    T carry = i.mod[1] ? w.carry >> lane & 1 : 0;
    T x = a[lane], y = b[lane], value;
    bool out;
    if (i.mod[0]) {
      value = x - y - carry;
      out = x < y || (carry && x == y);
    } else {
      value = x + y + carry;
      out = value < x || (carry && value == x);
    }
    result[lane] = value;
    if (i.mod[2])
      w.carry = (w.carry & ~(1u << lane)) | uint32_t(out) << lane;
  });
}

void mixp::ptx::decodeCarry(Decode &d) {
  StringRef name = d.name();
  d.ins.mod[0] = name.starts_with("sub");
  d.ins.mod[1] = name.ends_with("c");
  d.ins.mod[2] = d.take("cc");
  unsigned bits = getBits(d.takeType());
  if ((bits != 32 && bits != 64) || !d.expectOperands(3, 3))
    return void(d.fail("expected a type of 32 or 64 bits"));
  d.ins.row[0] = d.dest(0, bits);
  d.ins.row[1] = d.source(1, bits);
  d.ins.row[2] = d.source(2, bits);
  d.ins.handler = bits == 64 ? addWithCarry<uint64_t> : addWithCarry<uint32_t>;
}
