//===- Copies.cpp - cp.async, mbarriers and bulk copies -------------------===//
#include "Harness.h"
#include "mixp/PtxEmulator/TensorMap.h"

using namespace mixp::ptx;

using Words = std::vector<uint32_t>;

static Words countUp(size_t count) {
  Words result;
  for (uint32_t i = 0; i < count; ++i)
    result.push_back(i * 3 + 1);
  return result;
}

TEST(PtxCopies, AsyncCopiesFillWithZeros) {
  // The lane's number is the source size, up to 16.
  Kernel kernel(R"(
mov.b32 %r1, smem;
shl.b32 %r2, %r0, 4;
add.s32 %r3, %r1, %r2;
cvt.u64.u32 %rd9, %r2;
add.s64 %rd10, %rd0, %rd9;
min.u32 %r4, %r0, 16;
cp.async.cg.shared.global [%r3], [%rd10], 16, %r4;
cp.async.commit_group;
cp.async.ca.shared.global [%r3+512], [%rd10], 4;
cp.async.commit_group;
cp.async.wait_group 1;
ld.shared.v4.b32 {%r5, %r6, %r7, %r8}, [%r3];
add.s64 %rd11, %rd1, %rd9;
st.global.v4.b32 [%rd11], {%r5, %r6, %r7, %r8};
cp.async.wait_all;
ld.shared.b32 %r5, [%r3+512];
add.s64 %rd11, %rd2, %rd9;
st.global.b32 [%rd11], %r5;)");
  Words source = countUp(128);
  kernel.shared(1024).input(source).output(512).output(512).run();
  auto got = kernel.read<uint8_t>(1, 512);
  auto second = kernel.read<uint32_t>(2, 128);
  for (unsigned lane = 0; lane < 32; ++lane) {
    uint8_t bytes[16];
    std::memcpy(bytes, &source[lane * 4], 16);
    for (unsigned i = 0; i < 16; ++i)
      EXPECT_EQ(got[lane * 16 + i], i < lane ? bytes[i] : 0);
    EXPECT_EQ(second[lane * 4], source[lane * 4]);
  }
}

TEST(PtxCopies, MbarriersCountPhasesAndCopies) {
  // All threads copy and arrive when that has landed; twice, by both ways to
  // wait.
  Kernel kernel(R"(
mov.b32 %r1, smem;
setp.ne.s32 %p1, %r0, 0;
@%p1 bra READY;
mbarrier.init.shared::cta.b64 [%r1], 64;
READY:
bar.sync 0;
shl.b32 %r2, %r0, 2;
add.s32 %r3, %r1, %r2;
cvt.u64.u32 %rd9, %r2;
add.s64 %rd10, %rd0, %rd9;
cp.async.ca.shared.global [%r3+64], [%rd10], 4;
cp.async.mbarrier.arrive.noinc.shared.b64 [%r1];
WAIT:
mbarrier.try_wait.parity.shared.b64 %p2, [%r1], 0, 1000;
@!%p2 bra WAIT;
xor.b32 %r4, %r0, 33;
shl.b32 %r4, %r4, 2;
add.s32 %r4, %r1, %r4;
ld.shared.b32 %r5, [%r4+64];
add.s64 %rd11, %rd1, %rd9;
st.global.b32 [%rd11], %r5;
mbarrier.arrive.release.cta.shared::cta.b64 %rd12, [%r1];
mbarrier.pending_count.b64 %r6, %rd12;
AGAIN:
mbarrier.test_wait.shared.b64 %p2, [%r1], %rd12;
@!%p2 bra AGAIN;
st.shared.b32 [%r4+64], 5;
setp.gt.u32 %p3, %r6, 64;
@%p3 trap;
bar.sync 0;
@%p1 bra END;
mbarrier.inval.shared.b64 [%r1];
END:)");
  Words source = countUp(64);
  for (uint64_t seed : {1, 2, 3}) {
    Kernel copy = kernel;
    copy.run();
  }
}
