//===- Errors.cpp - Each class of error, provoked -------------------------===//
#include "Harness.h"

using namespace mixp::ptx;

static const std::vector<uint32_t> kWords(64, 7);

TEST(PtxErrors, OutOfBounds) {
  Kernel global("mul.wide.u32 %rd9, %r0, 4;\nadd.s64 %rd9, %rd0, %rd9;\n"
                "ld.global.b32 %r1, [%rd9];");
  global.threads(70).input(kWords);
  global.expectError("out-of-bounds",
                     {"0 bytes after the end of the allocation of 256 bytes",
                      "(block 0,0,0, warp 2, lane 0)",
                      "in `ld.global.b32 %r1, [%rd9];`",
                      "test.ptx:" + std::to_string(global.lineOf(2)) + ":"});
  Kernel shared("mov.b32 %r1, smem;\nst.shared.v4.b32 [%r1+64], {%r0, %r0, "
                "%r0, %r0};");
  shared.threads(1).shared(72).expectError("out-of-bounds", {"shared address"});
  Kernel parameter("ld.param.b32 %r1, [p0+8];");
  parameter.number(1).expectError("out-of-bounds", {"parameter"});
  Kernel local(".local .align 4 .b8 depot[8];\nmov.b64 %rd9, depot;\n"
               "ld.local.b32 %r1, [%rd9+8];");
  local.expectError("out-of-bounds", {"local"});
}

TEST(PtxErrors, Misaligned) {
  Kernel kernel("ld.global.v2.b32 {%r1, %r2}, [%rd0+4];");
  kernel.input(kWords).expectError("misaligned", {"multiple of 8"});
  Kernel matrix("mov.b32 %r1, smem;\nst.shared.b64 [%r1], %rd9;\n"
                "ldmatrix.sync.aligned.m8n8.x1.shared.b16 {%r2}, [%r1+8];");
  matrix.threads(32).shared(64).expectError("misaligned", {"multiple of 16"});
}

/// Warp 0 writes, another warp reads, `between` in the middle.
static std::string makeRace(std::string between) {
  return R"(
mov.b32 %r1, smem;
setp.ge.u32 %p1, %r0, 32;
@%p1 bra READ;
shl.b32 %r2, %r0, 2;
add.s32 %r2, %r1, %r2;
st.shared.b32 [%r2], %r0;
READ:
)" + between +
         "\n@!%p1 bra END;\nld.shared.b32 %r3, [%r1];\nEND:";
}

TEST(PtxErrors, RacesDoNotDependOnTheSchedule) {
  // Either the read finds unwritten bytes or it races: an error in any order.
  for (uint64_t seed = 1; seed < 9; ++seed) {
    Kernel bad(makeRace(""));
    llvm::Expected<Report> report =
        bad.threads(64).shared(256).seed(seed).tryRun();
    ASSERT_FALSE(bool(report));
    std::string message = llvm::toString(report.takeError());
    EXPECT_TRUE(message.find(": race: ") != std::string::npos ||
                message.find(": uninitialized-shared: ") != std::string::npos)
        << message;
    Kernel good(makeRace("bar.sync 0;"));
    good.threads(64).shared(256).seed(seed).run();
  }
}

TEST(PtxErrors, RaceNamesTheOtherAccess) {
  // A barrier orders the write before the read, but not the next write after.
  Kernel kernel(
      makeRace("bar.sync 0;\n@%p1 bra HERE;\nst.shared.b32 [%r2], 1;\n"
               "HERE:"));
  kernel.threads(64).shared(256).expectError("race", {"nothing orders them"});
}

TEST(PtxErrors, LanesOfOneStore) {
  Kernel kernel("mov.b32 %r1, smem;\nst.shared.b32 [%r1], %r0;");
  kernel.shared(16).expectError("race", {"lanes 0 and 1"});
  Kernel same("mov.b32 %r1, smem;\nst.shared.b32 [%r1], 3;");
  same.shared(16).run();
}

TEST(PtxErrors, BytesOfOneWordByTwoWarps) {
  // Neighbouring bytes do not race, the same byte does.
  auto body = [](int shift) {
    return "mov.b32 %r1, smem;\nshr.u32 %r2, %r0, 5;\nshr.u32 %r3, %r2, " +
           std::to_string(shift) +
           ";\nadd.s32 %r1, %r1, %r3;\nst.shared.b8 [%r1], %r2;";
  };
  Kernel apart(body(0));
  apart.threads(128).shared(16).run();
  Kernel together(body(1));
  together.threads(128).shared(16).expectError("race");
}

TEST(PtxErrors, UninitializedShared) {
  Kernel kernel("mov.b32 %r1, smem;\nst.shared.b16 [%r1], %rs1;\n"
                "ld.shared.b32 %r2, [%r1];");
  kernel.threads(1).shared(16).expectError("uninitialized-shared",
                                           {"0x402", "nobody has written"});
}

TEST(PtxErrors, AsyncCopyWithoutWait) {
  std::string head = "mov.b32 %r1, smem;\ncp.async.ca.shared.global [%r1], "
                     "[%rd0], 16;\ncp.async.commit_group;\n";
  Kernel bad(head + "cp.async.wait_group 1;\nld.shared.b32 %r2, [%r1];");
  bad.threads(1).shared(16).input(kWords).expectError("race", {"cp.async"});
  Kernel good(head + "cp.async.wait_group 0;\nld.shared.b32 %r2, [%r1];");
  good.threads(1).shared(16).input(kWords).run();
}

static std::string makeStore(std::string fence, std::string wait) {
  return "mov.b32 %r1, smem;\nst.shared.v4.b32 [%r1], {%r0, %r0, %r0, %r0};\n" +
         fence +
         "\ncp.async.bulk.global.shared::cta.bulk_group [%rd0], [%r1], 16;\n"
         "cp.async.bulk.commit_group;\n" +
         wait;
}

TEST(PtxErrors, MissingProxyFence) {
  std::string wait = "cp.async.bulk.wait_group 0;";
  Kernel bad(makeStore("", wait));
  bad.threads(1).shared(16).input(kWords);
  bad.expectError("missing-proxy-fence", {"fence.proxy.async"});
  Kernel good(makeStore("fence.proxy.async.shared::cta;", wait));
  good.threads(1).shared(16).input(kWords).run();
}

TEST(PtxErrors, BulkStoreIsNotWaitedFor) {
  std::string fence = "fence.proxy.async.shared::cta;";
  Kernel ends(makeStore(fence, ""));
  ends.threads(1).shared(16).input(kWords);
  ends.expectError("race", {"the warp ends"});
  Kernel writes(makeStore(fence, "st.shared.b32 [%r1], 1;"));
  writes.threads(1).shared(16).input(kWords);
  writes.expectError("race", {"a bulk copy of warp 0"});
}

TEST(PtxErrors, Deadlock) {
  Kernel kernel("mov.b32 %r1, smem;\nsetp.lt.u32 %p1, %r0, 32;\n@%p1 bra "
                "OTHER;\nbar.sync 1, 64;\nOTHER:\nbar.sync 0;");
  kernel.threads(64).shared(16).expectError(
      "deadlock", {"barrier 0: 32 of all threads", "barrier 1: 32 of 64",
                   "warp 0 waits at line", "warp 1 waits at line"});
  Kernel wait("mov.b32 %r1, smem;\nmbarrier.init.shared.b64 [%r1], 2;\n"
              "mbarrier.arrive.shared.b64 %rd9, [%r1];\nWAIT:\n"
              "mbarrier.try_wait.shared.b64 %p1, [%r1], %rd9;\n"
              "@!%p1 bra WAIT;");
  wait.threads(1).shared(16).expectError("deadlock",
                                         {"1 of 2 arrivals and 0 bytes"});
}

TEST(PtxErrors, StepLimitAndTrap) {
  Kernel kernel("LOOP:\nadd.s32 %r1, %r1, 1;\nbra.uni LOOP;");
  kernel.steps(10000).expectError("step-limit", {"10000"});
  Kernel trap("setp.eq.s32 %p1, %r0, 9;\n@%p1 trap;");
  trap.expectError("trap", {"lane 9"});
}

static void expectMbarrierError(std::string body, std::string text) {
  Kernel kernel("mov.b32 %r1, smem;\n" + body);
  kernel.threads(1).shared(64).input(kWords);
  kernel.expectError("mbarrier-misuse", {text});
}

TEST(PtxErrors, MbarrierMisuse) {
  std::string init = "mbarrier.init.shared.b64 [%r1], 1;\n"
                     "fence.mbarrier_init.release.cluster;\n";
  expectMbarrierError("mbarrier.arrive.shared.b64 %rd9, [%r1];",
                      "no mbarrier was initialized at 0x400");
  expectMbarrierError(init + "mbarrier.init.shared.b64 [%r1], 1;", "already");
  expectMbarrierError(init + "mbarrier.arrive.shared.b64 %rd9, [%r1], 2;",
                      "more arrivals");
  expectMbarrierError(init + "st.shared.b32 [%r1+4], 0;",
                      "where an mbarrier lies");
  std::string copy = "cp.async.bulk.shared::cta.global.mbarrier::complete_tx::"
                     "bytes [%r1+16], [%rd0], 32, [%r1];\n";
  expectMbarrierError(
      init + "mbarrier.arrive.expect_tx.shared.b64 %rd9, [%r1], 16;\n" + copy +
          "WAIT:\nmbarrier.try_wait.parity.shared.b64 %p1, [%r1], 0;\n"
          "@!%p1 bra WAIT;",
      "more bytes have arrived");
  expectMbarrierError(init + copy + "mbarrier.arrive.shared.b64 %rd9, [%r1];",
                      "");
}

TEST(PtxErrors, BarrierMisuse) {
  Kernel kernel("setp.lt.u32 %p1, %r0, 32;\n@%p1 bra A;\n"
                "bar.sync 1, 128;\nret;\nA:\nbar.sync 1, 96;");
  kernel.threads(128).expectError("barrier-misuse");
  Kernel odd("bar.sync 0, 40;");
  odd.threads(64).expectError("barrier-misuse", {"multiple of 32"});
}

TEST(PtxErrors, DivergentCollectives) {
  Kernel kernel("setp.lt.u32 %p1, %r0, 16;\n@%p1 bar.sync 0;");
  kernel.expectError("divergent-collective");
  Kernel apart("setp.lt.u32 %p1, %r0, 16;\n@%p1 bra A;\n"
               "vote.sync.ballot.b32 %r1, %p1, -1;\nbra.uni END;\nA:\n"
               "vote.sync.ballot.b32 %r1, %p1, -1;\nEND:");
  apart.expectError("divergent-collective", {"wait for each other"});
}

/// wgmma with operands that are written and fenced; %r100.. are zero.
static std::string makeWgmma(std::string tail,
                             std::string fence = "wgmma.fence.sync.aligned;",
                             std::string descriptor = "4611686293305360384") {
  return "mov.b32 %r1, smem;\nshl.b32 %r2, %r0, 4;\nadd.s32 %r3, %r1, %r2;\n"
         "LOOP:\nst.shared.v4.b32 [%r3], {%r9, %r9, %r9, %r9};\n"
         "add.s32 %r3, %r3, 2048;\nsub.s32 %r4, %r3, %r1;\n"
         "setp.lt.u32 %p1, %r4, 16384;\n@%p1 bra LOOP;\n"
         "fence.proxy.async;\nbar.sync 0;\nshr.u32 %r5, %r1, 4;\n"
         "cvt.u64.u32 %rd9, %r5;\nor.b64 %rd9, %rd9, " +
         descriptor +
         ";\nsetp.ne.s32 %p2, 1, 0;\nadd.s32 %r100, %r0, 1;\n"
         "add.s32 %r101, %r0, 1;\nadd.s32 %r102, %r0, 1;\n"
         "add.s32 %r103, %r0, 1;\n" +
         fence +
         "\nwgmma.mma_async.sync.aligned.m64n8k16.f32.bf16.bf16 {%r100, %r101, "
         "%r102, %r103}, %rd9, %rd9, %p2, 1, 1, 0, 0;\n"
         "wgmma.commit_group.sync.aligned;\n" +
         tail;
}

static void expectWgmmaError(std::string body, std::string errorClass,
                             std::string text = "") {
  Kernel kernel(body);
  kernel.threads(128).shared(16384).expectError(errorClass, {text});
}

TEST(PtxErrors, WgmmaRules) {
  std::string wait = "wgmma.wait_group.sync.aligned 0;\n";
  Kernel good(makeWgmma(wait + "add.s32 %r1, %r100, 1;"));
  good.threads(128).shared(16384).run();
  expectWgmmaError(makeWgmma("add.s32 %r1, %r100, 1;"),
                   "accumulator-in-flight");
  expectWgmmaError(makeWgmma("wgmma.wait_group.sync.aligned 1;\n"
                             "mov.b32 %r102, 0;"),
                   "accumulator-in-flight");
  expectWgmmaError(makeWgmma(wait, ""), "missing-wgmma-fence",
                   "no wgmma.fence");
  expectWgmmaError(
      makeWgmma(wait, "wgmma.fence.sync.aligned;\nadd.s32 %r103, %r0, 1;"),
      "missing-wgmma-fence", "since the last wgmma.fence");
  // The swizzle's pattern would begin in its middle.
  expectWgmmaError(makeWgmma(wait, "wgmma.fence.sync.aligned;\n"
                                   "add.s64 %rd9, %rd9, 16;"),
                   "wgmma-descriptor", "multiple of 1024");
  expectWgmmaError(
      makeWgmma(wait, "wgmma.fence.sync.aligned;", "4612248968380809216"),
      "wgmma-descriptor");
  // Written after the issue and before the wait.
  expectWgmmaError(makeWgmma("setp.ne.s32 %p3, %r0, 0;\n@%p3 bra OVER;\n"
                             "st.shared.b32 [%r1], 1;\nOVER:\n" +
                             wait),
                   "race", "wgmma");
}

TEST(PtxErrors, InstructionsOutsideOfTheSubset) {
  Kernel unknown("frobnicate.b32 %r1, %r2;");
  unknown.expectError("unsupported", {"'frobnicate'", "documented subset",
                                      "in `frobnicate.b32 %r1, %r2;`"});
  Kernel word("add.rn.exotic.f32 %r1, %r2, %r3;");
  word.expectError("unsupported", {"'.exotic' of 'add.rn.exotic.f32'"});
  Kernel width("add.s64 %rd1, %r2, %rd3;");
  width.expectError("unsupported", {"expected a register of 64 bits"});
  Kernel name("mov.b32 %r1, nothing;");
  name.expectError("unsupported", {"'nothing' is not declared"});
  Kernel target("wgmma.fence.sync.aligned;", "sm_80");
  target.expectError("unsupported", {"sm_90a"});
  Kernel old("cp.async.commit_group;", "sm_75");
  old.expectError("unsupported", {"at least sm_80"});
  Kernel fp8("mma.sync.aligned.m16n8k32.row.col.f32.e4m3.e4m3.f32 {%r1, %r2, "
             "%r3, %r4}, {%r1, %r2, %r3, %r4}, {%r1, %r2}, {%r1, %r2, %r3, "
             "%r4};",
             "sm_80");
  fp8.expectError("unsupported", {"at least sm_89"});
}
