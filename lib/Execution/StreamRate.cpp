//===- StreamRate.cpp - How fast memory can be read -----------------------===//
#include "mixp/Execution/StreamRate.h"
#include "MeasuringLoop.h"
#include "mixp/Execution/ThreadTeam.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MemoryBuffer.h"
#include <algorithm>
#include <sys/mman.h>
#include <unistd.h>

using namespace mlir;
using namespace mixp;

int64_t mixp::getLastLevelCacheBytes() {
  // What a core sees of it: sysconf may give the sum over the machine.
  int64_t largest = 0;
  for (int index = 0; index < 8; ++index) {
    std::string path = llvm::formatv(
        "/sys/devices/system/cpu/cpu0/cache/index{0}/size", index);
    auto file = llvm::MemoryBuffer::getFileAsStream(path);
    if (!file)
      break;
    int64_t kilobytes = 0;
    StringRef text = (*file)->getBuffer();
    (void)text.consumeInteger(10, kilobytes);
    largest = std::max(largest, kilobytes << 10);
  }
  if (largest > 0)
    return largest;
  // A virtual machine may hide the files, and count the caches of all sockets.
  constexpr int64_t kMost = int64_t(128) << 20;
  return std::clamp<int64_t>(sysconf(_SC_LEVEL3_CACHE_SIZE), 0, kMost);
}

int64_t mixp::getBytesBeyondCaches() {
  // Where the system says nothing: a large desktop's.
  constexpr int64_t kUnknown = int64_t(32) << 20;
  int64_t cache = getLastLevelCacheBytes();
  return 4 * (cache > 0 ? cache : kUnknown) + 1;
}

namespace {
/// A way of reading memory: in `streams` places by turns, `prefetch` bytes
/// ahead of each if that is not 0.
struct Way {
  int64_t streams, prefetch;
};
} // namespace

/// Hardware follows few streams well, and none over the end of a small page.
static constexpr Way kWays[] = {{1, 512}, {2, 1024}, {4, 0}, {4, 1024}, {8, 0}};
/// Bytes of one stream that one round of the loop reads.
static constexpr int64_t kStep = 128;

/// What a thread reads in one run. Runs are short, so that a busy machine
/// leaves some alone.
static constexpr int64_t kRunBytes = int64_t(16) << 20;
/// Runs of each way before one is chosen; the fastest counts.
static constexpr int64_t kTrialRuns = 40;

/// `void streamN(ptr memory, i64 bytes, ptr sink)`: reads each byte once.
static std::string writeStreamLoop(size_t number, Way way, int64_t vectorBits) {
  int64_t vectorBytes = vectorBits / 8, loads = kStep / vectorBytes;
  std::string type = llvm::formatv("<{0} x i32>", vectorBits / 32);
  std::string bases, phis, body, stores;
  for (int64_t s = 0; s < way.streams; ++s) {
    bases +=
        llvm::formatv("  %o{0} = mul i64 %part, {0}\n"
                      "  %b{0} = getelementptr i8, ptr %memory, i64 %o{0}\n",
                      s);
    body +=
        llvm::formatv("  %at{0} = getelementptr i8, ptr %b{0}, i64 %i\n", s);
    for (int64_t ahead = 0; way.prefetch > 0 && ahead < kStep; ahead += 64)
      body += llvm::formatv(
          "  %f{0}_{1} = getelementptr i8, ptr %at{0}, i64 {2}\n"
          "  call void @llvm.prefetch.p0(ptr %f{0}_{1}, i32 0, i32 3, i32 1)\n",
          s, ahead, way.prefetch + ahead);
    for (int64_t l = 0; l < loads; ++l) {
      std::string name = llvm::formatv("{0}_{1}", s, l);
      phis += llvm::formatv("  %p{0} = phi {1} [ zeroinitializer, %entry ], "
                            "[ %a{0}, %loop ]\n",
                            name, type);
      body += llvm::formatv("  %g{0} = getelementptr i8, ptr %at{1}, i64 {2}\n"
                            "  %v{0} = load {3}, ptr %g{0}, align 64\n"
                            "  %a{0} = xor {3} %p{0}, %v{0}\n",
                            name, s, l * vectorBytes, type);
      stores +=
          llvm::formatv("  store volatile {1} %a{0}, ptr %sink\n", name, type);
    }
  }
  return llvm::formatv("define void @stream{0}(ptr %memory, i64 %bytes, ptr "
                       "%sink) {{\nentry:\n  %part = udiv i64 %bytes, {1}\n{2}"
                       "  br label %loop\nloop:\n"
                       "  %i = phi i64 [ 0, %entry ], [ %next, %loop ]\n{3}{4}"
                       "  %next = add i64 %i, {5}\n"
                       "  %done = icmp uge i64 %next, %part\n"
                       "  br i1 %done, label %exit, label %loop\nexit:\n{6}"
                       "  ret void\n}\n",
                       number, way.streams, bases, phis, body, kStep, stores);
}

namespace {
/// Memory of small or of huge pages.
class Pages {
public:
  Pages(int64_t size, bool huge) : size(size) {
    constexpr int64_t kSmallPage = 4096, kHuge = int64_t(2) << 20;
    mapped = mmap(nullptr, size + kHuge, PROT_READ | PROT_WRITE,
                  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mapped == MAP_FAILED)
      return;
    auto address = reinterpret_cast<uintptr_t>(mapped);
    data = reinterpret_cast<char *>((address + kHuge - 1) / kHuge * kHuge);
    // Where the system has no huge pages both are the same.
    (void)madvise(data, size, huge ? MADV_HUGEPAGE : MADV_NOHUGEPAGE);
    // Pages that nobody has written to are all the same page of zeros.
    if (madvise(data, size, MADV_POPULATE_WRITE) != 0)
      for (int64_t i = 0; i < size; i += kSmallPage)
        data[i] = 1;
  }
  ~Pages() {
    if (mapped != MAP_FAILED)
      munmap(mapped, size + (int64_t(2) << 20));
  }
  Pages(const Pages &) = delete;
  char *getData() const { return data; }

private:
  int64_t size;
  void *mapped = nullptr;
  char *data = nullptr;
};
} // namespace

struct StreamRate::Implementation {
  using Loop = void (*)(const char *, int64_t, char *);
  std::unique_ptr<llvm::orc::LLJIT> jit;
  std::unique_ptr<Pages> pages;
  int64_t bytes = 0, threads = 1;
  Loop loop = nullptr;
  Way way{};
  bool huge = false;
  int64_t next = 0;

  int64_t getRunBytes() const { return kRunBytes * threads; }
  /// Reads the run with a number, modulo that of all runs.
  double time(Loop with, const Pages &from, int64_t run) const {
    const char *begin =
        from.getData() + run % (bytes / getRunBytes()) * getRunBytes();
    return timeOnThreads(threads, [&](int64_t i) {
      alignas(64) char sink[64];
      with(begin + i * kRunBytes, kRunBytes, sink);
    });
  }
  llvm::Error choose(ArrayRef<Loop> loops);
};

/// Keeps the fastest way of reading, and the pages that it read.
llvm::Error StreamRate::Implementation::choose(ArrayRef<Loop> loops) {
  double best = 0;
  for (bool useHuge : {true, false}) {
    auto candidate = std::make_unique<Pages>(bytes, useHuge);
    if (!candidate->getData())
      return llvm::createStringError("no memory to measure its speed");
    bool found = false;
    for (int64_t run = 0; run < kTrialRuns; ++run)
      for (auto [i, with] : llvm::enumerate(loops)) {
        double seconds = time(with, *candidate, run * std::size(kWays) + i);
        if (best > 0 && seconds >= best)
          continue;
        best = seconds;
        loop = with;
        way = kWays[i];
        huge = useHuge;
        found = true;
      }
    if (found)
      pages = std::move(candidate);
  }
  return llvm::Error::success();
}

llvm::Expected<std::unique_ptr<StreamRate>>
StreamRate::create(TargetAttr target, int64_t threads) {
  std::string text;
  for (auto [i, way] : llvm::enumerate(kWays))
    text += writeStreamLoop(i, way, target.getVectorBits());
  auto result = std::make_unique<Implementation>();
  auto jit = compileLoops(text, target);
  if (!jit)
    return jit.takeError();
  SmallVector<Implementation::Loop> loops;
  for (size_t i = 0; i < std::size(kWays); ++i) {
    auto loop = (*jit)->lookup("stream" + std::to_string(i));
    if (!loop)
      return loop.takeError();
    loops.push_back(loop->toPtr<Implementation::Loop>());
  }
  result->jit = std::move(*jit);
  result->threads = threads;
  int64_t unit = result->getRunBytes();
  result->bytes = (getBytesBeyondCaches() + unit - 1) / unit * unit;
  if (llvm::Error error = result->choose(loops))
    return std::move(error);
  return std::unique_ptr<StreamRate>(new StreamRate(std::move(result)));
}

StreamRate::StreamRate(std::unique_ptr<Implementation> implementation)
    : implementation(std::move(implementation)) {}
StreamRate::~StreamRate() = default;

double StreamRate::run() const {
  return implementation->time(implementation->loop, *implementation->pages,
                              implementation->next++);
}

double StreamRate::getGbs(double seconds) const {
  return static_cast<double>(implementation->getRunBytes()) / seconds * 1e-9;
}

std::string StreamRate::describe() const {
  const Way &way = implementation->way;
  std::string text = llvm::formatv("{0} streams, ", way.streams);
  if (way.prefetch > 0)
    text += llvm::formatv("prefetched {0} bytes ahead, ", way.prefetch);
  return text + (implementation->huge ? "huge pages" : "small pages");
}
