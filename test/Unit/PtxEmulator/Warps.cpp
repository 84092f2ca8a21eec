//===- Warps.cpp - Divergence, votes, shuffles and barriers ---------------===//
#include "Harness.h"

using namespace mixp::ptx;

using Words = std::vector<uint32_t>;

static Words countUp() {
  Words result;
  for (uint32_t i = 0; i < 32; ++i)
    result.push_back(i);
  return result;
}

TEST(PtxWarps, ShufflesOfAllModes) {
  Words lanes = countUp();
  Words up = runLanes("shfl.sync.up.b32 %r4, %r1, 3, 0, -1;", {lanes});
  Words down = runLanes("shfl.sync.down.b32 %r4, %r1, 5, 31, -1;", {lanes});
  Words xored = runLanes("shfl.sync.bfly.b32 %r4, %r1, 9, 31, -1;", {lanes});
  // Segments of eight lanes: c = 0x1807.
  Words index = runLanes("shfl.sync.idx.b32 %r4, %r1, 2, 0x1807, -1;", {lanes});
  for (uint32_t i = 0; i < 32; ++i) {
    EXPECT_EQ(up[i], i < 3 ? i : i - 3);
    EXPECT_EQ(down[i], i + 5 > 31 ? i : i + 5);
    EXPECT_EQ(xored[i], i ^ 9);
    EXPECT_EQ(index[i], (i & 24) + 2);
  }
  Words inRange = runLanes("shfl.sync.up.b32 %r5|%p1, %r1, 3, 0, -1;\n"
                           "selp.b32 %r4, 1, 0, %p1;",
                           {lanes});
  EXPECT_EQ(inRange[2], 0u);
  EXPECT_EQ(inRange[3], 1u);
}

TEST(PtxWarps, VotesAndReductions) {
  Words lanes = countUp();
  std::string test = "setp.lt.u32 %p1, %r1, 5;\n";
  EXPECT_EQ(runLanes(test + "vote.sync.ballot.b32 %r4, %p1, -1;", {lanes})[9],
            0x1fu);
  EXPECT_EQ(runLanes(test + "vote.sync.all.pred %p2, !%p1, -1;\n"
                            "selp.b32 %r4, 1, 0, %p2;",
                     {lanes})[0],
            0u);
  EXPECT_EQ(runLanes("redux.sync.add.s32 %r4, %r1, -1;", {lanes})[7], 496u);
  EXPECT_EQ(runLanes("sub.s32 %r5, 3, %r1;\nredux.sync.min.s32 %r4, %r5, -1;",
                     {lanes})[0],
            uint32_t(3 - 31));
  EXPECT_EQ(runLanes("and.b32 %r5, %r1, 3;\nmatch.any.sync.b32 %r4, %r5, -1;",
                     {lanes})[6],
            0x44444444u);
  Words leader =
      runLanes("elect.sync %r5|%p1, -1;\nselp.b32 %r4, 1, 0, %p1;", {lanes});
  EXPECT_EQ(leader[0], 1u);
  EXPECT_EQ(leader[1], 0u);
  EXPECT_EQ(runLanes("mov.b32 %r4, 7;\n"
                     "setp.ge.u32 %p1, %r1, 8;\n@%p1 bra OVER;\n"
                     "activemask.b32 %r4;\nOVER:",
                     {lanes})[3],
            0xffu);
}

TEST(PtxWarps, LanesReconverge) {
  // The odd lanes loop as often as their number says, then all vote.
  std::string body = R"(
mov.b32 %r4, 0;
and.b32 %r5, %r1, 1;
setp.eq.s32 %p1, %r5, 0;
@%p1 bra JOIN;
mov.b32 %r6, 0;
LOOP:
add.s32 %r4, %r4, 2;
add.s32 %r6, %r6, 1;
setp.lt.s32 %p2, %r6, %r1;
@%p2 bra LOOP;
JOIN:
vote.sync.ballot.b32 %r7, %p1, -1;
add.s32 %r4, %r4, %r7;)";
  Words got = runLanes(body, {countUp()});
  for (uint32_t i = 0; i < 32; ++i)
    EXPECT_EQ(got[i], 0x55555555u + (i % 2 ? 2 * i : 0));
}

TEST(PtxWarps, GuardsAndExits) {
  Kernel kernel(R"(
setp.ge.u32 %p1, %r0, 20;
mov.b32 %r1, 1;
@!%p1 mov.b32 %r1, 2;
mul.wide.u32 %rd9, %r0, 4;
add.s64 %rd9, %rd0, %rd9;
st.global.b32 [%rd9], %r1;
@%p1 ret;
st.global.b32 [%rd9], 3;)");
  kernel.threads(40).output(160).run();
  Words got = kernel.read<uint32_t>(0, 40);
  for (uint32_t i = 0; i < 40; ++i)
    EXPECT_EQ(got[i], i < 20 ? 3u : 1u);
}

TEST(PtxWarps, SpecialRegistersOfGridsAndBlocks) {
  Kernel kernel(R"(
mov.u32 %r1, %ctaid.x;
mov.u32 %r2, %nctaid.x;
mov.u32 %r3, %ntid.x;
mov.u32 %r4, %tid.y;
mov.u32 %r5, %laneid;
mov.u32 %r6, %warpid;
mad.lo.s32 %r7, %r4, %r3, %r0;
mad.lo.s32 %r8, %r1, 48, %r7;
mul.wide.u32 %rd9, %r8, 16;
add.s64 %rd9, %rd0, %rd9;
st.global.v4.b32 [%rd9], {%r2, %r4, %r5, %r6};)");
  kernel.launch.block = {12, 4, 1};
  kernel.blocks(3).output(3 * 48 * 16).run();
  Words got = kernel.read<uint32_t>(0, 3 * 48 * 4);
  for (uint32_t i = 0; i < 144; ++i) {
    uint32_t thread = i % 48;
    EXPECT_EQ(got[4 * i], 3u);
    EXPECT_EQ(got[4 * i + 1], thread / 12);
    EXPECT_EQ(got[4 * i + 2], thread % 32);
    EXPECT_EQ(got[4 * i + 3], thread / 32);
  }
}

TEST(PtxWarps, NamedBarriersOfHalfABlock) {
  // Warps 0 and 1 hand a value to warps 2 and 3, which wait at barrier 3.
  Kernel kernel(R"(
mov.b32 %r1, smem;
shl.b32 %r2, %r0, 2;
add.s32 %r3, %r1, %r2;
setp.ge.u32 %p1, %r0, 64;
@%p1 bra CONSUMER;
st.shared.b32 [%r3], %r0;
barrier.cta.arrive.aligned 3, 128;
ret;
CONSUMER:
barrier.cta.sync.aligned 3, 128;
ld.shared.b32 %r4, [%r3+-256];
mul.wide.u32 %rd9, %r0, 4;
add.s64 %rd9, %rd0, %rd9;
st.global.b32 [%rd9+-256], %r4;)");
  kernel.threads(128).shared(512).output(256).run();
  Words got = kernel.read<uint32_t>(0, 64);
  for (uint32_t i = 0; i < 64; ++i)
    EXPECT_EQ(got[i], i);
}

TEST(PtxWarps, BarrierReductions) {
  Kernel kernel(R"(
setp.lt.u32 %p1, %r0, 37;
bar.red.popc.u32 %r1, 0, %p1;
bar.red.and.pred %p2, 0, !%p1;
bar.red.or.pred %p3, 0, %p1;
selp.b32 %r2, 1, 0, %p2;
selp.b32 %r3, 1, 0, %p3;
st.global.b32 [%rd0], %r1;
st.global.b32 [%rd0+4], %r2;
st.global.b32 [%rd0+8], %r3;)");
  kernel.threads(96).output(12).run();
  EXPECT_EQ(kernel.read<uint32_t>(0, 3), (Words{37, 0, 1}));
}

TEST(PtxWarps, ExitedThreadsAreNotWaitedFor) {
  Kernel kernel("setp.lt.u32 %p1, %r0, 32;\n@%p1 ret;\nbar.sync 0;\n"
                "barrier.cluster.arrive.aligned;\n"
                "barrier.cluster.wait.aligned;\n"
                "mul.wide.u32 %rd9, %r0, 4;\nadd.s64 %rd9, %rd0, %rd9;\n"
                "st.global.b32 [%rd9], %r0;");
  kernel.threads(96).output(384).run();
  EXPECT_EQ(kernel.read<uint32_t>(0, 96)[95], 95u);
}
