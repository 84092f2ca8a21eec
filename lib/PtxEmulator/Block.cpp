//===- Block.cpp - Start of a block and its shared memory -----------------===//
#include "Block.h"
#include "llvm/ADT/StringExtras.h"
#include <cstring>

using namespace llvm;
using namespace mixp::ptx;

/// Characters of an instruction that an error shows.
static constexpr size_t kMaxText = 120;

StringRef mixp::ptx::getClassName(ErrorClass error) {
  static const StringRef names[] = {"out-of-bounds",
                                    "misaligned",
                                    "race",
                                    "uninitialized-shared",
                                    "missing-proxy-fence",
                                    "accumulator-in-flight",
                                    "missing-wgmma-fence",
                                    "wgmma-descriptor",
                                    "tensor-map",
                                    "mbarrier-misuse",
                                    "barrier-misuse",
                                    "divergent-collective",
                                    "deadlock",
                                    "step-limit",
                                    "trap",
                                    "bad-operand"};
  return names[static_cast<unsigned>(error)];
}

void Warp::fail(ErrorClass error, const Twine &what, int lane) {
  std::string &failure = block->failure;
  if (!failure.empty())
    return;
  const ModuleData &module = block->state.module;
  const Instruction &ins = block->state.program.code[pc];
  const Dim3 &id = block->id;
  failure = (Twine(module.fileName) + ":" + Twine(ins.line) + ": " +
             getClassName(error) + ": " + what + " (block " + Twine(id.x) +
             "," + Twine(id.y) + "," + Twine(id.z) + ", warp " + Twine(index))
                .str();
  if (lane >= 0)
    failure += ", lane " + std::to_string(lane);
  StringRef text = module.lines[ins.line - 1];
  failure += ("); in `" + text.take_front(kMaxText) +
              (text.size() > kMaxText ? "..." : "") + "`")
                 .str();
  if (ins.location >= 0) {
    ModuleData::Location location = module.locations[ins.location];
    std::string file = location.file < module.files.size()
                           ? module.files[location.file]
                           : std::to_string(location.file);
    failure += ", from " + file + ":" + std::to_string(location.line);
  }
}

void Warp::waitForEvent(Wait why) {
  wait = why;
  seenEvents = block->events;
}

void Warp::advance() { knowledge.happened.raise(index, now() + 1); }

static void setRow(Warp &warp, int32_t row, uint32_t value) {
  for (unsigned lane = 0; lane < 32; ++lane)
    warp.u32(row)[lane] = value;
}

/// The value of a special register that is the same in all lanes.
static uint32_t getUniform(const Block &block, const Warp &warp, Special name) {
  const Launch &launch = block.state.launch;
  switch (name) {
  case Special::NtidX:
    return launch.block.x;
  case Special::NtidY:
    return launch.block.y;
  case Special::NtidZ:
    return launch.block.z;
  case Special::CtaidX:
    return block.id.x;
  case Special::CtaidY:
    return block.id.y;
  case Special::CtaidZ:
    return block.id.z;
  case Special::NctaidX:
    return launch.grid.x;
  case Special::NctaidY:
    return launch.grid.y;
  case Special::NctaidZ:
    return launch.grid.z;
  case Special::WarpId:
    return warp.index;
  case Special::NwarpId:
    return block.warps.size();
  case Special::NsmId:
  case Special::One:
    return 1;
  case Special::DynamicSmemSize:
    return launch.dynamicSharedBytes;
  case Special::TotalSmemSize:
    return block.state.sharedEnd - kSharedBase;
  default:
    return 0;
  }
}

static uint32_t getLaneValue(const Dim3 &size, uint32_t thread, unsigned lane,
                             Special name, uint32_t uniform) {
  switch (name) {
  case Special::TidX:
    return thread % size.x;
  case Special::TidY:
    return thread / size.x % size.y;
  case Special::TidZ:
    return thread / size.x / size.y;
  case Special::LaneId:
    return lane;
  case Special::LaneMaskEq:
    return 1u << lane;
  case Special::LaneMaskLt:
    return (1u << lane) - 1;
  case Special::LaneMaskLe:
    return (2u << lane) - 1;
  case Special::LaneMaskGt:
    return ~((2u << lane) - 1);
  case Special::LaneMaskGe:
    return ~((1u << lane) - 1);
  default:
    return uniform;
  }
}

void Block::setSpecials(Warp &warp) {
  for (auto [row, name] : state.program.specials) {
    uint32_t uniform = getUniform(*this, warp, name);
    for (unsigned lane = 0; lane < 32; ++lane)
      warp.u32(row)[lane] = getLaneValue(
          state.launch.block, warp.index * 32 + lane, lane, name, uniform);
  }
}

static void setConstant(Warp &warp, int32_t row, unsigned bits,
                        uint64_t value) {
  if (bits <= 32)
    return setRow(warp, row, value);
  for (unsigned lane = 0; lane < 32; ++lane)
    warp.u64(row)[lane] = value;
}

void Block::startWarp(Warp &warp, unsigned index, uint32_t *file) {
  const Program &program = state.program;
  warp = Warp();
  warp.block = this;
  warp.index = index;
  warp.file = file;
  uint64_t threads = state.launch.block.count() - uint64_t(index) * 32;
  warp.live = threads >= 32 ? 0xffffffffu : (1u << threads) - 1;
  warp.groups = {{0, warp.live}};
  warp.knowledge.happened.raise(index, 1);
  warp.local.assign(program.localBytes * 32, 0xff);
  // Registers that were never written hold a pattern that shows.
  std::fill(file, file + size_t(program.rows) * 32, 0xdeadbeefu);
  for (const Program::Constant &constant : program.constants)
    setConstant(warp, constant.row, constant.bits, constant.value);
  for (const Program::GlobalAddress &global : program.globals)
    setConstant(warp, global.row, 64,
                state.globals[global.variable] + global.addend);
  setSpecials(warp);
  if (program.usesWgmma) {
    warp.wgmma.locks.assign(program.rows, {});
    warp.wgmma.lastAccess.assign(program.rows, 0);
  }
}

void Block::start(Dim3 position, uint64_t seed) {
  id = position;
  random = Random(seed);
  shared.assign(state.sharedEnd, char(0xff));
  if (state.launch.options.checkRaces)
    shadow.reset(state.sharedEnd);
  barriers.reset();
  pending.clear();
  events = steps = 0;
  unsigned count = (state.launch.block.count() + 31) / 32;
  size_t words = size_t(state.program.rows) * 32;
  if (!files)
    files.reset(new uint32_t[words * count]);
  warps.resize(count);
  mbarriers.reset(firstBarrierAgent());
  wgmma.reset((count + 3) / 4);
  for (unsigned i = 0; i < count; ++i)
    startWarp(warps[i], i, files.get() + words * i);
}

std::string Block::describeAgent(Agent agent) const {
  unsigned count = warps.size();
  if (agent < count)
    return "warp " + std::to_string(agent);
  if (agent < 2 * count)
    return "a cp.async of warp " + std::to_string(agent - count);
  if (agent < 3 * count)
    return "a bulk copy of warp " + std::to_string(agent - 2 * count);
  if (agent < firstBarrierAgent())
    return "a wgmma of warp " + std::to_string(agent - 3 * count);
  return "a bulk copy into shared memory";
}

static std::string describe(const Block &block, const Conflict &conflict,
                            bool write) {
  std::string at = " of shared address 0x" + utohexstr(conflict.address);
  std::string what = (write ? "write" : "read") + at;
  const Program &program = block.state.program;
  if (conflict.kind == Conflict::Uninitialized)
    return what + ", which nobody has written";
  if (conflict.kind == Conflict::Barrier)
    return what + ", where an mbarrier lies";
  std::string other = block.describeAgent(conflict.agent) + " at line " +
                      std::to_string(program.code[conflict.pc].line);
  if (conflict.kind == Conflict::ProxyFence)
    return what + " by the async proxy after a write of the generic proxy by " +
           other + " without fence.proxy.async in between";
  return what + " races with the " + (conflict.wasWrite ? "write" : "read") +
         " by " + other + ": nothing orders them";
}

char *Block::accessShared(Warp &warp, const Access &access, uint32_t address,
                          uint32_t bytes, bool write, int lane) {
  if (address < kSharedBase || address > state.sharedEnd ||
      bytes > state.sharedEnd - address) {
    warp.fail(ErrorClass::OutOfBounds,
              Twine(write ? "write" : "read") + " of " + Twine(bytes) +
                  " bytes at shared address 0x" + utohexstr(address) +
                  ", where the block has 0x" + utohexstr(kSharedBase) +
                  " to 0x" + utohexstr(state.sharedEnd),
              lane);
    return nullptr;
  }
  if (state.launch.options.checkRaces) {
    Conflict conflict;
    bool fine = write ? shadow.write(access, address, bytes, conflict)
                      : shadow.read(access, address, bytes, conflict);
    if (!fine) {
      ErrorClass error = conflict.kind == Conflict::Race ? ErrorClass::Race
                         : conflict.kind == Conflict::Uninitialized
                             ? ErrorClass::UninitializedShared
                         : conflict.kind == Conflict::ProxyFence
                             ? ErrorClass::MissingProxyFence
                             : ErrorClass::MbarrierMisuse;
      warp.fail(error, describe(*this, conflict, write), lane);
      return nullptr;
    }
  }
  return shared.data() + address;
}
