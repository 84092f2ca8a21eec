//===- Memory.cpp - Loads, stores, variables, calls and atomics -----------===//
#include "Harness.h"

using namespace mixp::ptx;

using Words = std::vector<uint32_t>;

TEST(PtxMemory, VectorsOfEachSpace) {
  Kernel kernel(R"(
.local .align 16 .b8 depot[32];
mul.wide.u32 %rd10, %r0, 16;
add.s64 %rd11, %rd0, %rd10;
ld.global.nc.L1::no_allocate.v4.b32 {%r1, %r2, %r3, %r4}, [%rd11];
mov.b64 %rd12, depot;
st.local.v2.b32 [%rd12+8], {%r4, %r3};
ld.local.b64 %rd13, [%rd12+8];
mov.b64 {%r5, %r6}, %rd13;
mov.b32 %r7, smem;
shl.b32 %r8, %r0, 4;
add.s32 %r7, %r7, %r8;
st.shared.v4.b32 [%r7], {%r5, %r6, %r1, %r2};
cvt.u64.u32 %rd14, %r7;
cvta.shared.u64 %rd14, %rd14;
ld.v2.b64 {%rd15, %rd16}, [%rd14];
add.s64 %rd17, %rd1, %rd10;
st.global.v2.b64 [%rd17], {%rd15, %rd16};)");
  Words values;
  for (uint32_t i = 0; i < 128; ++i)
    values.push_back(i * i + 3);
  kernel.shared(512).input(values).output(512).run();
  Words got = kernel.read<uint32_t>(1, 128);
  for (uint32_t i = 0; i < 128; i += 4) {
    EXPECT_EQ(got[i], values[i + 3]);
    EXPECT_EQ(got[i + 1], values[i + 2]);
    EXPECT_EQ(got[i + 2], values[i]);
    EXPECT_EQ(got[i + 3], values[i + 1]);
  }
}

TEST(PtxMemory, NarrowLoadsExtend) {
  Kernel kernel(R"(
ld.global.s8 %r1, [%rd0];
ld.global.u8 %r2, [%rd0+1];
ld.global.s16 %r3, [%rd0+2];
ld.global.s32 %rd9, [%rd0+4];
st.global.b32 [%rd1], %r1;
st.global.b32 [%rd1+4], %r2;
st.global.b32 [%rd1+8], %r3;
st.global.b64 [%rd1+16], %rd9;)");
  kernel.threads(1).input(Words{0x8001ff80, 0xfffffffe}).output(24).run();
  Words got = kernel.read<uint32_t>(1, 6);
  EXPECT_EQ(got[0], 0xffffff80u);
  EXPECT_EQ(got[1], 0xffu);
  EXPECT_EQ(got[2], 0xffff8001u);
  EXPECT_EQ(got[4], 0xfffffffeu);
  EXPECT_EQ(got[5], 0xffffffffu);
}

TEST(PtxMemory, VariablesOfTheModule) {
  Kernel kernel(R"(
.shared .align 16 .b8 own[64];
ld.global.b32 %r1, [table+4];
mov.b64 %rd9, scale;
ld.const.b32 %r2, [%rd9];
ld.global.b64 %rd10, [pointer];
ld.global.b32 %r3, [%rd10];
mov.b32 %r4, own;
mov.b32 %r5, smem;
sub.s32 %r6, %r5, %r4;
st.global.v4.b32 [%rd0], {%r1, %r2, %r3, %r6};)");
  kernel.before(
      ".global .align 4 .b8 table[12] = {1, 0, 0, 0, 7, 1, 0, 0, 9};\n"
      ".const .align 4 .f32 scale = 0f40200000;\n"
      ".global .align 8 .u64 pointer = generic(table)+8;\n");
  kernel.threads(1).shared(64).output(16).run();
  // The dynamic array begins after the sized one, at its own alignment.
  EXPECT_EQ(kernel.read<uint32_t>(0, 4), (Words{0x107, 0x40200000, 9, 1024}));
}

TEST(PtxMemory, ParametersByValue) {
  Kernel kernel(R"(
ld.param.v2.b32 {%r1, %r2}, [p0+8];
cvta.param.u64 %rd9, %rd0;
ld.b32 %r3, [%rd9+4];
st.global.v2.b32 [%rd1], {%r1, %r2};
st.global.b32 [%rd1+8], %r3;)");
  Words block = {10, 11, 12, 13};
  kernel.threads(1).bytes(block.data(), 16).output(12).run();
  EXPECT_EQ(kernel.read<uint32_t>(1, 3), (Words{12, 13, 11}));
}

TEST(PtxMemory, CallsOfFunctions) {
  Kernel kernel(R"(
{ // callseq 0
.param .b32 a;
.param .b32 b;
.param .b32 r;
st.param.b32 [a], %r0;
st.param.b32 [b], 100;
call.uni (r), helper, (a, b);
ld.param.b32 %r1, [r];
}
mul.wide.u32 %rd9, %r0, 4;
add.s64 %rd9, %rd0, %rd9;
st.global.b32 [%rd9], %r1;)");
  kernel.before(R"(
.func (.param .b32 result) helper(.param .b32 x, .param .b32 y)
{
.reg .pred %p<2>;
.reg .b32 %r<9>;
ld.param.b32 %r1, [x];
ld.param.b32 %r2, [y];
setp.lt.u32 %p1, %r1, 5;
@%p1 bra SMALL;
add.s32 %r3, %r1, %r2;
st.param.b32 [result], %r3;
ret;
SMALL:
mul.lo.s32 %r3, %r1, %r2;
st.param.b32 [result], %r3;
ret;
}
)");
  kernel.output(128).run();
  Words got = kernel.read<uint32_t>(0, 32);
  for (uint32_t i = 0; i < 32; ++i)
    EXPECT_EQ(got[i], i < 5 ? i * 100 : i + 100);
}

TEST(PtxMemory, Atomics) {
  Kernel kernel(R"(
mov.b32 %r5, 0x38003c00;
atom.global.add.u32 %r1, [%rd0], %r0;
atom.global.max.s32 %r2, [%rd0+4], %r0;
red.global.add.f32 [%rd0+8], 0f3F000000;
atom.global.cas.b32 %r3, [%rd0+12], 0, 9;
red.relaxed.gpu.global.add.noftz.f16x2 [%rd0+16], %r5;
atom.global.exch.b64 %rd9, [%rd0+24], %rd1;)");
  kernel.threads(33).input(Words{0, 0x80000000, 0, 0, 0, 0, 0, 0}).number(77);
  kernel.run();
  Words got = kernel.read<uint32_t>(0, 8);
  EXPECT_EQ(got[0], 33u * 32 / 2);
  EXPECT_EQ(got[1], 32u);
  EXPECT_EQ(got[2], bitsOf(16.5f));
  EXPECT_EQ(got[3], 9u);
  // 33 times {1, 0.5}.
  EXPECT_EQ(got[4], 0x4c205020u);
  EXPECT_EQ(got[6], 77u);
}

TEST(PtxMemory, SharedAtomicsDoNotRace) {
  Kernel kernel(R"(
mov.b32 %r1, smem;
setp.ne.s32 %p1, %r0, 0;
@%p1 bra WAIT;
st.shared.b32 [%r1], 5;
WAIT:
bar.sync 0;
atom.shared.add.u32 %r2, [%r1], 3;
bar.sync 0;
ld.shared.b32 %r3, [%r1];
st.global.b32 [%rd0], %r3;)");
  kernel.threads(128).shared(16).output(4).run();
  EXPECT_EQ(kernel.read<uint32_t>(0, 1)[0], 5u + 3 * 128);
}

TEST(PtxMemory, BranchTables) {
  Kernel kernel(R"(
and.b32 %r1, %r0, 3;
TABLE: .branchtargets A, B, C, B;
brx.idx %r1, TABLE;
A: mov.b32 %r2, 10;
bra.uni DONE;
B: mov.b32 %r2, 20;
bra.uni DONE;
C: mov.b32 %r2, 30;
DONE:
mul.wide.u32 %rd9, %r0, 4;
add.s64 %rd9, %rd0, %rd9;
st.global.b32 [%rd9], %r2;)");
  kernel.output(128).run();
  Words got = kernel.read<uint32_t>(0, 32), want = {10, 20, 30, 20};
  for (uint32_t i = 0; i < 32; ++i)
    EXPECT_EQ(got[i], want[i % 4]);
}

TEST(PtxMemory, AllocationsAreApart) {
  DeviceMemory memory;
  uint64_t a = memory.allocate(100), b = memory.allocate(10, 4096);
  EXPECT_EQ(a % 256, 0u);
  EXPECT_EQ(b % 4096, 0u);
  EXPECT_NE(memory.resolve(a, 100), nullptr);
  EXPECT_EQ(memory.resolve(a + 1, 100), nullptr);
  EXPECT_EQ(memory.resolve(a + 100, 1), nullptr);
  EXPECT_EQ(uint8_t(*memory.resolve(b, 1)), 0xff);
  EXPECT_NE(memory.describe(a + 130).find("30 bytes after the end of the "
                                          "allocation of 100 bytes"),
            std::string::npos);
  llvm::cantFail(memory.free(a));
  EXPECT_EQ(memory.resolve(a, 1), nullptr);
  EXPECT_NE(llvm::toString(memory.free(a)), "success");
}
