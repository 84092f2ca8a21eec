//===- LoadStore.cpp - ld and st ------------------------------------------===//
#include "Families.h"
#include "MemoryAccess.h"

using namespace llvm;
using namespace mixp::ptx;

namespace {
struct AccessPayload : Payload {
  MemoryRequest request; // of all elements
  SmallVector<int32_t, 8> rows;
  SmallVector<unsigned, 8> registerBits;
  unsigned elementBytes = 4;
  bool isSigned = false, wideAddress = false;
};
} // namespace

static void count(Warp &w, const Instruction &i, Space space,
                  const LaneAddresses &addresses, uint32_t m, unsigned bytes) {
  Counters &counters = w.block->countersOf(i);
  if (space == Space::Shared)
    countShared(counters, addresses, m, bytes);
  else if (space == Space::Global)
    countGlobal(counters, addresses, m, bytes);
}

static void loadLane(Warp &w, const AccessPayload &p, const char *from,
                     unsigned lane) {
  for (size_t k = 0; k < p.rows.size(); ++k) {
    if (p.elementBytes == 16) {
      std::memcpy(&w.u64(p.rows[k])[2 * lane], from, 16);
      continue;
    }
    uint64_t value = 0;
    std::memcpy(&value, from + k * p.elementBytes, p.elementBytes);
    unsigned bits = p.registerBits[k];
    if (p.isSigned) {
      unsigned shift = 64 - 8 * p.elementBytes;
      value = uint64_t(int64_t(value << shift) >> shift);
      if (bits < 64)
        value &= (uint64_t(1) << bits) - 1;
    }
    writeLane(w, p.rows[k], bits == 64, lane, value);
  }
}

static void load(Warp &w, const Instruction &i, uint32_t m) {
  const AccessPayload &p = i.get<AccessPayload>();
  LaneAddresses addresses = getAddresses(w, i.row[0], p.wideAddress, i.imm, m);
  MemoryRequest request = p.request;
  request.space = resolveSpace(request.space, addresses, m);
  count(w, i, request.space, addresses, m, request.bytes);
  for (; m; m &= m - 1) {
    unsigned lane = __builtin_ctz(m);
    const char *from = accessLane(w, request, addresses[lane], lane);
    if (!from)
      return;
    loadLane(w, p, from, lane);
  }
}

/// Two lanes of one instruction must not write different values to a byte.
static void checkOverlap(Warp &w, const LaneAddresses &addresses, uint32_t m,
                         unsigned bytes, const char (*values)[32]) {
  std::array<std::pair<uint64_t, unsigned>, 32> order;
  unsigned count = 0;
  forLanes(m, [&](unsigned lane) { order[count++] = {addresses[lane], lane}; });
  std::sort(order.begin(), order.begin() + count);
  for (unsigned k = 1; k < count; ++k)
    if (order[k].first == order[k - 1].first &&
        std::memcmp(values[order[k].second], values[order[k - 1].second],
                    bytes))
      return w.fail(ErrorClass::Race,
                    "lanes " + Twine(order[k - 1].second) + " and " +
                        Twine(order[k].second) +
                        " write different values to one address",
                    order[k].second);
}

static void storeLane(Warp &w, const AccessPayload &p, char *to,
                      unsigned lane) {
  for (size_t k = 0; k < p.rows.size(); ++k) {
    if (p.elementBytes == 16) {
      std::memcpy(to, &w.u64(p.rows[k])[2 * lane], 16);
      continue;
    }
    uint64_t value = readLane(w, p.rows[k], p.registerBits[k] == 64, lane);
    std::memcpy(to + k * p.elementBytes, &value, p.elementBytes);
  }
}

static void store(Warp &w, const Instruction &i, uint32_t m) {
  const AccessPayload &p = i.get<AccessPayload>();
  LaneAddresses addresses = getAddresses(w, i.row[0], p.wideAddress, i.imm, m);
  MemoryRequest request = p.request;
  request.space = resolveSpace(request.space, addresses, m);
  count(w, i, request.space, addresses, m, request.bytes);
  char values[32][32];
  forLanes(m, [&](unsigned lane) { storeLane(w, p, values[lane], lane); });
  if (request.space == Space::Shared || request.space == Space::Global)
    checkOverlap(w, addresses, m, request.bytes, values);
  for (; m; m &= m - 1) {
    unsigned lane = __builtin_ctz(m);
    char *to = accessLane(w, request, addresses[lane], lane);
    if (!to)
      return;
    std::memcpy(to, values[lane], request.bytes);
  }
  if (request.atomic)
    ++w.block->events;
}

Space mixp::ptx::takeMemorySpace(Decode &d) {
  int index =
      d.takeAny({"global", "shared", "shared::cta", "shared::cluster", "local",
                 "const", "param", "param::entry", "param::func"});
  static const Space spaces[] = {Space::Global, Space::Shared, Space::Shared,
                                 Space::Shared, Space::Local,  Space::Const,
                                 Space::Param,  Space::Param,  Space::Param};
  return index < 0 ? Space::Generic : spaces[index];
}

/// Words that say where data is kept or how long: without effect here.
void mixp::ptx::takeCacheHints(Decode &d) {
  static const StringRef hints[] = {"ca",
                                    "cg",
                                    "cs",
                                    "cv",
                                    "lu",
                                    "wb",
                                    "wt",
                                    "nc",
                                    "L1::evict_normal",
                                    "L1::evict_unchanged",
                                    "L1::evict_first",
                                    "L1::evict_last",
                                    "L1::no_allocate",
                                    "L2::evict_first",
                                    "L2::evict_last",
                                    "L2::evict_normal",
                                    "L2::cache_hint",
                                    "L2::64B",
                                    "L2::128B",
                                    "L2::256B"};
  for (StringRef hint : hints)
    d.take(hint);
}

/// Whether the words make the access a strong one.
bool mixp::ptx::takeOrdering(Decode &d) {
  d.take("weak");
  bool strong =
      d.takeAny({"volatile", "relaxed", "acquire", "release", "acq_rel"}) >= 0;
  d.takeAny({"cta", "cluster", "gpu", "sys"});
  return strong;
}

void mixp::ptx::decodeLoadStore(Decode &d) {
  bool isLoad = d.name() == "ld" || d.name() == "ldu";
  auto &p = d.makePayload<AccessPayload>();
  bool hint = d.hasWord("L2::cache_hint");
  p.request.write = !isLoad;
  p.request.atomic = takeOrdering(d);
  p.request.space = takeMemorySpace(d);
  takeCacheHints(d);
  int vector = d.takeAny({"v2", "v4", "v8"});
  Type type = d.takeType();
  p.elementBytes = getBits(type) / 8;
  p.isSigned = isSigned(type) && isLoad;
  if (!p.elementBytes || type == Type::F16x2 || !d.expectOperands(2, 2 + hint))
    return void(d.fail("'." + getTypeName(type) +
                       "' is not in the documented subset here"));
  unsigned count = vector < 0 ? 1 : 2u << vector;
  const OperandAst &value = d.operand(isLoad ? 0 : 1);
  ArrayRef<OperandAst> elements = d.elements(value);
  if (elements.size() != count)
    return void(d.fail("expected " + Twine(count) + " elements"));
  for (const OperandAst &element : elements) {
    unsigned bits = std::max(p.elementBytes * 8, 16u);
    p.rows.push_back(isLoad ? d.destAtLeast(element, bits)
                            : d.sourceAtLeast(element, bits));
    p.registerBits.push_back(bits);
  }
  p.request.bytes = p.elementBytes * count;
  if (p.request.bytes > 32)
    return void(d.fail("expected at most 32 bytes"));
  d.ins.row[0] = d.address(d.operand(isLoad ? 1 : 0), d.ins.imm, p.wideAddress);
  d.ins.handler = isLoad ? load : store;
}
