//===- Counters.cpp - What a launch counts --------------------------------===//
#include "Harness.h"
#include "llvm/Support/raw_ostream.h"

using namespace mixp::ptx;

/// The counters of a store by each lane to `lane * pitch`, of `words` words.
static Counters countStore(unsigned pitch, unsigned words) {
  std::string vector = words == 1 ? "" : words == 2 ? ".v2" : ".v4";
  std::string values = words == 1   ? "%r0"
                       : words == 2 ? "{%r0, %r0}"
                                    : "{%r0, %r0, %r0, %r0}";
  Kernel kernel("mov.b32 %r1, smem;\nmul.lo.s32 %r2, %r0, " +
                std::to_string(pitch) + ";\nadd.s32 %r1, %r1, %r2;\n" +
                "st.shared" + vector + ".b32 [%r1], " + values + ";");
  kernel.shared(32 * 1024);
  unsigned line = kernel.lineOf(3);
  return kernel.run().lines[line].counters;
}

TEST(PtxCounters, BankConflictsOfKnownPatterns) {
  Counters ideal = countStore(4, 1);
  EXPECT_EQ(ideal.sharedWavefronts, 1u);
  EXPECT_FALSE(ideal.hasBankConflict());
  EXPECT_EQ(countStore(8, 1).sharedWavefronts, 2u);
  EXPECT_EQ(countStore(12, 1).sharedWavefronts, 1u);
  EXPECT_EQ(countStore(128, 1).sharedWavefronts, 32u);
  EXPECT_EQ(countStore(132, 1).sharedWavefronts, 1u);
  // 16 bytes: a quarter of the warp at a time.
  EXPECT_EQ(countStore(16, 4).sharedWavefronts, 4u);
  EXPECT_EQ(countStore(16, 4).sharedIdealWavefronts, 4u);
  EXPECT_EQ(countStore(128, 4).sharedWavefronts, 32u);
  EXPECT_EQ(countStore(144, 4).sharedWavefronts, 4u);
  EXPECT_EQ(countStore(8, 2).sharedWavefronts, 2u);
}

TEST(PtxCounters, LdmatrixRows) {
  auto count = [](unsigned pitch) {
    Kernel kernel("mov.b32 %r1, smem;\nmul.lo.s32 %r2, %r0, " +
                  std::to_string(pitch) +
                  ";\nadd.s32 %r1, %r1, %r2;\nst.shared.v4.b32 [%r1], {%r0, "
                  "%r0, %r0, %r0};\nldmatrix.sync.aligned.m8n8.x2.shared.b16 "
                  "{%r3, %r4}, [%r1];");
    kernel.shared(8192);
    unsigned line = kernel.lineOf(4);
    return kernel.run().lines[line].counters;
  };
  EXPECT_EQ(count(16).sharedWavefronts, 2u);
  EXPECT_EQ(count(64).sharedWavefronts, 8u);
  EXPECT_EQ(count(128).sharedWavefronts, 16u);
  EXPECT_EQ(count(80).sharedWavefronts, 2u);
  EXPECT_EQ(count(80).sharedIdealWavefronts, 2u);
}

TEST(PtxCounters, GlobalSectorsAndWidths) {
  Kernel kernel(R"(
mul.wide.u32 %rd9, %r0, 16;
add.s64 %rd9, %rd0, %rd9;
ld.global.v4.b32 {%r1, %r2, %r3, %r4}, [%rd9];
ld.global.b32 %r5, [%rd9];
ld.global.b32 %r6, [%rd0];)");
  kernel.output(512);
  Report report = kernel.run();
  Counters wide = report.lines[kernel.lineOf(3)].counters;
  EXPECT_EQ(wide.globalRequests, 1u);
  EXPECT_EQ(wide.globalSectors, 16u);
  EXPECT_EQ(wide.globalBytes, 512u);
  EXPECT_TRUE(wide.onlyGlobalWidth(16));
  EXPECT_FALSE(wide.onlyGlobalWidth(4));
  EXPECT_EQ(report.lines[kernel.lineOf(4)].counters.globalSectors, 16u);
  EXPECT_EQ(report.lines[kernel.lineOf(5)].counters.globalSectors, 1u);
  EXPECT_EQ(report.total.globalWidths[4], 32u);
  EXPECT_EQ(report.total.globalWidths[2], 64u);
}

TEST(PtxCounters, ReportsAsTextAndJson) {
  Kernel kernel(
      "mov.b32 %r1, smem;\nmul.lo.s32 %r2, %r0, 8;\nadd.s32 %r1, %r1, "
      "%r2;\nst.shared.b32 [%r1], %r0;\nbar.sync 0;\nbar.sync 0;");
  kernel.threads(64).blocks(3).shared(512);
  Report report = kernel.run();
  EXPECT_EQ(report.blocks, 3u);
  EXPECT_EQ(report.barriers, 12u);
  EXPECT_EQ(report.opcodes["st.shared.b32"], 6u);
  EXPECT_EQ(report.sharedBytes, 512u);
  std::string text;
  llvm::raw_string_ostream os(text);
  report.print(os);
  EXPECT_NE(text.find("st.shared.b32  <- bank conflict"), std::string::npos);
  llvm::json::Value json = report.toJson();
  const llvm::json::Object *total = json.getAsObject()->getObject("total");
  EXPECT_EQ(*total->getInteger("sharedWavefronts"), 12);
  EXPECT_EQ(*total->getInteger("sharedIdealWavefronts"), 6);
  EXPECT_EQ(json.getAsObject()->getArray("lines")->size(), report.lines.size());
}
