//===- JitMemory.cpp - Memory of compiled code ----------------------------===//
#include "JitMemory.h"
#include "llvm/ExecutionEngine/Orc/MapperJITLinkMemoryManager.h"
#include "llvm/Support/Process.h"
#include <sys/mman.h>

namespace {
/// Bytes of a huge page on x86-64, and on AArch64 with pages of 4 KiB.
constexpr size_t kHugePage = size_t(2) << 20;

class HugePageMapper : public llvm::orc::InProcessMemoryMapper {
public:
  using InProcessMemoryMapper::InProcessMemoryMapper;

  void reserve(size_t size, OnReservedFunction done) override {
    InProcessMemoryMapper::reserve(
        size, [size, done = std::move(done)](
                  llvm::Expected<llvm::orc::ExecutorAddrRange> range) mutable {
          // Small objects would waste most of a page.
          if (range && size >= 2 * kHugePage)
            (void)madvise(range->Start.toPtr<void *>(), size, MADV_HUGEPAGE);
          done(std::move(range));
        });
  }
};
} // namespace

llvm::Expected<std::unique_ptr<llvm::jitlink::JITLinkMemoryManager>>
mixp::createJitMemory() {
  auto page = llvm::sys::Process::getPageSize();
  if (!page)
    return page.takeError();
  constexpr size_t kReservation = size_t(64) << 10;
  return std::make_unique<llvm::orc::MapperJITLinkMemoryManager>(
      kReservation, std::make_unique<HugePageMapper>(*page));
}
