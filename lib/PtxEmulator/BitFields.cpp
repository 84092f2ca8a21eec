//===- BitFields.cpp - lop3, shf, bfe, bfi, prmt, szext, bmsk -------------===//
#include "Families.h"
#include "Lanes.h"
#include <algorithm>

using namespace llvm;
using namespace mixp::ptx;

static void lop3(Warp &w, const Instruction &i, uint32_t m) {
  uint32_t table = i.imm;
  mapLanes<uint32_t, uint32_t, uint32_t, uint32_t>(
      w, i, m, [table](uint32_t a, uint32_t b, uint32_t c) {
        uint32_t result = 0;
        for (int k = 0; k < 8; ++k)
          if (table >> k & 1)
            result |= (k & 4 ? a : ~a) & (k & 2 ? b : ~b) & (k & 1 ? c : ~c);
        return result;
      });
}

void mixp::ptx::decodeLop3(Decode &d) {
  d.takeType();
  if (!d.expectOperands(5, 5))
    return;
  d.ins.row[0] = d.dest(0, 32);
  for (unsigned i = 1; i < 4; ++i)
    d.ins.row[i] = d.source(i, 32);
  std::optional<int64_t> table = d.integer(d.operand(4));
  if (!table || *table < 0 || *table > 255)
    return void(d.fail("expected a table of 0 to 255"));
  d.ins.imm = *table;
  d.ins.handler = lop3;
}

/// Shifts of the 64 bits b:a.
template <bool Left, bool Clamp>
static void funnelShift(Warp &w, const Instruction &i, uint32_t m) {
  mapLanes<uint32_t, uint32_t, uint32_t, uint32_t>(
      w, i, m, [](uint32_t a, uint32_t b, uint32_t c) {
        uint32_t by = Clamp ? std::min(c, 32u) : c & 31;
        uint64_t both = uint64_t(b) << 32 | a;
        return uint32_t(Left ? (both << by) >> 32 : both >> by);
      });
}

template <typename T>
static void extractField(Warp &w, const Instruction &i, uint32_t m) {
  using U = std::make_unsigned_t<T>;
  mapLanes<T, T, uint32_t, uint32_t>(
      w, i, m, [](T a, uint32_t pos, uint32_t len) -> T {
        constexpr uint32_t bits = 8 * sizeof(T);
        pos &= 255;
        len &= 255;
        if (!len)
          return 0;
        uint32_t count = std::min(len, pos >= bits ? 0 : bits - pos);
        U all = ~U(0);
        U keep = count >= bits ? all : U(~(all << count));
        U value = count ? (U(a) >> pos) & keep : 0;
        // The sign is the field's top bit, or the value's where that is
        // beyond it.
        bool sign = U(a) >> std::min(pos + len - 1, bits - 1) & 1;
        if (std::is_signed_v<T> && sign)
          value |= ~keep;
        return value;
      });
}

template <typename U>
static void insertField(Warp &w, const Instruction &i, uint32_t m) {
  U *result = reinterpret_cast<U *>(w.file + i.row[0] * 32);
  const U *from = reinterpret_cast<U *>(w.file + i.row[1] * 32);
  const U *into = reinterpret_cast<U *>(w.file + i.row[2] * 32);
  const uint32_t *position = w.u32(i.row[3]), *length = w.u32(i.row[4]);
  forLanes(m, [&](unsigned lane) {
    constexpr uint32_t bits = 8 * sizeof(U);
    uint32_t pos = position[lane] & 255, len = length[lane] & 255;
    U mask = len >= bits ? ~U(0) : (U(1) << len) - 1;
    mask = pos >= bits ? 0 : mask << pos;
    U moved = pos >= bits ? 0 : from[lane] << pos;
    result[lane] = (into[lane] & ~mask) | (moved & mask);
  });
}

static Handler pickExtract(Type type) {
  switch (type) {
  case Type::S32:
    return extractField<int32_t>;
  case Type::U64:
    return extractField<uint64_t>;
  case Type::S64:
    return extractField<int64_t>;
  default:
    return extractField<uint32_t>;
  }
}

void mixp::ptx::decodeBitFields(Decode &d) {
  StringRef name = d.name();
  if (name == "shf") {
    int left = d.takeAny({"r", "l"}), clamp = d.takeAny({"wrap", "clamp"});
    d.takeType();
    if (left < 0 || clamp < 0 || !d.expectOperands(4, 4))
      return void(d.fail("expected .l or .r and .clamp or .wrap"));
    d.ins.row[0] = d.dest(0, 32);
    for (unsigned i = 1; i < 4; ++i)
      d.ins.row[i] = d.source(i, 32);
    d.ins.handler =
        left ? (clamp ? funnelShift<true, true> : funnelShift<true, false>)
             : (clamp ? funnelShift<false, true> : funnelShift<false, false>);
    return;
  }
  Type type = d.takeType();
  unsigned bits = getBits(type);
  bool inserts = name == "bfi";
  if ((bits != 32 && bits != 64) || !d.expectOperands(4 + inserts, 4 + inserts))
    return void(d.fail("expected a type of 32 or 64 bits"));
  d.ins.row[0] = d.dest(0, bits);
  d.ins.row[1] = d.source(1, bits);
  d.ins.row[2] = d.source(2, inserts ? bits : 32);
  d.ins.row[3] = d.source(3, 32);
  if (inserts)
    d.ins.row[4] = d.source(4, 32);
  if (inserts)
    d.ins.handler = bits == 64 ? insertField<uint64_t> : insertField<uint32_t>;
  else
    d.ins.handler = pickExtract(type);
}

/// Selectors of the modes of prmt other than the default (PTX ISA, "prmt").
static uint32_t modeSelector(int mode, uint32_t c) {
  static const uint16_t tables[6][4] = {
      {0x3210, 0x4321, 0x5432, 0x6543}, // f4e
      {0x5670, 0x6701, 0x7012, 0x0123}, // b4e
      {0x0000, 0x1111, 0x2222, 0x3333}, // rc8
      {0x3210, 0x3211, 0x3222, 0x3333}, // ecl
      {0x0000, 0x1110, 0x2210, 0x3210}, // ecr
      {0x1010, 0x3232, 0x1010, 0x3232}  // rc16
  };
  return tables[mode][c & 3];
}

static void permute(Warp &w, const Instruction &i, uint32_t m) {
  int mode = int(i.mod[0]) - 1;
  mapLanes<uint32_t, uint32_t, uint32_t, uint32_t>(
      w, i, m, [mode](uint32_t a, uint32_t b, uint32_t c) {
        uint64_t bytes = uint64_t(b) << 32 | a;
        uint32_t selector = mode < 0 ? c : modeSelector(mode, c);
        uint32_t result = 0;
        for (int k = 0; k < 4; ++k) {
          uint32_t one = selector >> (4 * k) & 15;
          uint32_t byte = bytes >> (8 * (one & 7)) & 255;
          if (one & 8)
            byte = byte & 128 ? 255 : 0;
          result |= byte << (8 * k);
        }
        return result;
      });
}

void mixp::ptx::decodePermute(Decode &d) {
  d.takeType();
  d.ins.mod[0] = d.takeAny({"f4e", "b4e", "rc8", "ecl", "ecr", "rc16"}) + 1;
  if (!d.expectOperands(4, 4))
    return;
  d.ins.row[0] = d.dest(0, 32);
  for (unsigned i = 1; i < 4; ++i)
    d.ins.row[i] = d.source(i, 32);
  d.ins.handler = permute;
}

/// dp4a and dp2a: bytes times bytes, or 16-bit halves times bytes.
template <bool SignedA, bool SignedB>
static void dotProduct(Warp &w, const Instruction &i, uint32_t m) {
  bool four = i.mod[0] == 4;
  int shift = i.mod[1] ? 16 : 0;
  mapLanes<uint32_t, uint32_t, uint32_t, uint32_t>(
      w, i, m, [=](uint32_t a, uint32_t b, uint32_t c) {
        for (int k = 0; k < (four ? 4 : 2); ++k) {
          uint32_t x = four ? a >> (8 * k) : a >> (16 * k);
          uint32_t y = b >> (8 * k + (four ? 0 : shift));
          int32_t p = four ? (SignedA ? int8_t(x) : uint8_t(x))
                           : (SignedA ? int16_t(x) : uint16_t(x));
          int32_t q = SignedB ? int8_t(y) : uint8_t(y);
          c += uint32_t(p) * uint32_t(q);
        }
        return c;
      });
}

void mixp::ptx::decodeDotProduct(Decode &d) {
  d.ins.mod[0] = d.name() == "dp4a" ? 4 : 2;
  if (d.ins.mod[0] == 2) {
    int half = d.takeAny({"lo", "hi"});
    if (half < 0)
      return void(d.fail("expected .lo or .hi"));
    d.ins.mod[1] = half;
  }
  bool a = isSigned(d.takeType()), b = isSigned(d.takeType());
  if (!d.expectOperands(4, 4))
    return;
  d.ins.row[0] = d.dest(0, 32);
  for (unsigned i = 1; i < 4; ++i)
    d.ins.row[i] = d.source(i, 32);
  d.ins.handler = a ? (b ? dotProduct<true, true> : dotProduct<true, false>)
                    : (b ? dotProduct<false, true> : dotProduct<false, false>);
}
