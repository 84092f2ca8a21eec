//===- Integers.cpp - Integer and bit instructions ------------------------===//
#include "Harness.h"

using namespace mixp::ptx;

using Words = std::vector<uint32_t>;
using Longs = std::vector<uint64_t>;

TEST(PtxIntegers, Arithmetic) {
  Words a = {7, 0xfffffff9, 0x80000000, 100}, b = {3, 2, 0xffffffff, 0};
  EXPECT_EQ(runLanes("add.s32 %r4, %r1, %r2;", {a, b}),
            (Words{10, 0xfffffffb, 0x7fffffff, 100}));
  EXPECT_EQ(runLanes("sub.s32 %r4, %r1, %r2;", {a, b}),
            (Words{4, 0xfffffff7, 0x80000001, 100}));
  EXPECT_EQ(runLanes("mul.lo.s32 %r4, %r1, %r2;", {a, b}),
            (Words{21, 0xfffffff2, 0x80000000, 0}));
  EXPECT_EQ(runLanes("mul.hi.s32 %r4, %r1, %r2;", {a, b}),
            (Words{0, 0xffffffff, 0, 0}));
  EXPECT_EQ(runLanes("mul.hi.u32 %r4, %r1, %r2;", {a, b}),
            (Words{0, 1, 0x7fffffff, 0}));
  EXPECT_EQ(runLanes("div.s32 %r4, %r1, %r2;", {a, b}),
            (Words{2, 0xfffffffd, 0x80000000, 0xffffffff}));
  EXPECT_EQ(runLanes("rem.s32 %r4, %r1, %r2;", {a, b}),
            (Words{1, 0xffffffff, 0, 100}));
  EXPECT_EQ(runLanes("min.s32 %r4, %r1, %r2;", {a, b}),
            (Words{3, 0xfffffff9, 0x80000000, 0}));
  EXPECT_EQ(runLanes("max.u32 %r4, %r1, %r2;", {a, b}),
            (Words{7, 0xfffffff9, 0xffffffff, 100}));
  EXPECT_EQ(runLanes("add.sat.s32 %r4, %r1, %r2;", {a, b}),
            (Words{10, 0xfffffffb, 0x80000000, 100}));
  EXPECT_EQ(runLanes("abs.s32 %r4, %r1;", {a}), (Words{7, 7, 0x80000000, 100}));
  EXPECT_EQ(runLanes("mad.lo.s32 %r4, %r1, %r2, %r1;", {a, b}),
            (Words{28, 0xffffffeb, 0, 100}));
  EXPECT_EQ(runLanes("sad.s32 %r4, %r1, %r2, %r2;", {a, b}),
            (Words{7, 11, 0x7ffffffe, 100}));
}

TEST(PtxIntegers, WideAndNarrow) {
  Words a = {0xfffffffe, 5}, b = {3, 0xffffffff};
  EXPECT_EQ(
      runLanes("mul.wide.s32 %rd9, %r1, %r2;\nmov.b64 {_, %r4}, %rd9;", {a, b}),
      (Words{0xffffffff, 0xffffffff}));
  EXPECT_EQ(runLanes("mul.wide.u32 %rd9, %r1, %r2;\nmov.b64 {%r4, %r5}, %rd9;\n"
                     "add.s32 %r4, %r4, %r5;",
                     {a, b}),
            (Words{0xfffffffc, 0xffffffff}));
  // 16-bit registers wrap at 16 bits.
  EXPECT_EQ(
      runLanes("mov.b32 {%rs1, %rs2}, %r1;\nmul.lo.s16 %rs3, %rs1, %rs1;\n"
               "cvt.u32.u16 %r4, %rs3;",
               {{0x00010123, 300}}),
      (Words{0x4ac9, 90000 & 0xffff}));
  EXPECT_EQ(runWideLanes("mad.lo.s64 %rd8, %rd5, %rd6, %rd6;",
                         {{1ull << 40, 3}, {3, ~0ull}}),
            (Longs{(3ull << 40) + 3, ~0ull - 3}));
  EXPECT_EQ(runWideLanes("mul.hi.u64 %rd8, %rd5, %rd6;",
                         {{1ull << 63, ~0ull}, {6, ~0ull}}),
            (Longs{3, ~0ull - 1}));
}

TEST(PtxIntegers, Carries) {
  Longs a = {~0ull, 5}, b = {1, 6};
  EXPECT_EQ(runWideLanes("add.cc.s64 %rd9, %rd5, %rd6;\naddc.s64 %rd8, 0, 0;",
                         {a, b}),
            (Longs{1, 0}));
  EXPECT_EQ(runWideLanes("sub.cc.s64 %rd9, %rd5, %rd6;\nsubc.s64 %rd8, 0, 0;",
                         {a, b}),
            (Longs{0, ~0ull}));
}

TEST(PtxIntegers, Shifts) {
  Words a = {0x80000001, 0x80000001, 0x80000001}, by = {1, 31, 40};
  EXPECT_EQ(runLanes("shl.b32 %r4, %r1, %r2;", {a, by}),
            (Words{2, 0x80000000, 0}));
  EXPECT_EQ(runLanes("shr.u32 %r4, %r1, %r2;", {a, by}),
            (Words{0x40000000, 1, 0}));
  EXPECT_EQ(runLanes("shr.s32 %r4, %r1, %r2;", {a, by}),
            (Words{0xc0000000, 0xffffffff, 0xffffffff}));
  Words high = {0x12345678, 0x12345678, 0x12345678};
  EXPECT_EQ(
      runLanes("shf.l.wrap.b32 %r4, %r1, %r2, %r3;", {a, high, {4, 0, 36}}),
      (Words{0x23456788, 0x12345678, 0x23456788}));
  EXPECT_EQ(
      runLanes("shf.r.clamp.b32 %r4, %r1, %r2, %r3;", {a, high, {4, 0, 36}}),
      (Words{0x88000000, 0x80000001, 0x12345678}));
}

TEST(PtxIntegers, Bits) {
  Words a = {0xf0f01234, 1, 0};
  EXPECT_EQ(runLanes("popc.b32 %r4, %r1;", {a}), (Words{13, 1, 0}));
  EXPECT_EQ(runLanes("clz.b32 %r4, %r1;", {a}), (Words{0, 31, 32}));
  EXPECT_EQ(runLanes("brev.b32 %r4, %r1;", {a}),
            (Words{0x2c480f0f, 0x80000000, 0}));
  EXPECT_EQ(runLanes("bfind.u32 %r4, %r1;", {a}), (Words{31, 0, ~0u}));
  EXPECT_EQ(runLanes("bfind.shiftamt.s32 %r4, %r1;", {a}), (Words{4, 31, ~0u}));
  EXPECT_EQ(runLanes("bfe.u32 %r4, %r1, 4, 8;", {a}), (Words{0x23, 0, 0}));
  EXPECT_EQ(runLanes("bfe.s32 %r4, %r1, 24, 12;", {a}),
            (Words{0xfffffff0, 0, 0}));
  EXPECT_EQ(runLanes("bfi.b32 %r4, %r1, -1, 8, 12;", {a}),
            (Words{0xfff234ff, 0xfff001ff, 0xfff000ff}));
  EXPECT_EQ(
      runLanes("lop3.b32 %r4, %r1, 252645135, 1677747200, 234;", {a}),
      (Words{(0xf0f01234u & 0x0f0f0f0f) | 0x64006400, 0x64006401, 0x64006400}));
  EXPECT_EQ(runLanes("cnot.b32 %r4, %r1;", {a}), (Words{0, 0, 1}));
}

TEST(PtxIntegers, Permute) {
  Words a = {0x83828180}, b = {0x07060504};
  auto run = [&](std::string text) { return runLanes(text, {a, b})[0]; };
  EXPECT_EQ(run("prmt.b32 %r4, %r1, %r2, 0x7140;"), 0x07810480u);
  EXPECT_EQ(run("prmt.b32 %r4, %r1, %r2, 0x9a4c;"), 0xffff0400u);
  EXPECT_EQ(run("prmt.b32.f4e %r4, %r1, %r2, 1;"), 0x04838281u);
  EXPECT_EQ(run("prmt.b32.b4e %r4, %r1, %r2, 1;"), 0x06078081u);
  EXPECT_EQ(run("prmt.b32.rc8 %r4, %r1, %r2, 2;"), 0x82828282u);
  EXPECT_EQ(run("prmt.b32.ecl %r4, %r1, %r2, 2;"), 0x83828282u);
  EXPECT_EQ(run("prmt.b32.ecr %r4, %r1, %r2, 1;"), 0x81818180u);
  EXPECT_EQ(run("prmt.b32.rc16 %r4, %r1, %r2, 1;"), 0x83828382u);
}

TEST(PtxIntegers, DotProducts) {
  // 1 * 2 + -2 * 3 + 127 * -1 + -128 * 5 + 10
  Words a = {0x807ffe01}, b = {0x05ff0302}, c = {10};
  EXPECT_EQ(runLanes("dp4a.s32.s32 %r4, %r1, %r2, %r3;", {a, b, c})[0],
            uint32_t(2 - 6 - 127 - 640 + 10));
  EXPECT_EQ(runLanes("dp4a.u32.s32 %r4, %r1, %r2, %r3;", {a, b, c})[0],
            uint32_t(2 + 254 * 3 - 127 + 640 + 10));
  // -511 * -1 + -32641 * 5: the high halves of b's bytes.
  EXPECT_EQ(runLanes("dp2a.hi.s32.s32 %r4, %r1, %r2, %r3;", {a, b, c})[0],
            uint32_t(-511 * -1 + -32641 * 5 + 10));
}

TEST(PtxIntegers, ComparisonsAndSelection) {
  Words a = {5, 0xffffffff, 7}, b = {6, 1, 7};
  std::string tail = "selp.b32 %r4, 1, 0, %p1;";
  EXPECT_EQ(runLanes("setp.lt.s32 %p1, %r1, %r2;" + tail, {a, b}),
            (Words{1, 1, 0}));
  EXPECT_EQ(runLanes("setp.lo.u32 %p1, %r1, %r2;" + tail, {a, b}),
            (Words{1, 0, 0}));
  EXPECT_EQ(runLanes("setp.ge.u32 %p1, %r1, %r2;" + tail, {a, b}),
            (Words{0, 1, 1}));
  // p = (a < b) and c, q = !(a < b) and c.
  std::string pair = "setp.eq.s32 %p3, %r2, 6;\nnot.pred %p3, %p3;\n"
                     "setp.lt.and.s32 %p2|%p1, %r1, %r2, %p3;\n";
  EXPECT_EQ(runLanes(pair + tail, {a, b}), (Words{0, 0, 1}));
  EXPECT_EQ(runLanes("set.eq.u32.s32 %r4, %r1, %r2;", {a, b}),
            (Words{0, 0, ~0u}));
  EXPECT_EQ(runLanes("slct.b32.s32 %r4, 10, 20, %r1;", {a}),
            (Words{10, 20, 10}));
}
