//===- BulkCopy.cpp - cp.async.bulk ---------------------------------------===//
// Copies into shared memory complete on an mbarrier, in any order; copies out
// of it in groups. Accesses are recorded at the issue.
#include "BulkTiles.h"
#include "Families.h"
#include "MemoryAccess.h"

using namespace llvm;
using namespace mixp::ptx;

namespace mixp::ptx {
struct BulkStore {
  BulkTile tile;
  bool done = false;
};
} // namespace mixp::ptx

namespace {
struct BulkPayload : Payload {
  bool isTensor = false, isLoad = false;
  unsigned rank = 0;
  SmallVector<int32_t, 5> coordinates;
  bool wideShared = false, wideGlobal = false, wideBarrier = false;
  int64_t sharedOffset = 0, globalOffset = 0, barrierOffset = 0;
  int32_t multicast = -1; // row of the mask
};

struct BulkLoadOperation : PendingOperation {
  BulkTile tile;
  uint32_t barrier = 0;
  int lane = 0;

  void complete(Block &block) override {
    tile.load(block);
    MBarrier *target = block.mbarriers.find(*warp, barrier, lane);
    if (!target)
      return;
    --target->inFlight;
    block.mbarriers.completeTx(*warp, barrier, tile.bytes, lane);
  }
};

struct BulkStoreOperation : PendingOperation {
  std::shared_ptr<BulkStore> store;
  void complete(Block &block) override {
    if (!store->done)
      store->tile.store(block);
    store->done = true;
  }
  bool writesShared() const override { return false; }
};
} // namespace

/// Reads the map that a lane's generic address points to.
static bool readMap(Warp &w, const Instruction &i, unsigned lane,
                    BulkTile &tile) {
  const BulkPayload &p = i.get<BulkPayload>();
  uint64_t address = w.u64(i.row[1])[lane];
  MemoryRequest request{Space::Generic, 64, false, false};
  std::array<uint64_t, 16> words;
  for (unsigned half = 0; half < 2; ++half) {
    char *bytes = accessLane(w, request, address + 64 * half, lane);
    if (!bytes)
      return false;
    std::memcpy(words.data() + 8 * half, bytes, 64);
  }
  Expected<TensorMapDescription> map = decodeTensorMap(words);
  if (!map) {
    w.fail(ErrorClass::TensorMap, toString(map.takeError()), lane);
    return false;
  }
  if (map->dims.size() != p.rank) {
    w.fail(ErrorClass::TensorMap,
           "expected a map of rank " + Twine(p.rank) + " but it has " +
               Twine(map->dims.size()),
           lane);
    return false;
  }
  tile.map = std::move(*map);
  tile.bytes = getBoxBytes(tile.map);
  for (size_t k = 0; k < p.coordinates.size(); ++k)
    tile.coordinates[k] = int32_t(w.u32(p.coordinates[k])[lane]);
  return true;
}

static bool makeTile(Warp &w, const Instruction &i, unsigned lane,
                     BulkTile &tile) {
  const BulkPayload &p = i.get<BulkPayload>();
  uint32_t one = 1u << lane;
  tile.isTensor = p.isTensor;
  tile.shared =
      getAddresses(w, i.row[0], p.wideShared, p.sharedOffset, one)[lane];
  unsigned align = 16;
  if (p.isTensor) {
    if (!readMap(w, i, lane, tile))
      return false;
    // Swizzles follow the address, so a tile begins where a pattern does.
    align = std::max(128u, 8 * tile.map.swizzle);
    if (tile.map.swizzle &&
        tile.map.box[0] * tile.map.elementBytes != tile.map.swizzle) {
      w.fail(ErrorClass::TensorMap,
             "a swizzled box that is narrower than its swizzle is not in the "
             "documented subset",
             lane);
      return false;
    }
  } else {
    tile.global =
        getAddresses(w, i.row[1], p.wideGlobal, p.globalOffset, one)[lane];
    tile.bytes = w.u32(i.row[3])[lane];
  }
  if (tile.shared % align || tile.global % 16 || tile.bytes % 16) {
    w.fail(ErrorClass::Misaligned,
           "expected a multiple of " + Twine(align) +
               " as the shared address and multiples of 16 beside but got " +
               Twine(tile.shared) + ", " + Twine(tile.global) + " and " +
               Twine(tile.bytes) + " bytes",
           lane);
    return false;
  }
  return true;
}

static void loadTile(Warp &w, const Instruction &i, unsigned lane,
                     BulkTile tile) {
  const BulkPayload &p = i.get<BulkPayload>();
  Block &block = *w.block;
  if (p.multicast >= 0 && w.u32(p.multicast)[lane] != 1)
    return w.fail(ErrorClass::BadOperand,
                  "expected a multicast mask of the one block of the cluster",
                  lane);
  uint32_t address = getAddresses(w, i.row[2], p.wideBarrier, p.barrierOffset,
                                  1u << lane)[lane];
  MBarrier *barrier = block.mbarriers.find(w, address, lane);
  if (!barrier)
    return;
  if (!barrier->fenced)
    return w.fail(ErrorClass::MissingProxyFence,
                  "the mbarrier was initialized without a fence.mbarrier_init "
                  "or fence.proxy.async after it",
                  lane);
  Access access = block.ownAccess(w);
  access.agent = barrier->agent;
  access.time = barrier->phase + 1;
  access.asyncProxy = true;
  if (!tile.checkGlobal(w, /*write=*/false, lane) ||
      !tile.accessShared(w, access, /*write=*/true, lane))
    return;
  ++barrier->inFlight;
  auto operation = std::make_unique<BulkLoadOperation>();
  operation->warp = &w;
  operation->pc = w.pc;
  operation->barrier = address;
  operation->lane = lane;
  block.countersOf(i).bulkBytes += tile.bytes;
  operation->tile = std::move(tile);
  block.pending.push_back(std::move(operation));
}

static void storeTile(Warp &w, const Instruction &i, unsigned lane,
                      BulkTile tile) {
  Block &block = *w.block;
  Access access = block.ownAccess(w);
  access.agent = block.bulkAgent(w.index);
  access.time = ++w.bulk.time;
  access.asyncProxy = true;
  if (!tile.checkGlobal(w, /*write=*/true, lane) ||
      !tile.accessShared(w, access, /*write=*/false, lane))
    return;
  block.countersOf(i).bulkBytes += tile.bytes;
  auto store = std::make_shared<BulkStore>();
  store->tile = std::move(tile);
  w.bulk.open.push_back({lane, store});
}

static void bulkCopy(Warp &w, const Instruction &i, uint32_t m) {
  for (; m && !w.block->failed(); m &= m - 1) {
    unsigned lane = __builtin_ctz(m);
    BulkTile tile;
    if (!makeTile(w, i, lane, tile))
      return;
    if (i.get<BulkPayload>().isLoad)
      loadTile(w, i, lane, std::move(tile));
    else
      storeTile(w, i, lane, std::move(tile));
  }
  w.advance();
}

static void commitGroup(Warp &w, const Instruction &, uint32_t m) {
  forLanes(m, [&](unsigned lane) {
    BulkQueue::Group group{lane, w.bulk.time, {}};
    erase_if(w.bulk.open, [&](const BulkQueue::Open &open) {
      if (open.lane != lane)
        return false;
      group.stores.push_back(open.store);
      return true;
    });
    for (const std::shared_ptr<BulkStore> &store : group.stores) {
      auto operation = std::make_unique<BulkStoreOperation>();
      operation->warp = &w;
      operation->pc = w.pc;
      operation->store = store;
      w.block->pending.push_back(std::move(operation));
    }
    w.bulk.groups.push_back(std::move(group));
  });
}

static void waitGroup(Warp &w, const Instruction &i, uint32_t m) {
  std::array<uint64_t, 32> newer{};
  uint32_t known = 0;
  auto &groups = w.bulk.groups;
  for (size_t k = groups.size(); k-- > 0;) {
    BulkQueue::Group &group = groups[k];
    if (!(m >> group.lane & 1) || newer[group.lane]++ < uint64_t(i.imm))
      continue;
    for (const std::shared_ptr<BulkStore> &store : group.stores) {
      if (!store->done)
        store->tile.store(*w.block);
      store->done = true;
    }
    known = std::max(known, group.time);
    groups.erase(groups.begin() + k);
  }
  w.knowledge.happened.raise(w.block->bulkAgent(w.index), known);
}

static void nothing(Warp &, const Instruction &, uint32_t) {}

static void readTensorAddress(Decode &d, BulkPayload &p,
                              const OperandAst &operand) {
  if (operand.kind != OperandAst::Kind::TensorAddress)
    return void(d.fail("expected a tensor map and coordinates"));
  d.ins.row[1] = d.source(operand.elements[0], 64);
  ArrayRef<OperandAst> coordinates = d.elements(operand.elements[1]);
  if (coordinates.size() != p.rank)
    return void(d.fail("expected " + Twine(p.rank) + " coordinates"));
  for (const OperandAst &coordinate : coordinates)
    p.coordinates.push_back(d.source(coordinate, 32));
}

static void decodeCopy(Decode &d, BulkPayload &p) {
  bool hint = d.take("L2::cache_hint"),
       multicast = d.take("multicast::cluster");
  d.take("tile");
  auto isShared = [](StringRef word) { return word.starts_with("shared::"); };
  const auto *shared = find_if(d.words(), isShared);
  const auto *global = find(d.words(), "global");
  if (shared == d.words().end() || global == d.words().end())
    return void(d.fail("expected copies between .global and .shared"));
  p.isLoad = shared < global;
  d.takeAny({"shared::cta", "shared::cluster"});
  d.take("global");
  if (!d.take(p.isLoad ? "mbarrier::complete_tx::bytes" : "bulk_group"))
    return void(d.fail(p.isLoad ? "expected .mbarrier::complete_tx::bytes"
                                : "expected .bulk_group"));
  unsigned count = 2 + !p.isTensor + p.isLoad;
  unsigned extra = (hint ? 1 : 0) + (multicast ? 1 : 0);
  if (!d.expectOperands(count + extra, count + extra))
    return;
  unsigned sharedAt = p.isLoad ? 0 : 1;
  d.ins.row[0] = d.address(d.operand(sharedAt), p.sharedOffset, p.wideShared);
  if (p.isTensor) {
    readTensorAddress(d, p, d.operand(1 - sharedAt));
  } else {
    d.ins.row[1] =
        d.address(d.operand(1 - sharedAt), p.globalOffset, p.wideGlobal);
    d.ins.row[3] = d.source(2, 32);
  }
  if (p.isLoad)
    d.ins.row[2] =
        d.address(d.operand(count - 1), p.barrierOffset, p.wideBarrier);
  if (multicast)
    p.multicast = d.source(count, 16);
  d.ins.handler = bulkCopy;
}

void mixp::ptx::decodeBulkCopy(Decode &d) {
  d.requireTarget(90);
  if (d.take("commit_group")) {
    d.ins.handler = commitGroup;
    return;
  }
  if (d.take("wait_group")) {
    d.take("read");
    std::optional<int64_t> count =
        d.numOperands() == 1 ? d.integer(d.operand(0)) : std::nullopt;
    if (!count || *count < 0)
      return void(d.fail("expected a number of groups"));
    d.ins.imm = *count;
    d.ins.handler = waitGroup;
    return;
  }
  if (d.take("prefetch")) {
    d.words().clear();
    d.ins.handler = nothing;
    return;
  }
  auto &p = d.makePayload<BulkPayload>();
  p.isTensor = d.take("tensor");
  if (p.isTensor) {
    int rank = d.takeAny({"1d", "2d", "3d", "4d", "5d"});
    if (rank < 0)
      return void(d.fail("expected .1d to .5d"));
    p.rank = rank + 1;
  }
  decodeCopy(d, p);
}
