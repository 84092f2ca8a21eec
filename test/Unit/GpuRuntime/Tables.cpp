//===- Tables.cpp - Targets, element types and tensor maps ----------------===//
#include "GpuRuntime/Target.h"
#include "GpuRuntime/TensorMap.h"
#include "gtest/gtest.h"

using namespace mixp::gpurt;

static Target target(const std::string &name) {
  Target result;
  EXPECT_TRUE(parseTarget(name, result)) << name;
  return result;
}

TEST(Target, ReadsNames) {
  EXPECT_EQ(target("sm_75").architecture, 75);
  EXPECT_EQ(target("sm_90a").suffix, 'a');
  EXPECT_EQ(target("sm_120f").architecture, 120);
  Target ignored;
  for (const char *name : {"", "sm_", "sm_9", "sm_90b", "sm_90aa", "sm90",
                           "gfx942", "sm_99999999999", "sm_9x0"})
    EXPECT_FALSE(parseTarget(name, ignored)) << name;
}

TEST(Target, KnowsWhatRunsWhere) {
  EXPECT_TRUE(runsCubin(target("sm_80"), 80));
  EXPECT_TRUE(runsCubin(target("sm_80"), 86));
  EXPECT_FALSE(runsCubin(target("sm_86"), 80));
  EXPECT_FALSE(runsCubin(target("sm_80"), 90));
  EXPECT_TRUE(runsPtx(target("sm_80"), 90));
  EXPECT_FALSE(runsPtx(target("sm_90"), 89));
  EXPECT_TRUE(runsPtx(target("sm_90a"), 90));
  EXPECT_FALSE(runsPtx(target("sm_90a"), 100));
  EXPECT_FALSE(runsCubin(target("sm_100a"), 103));
  EXPECT_TRUE(runsPtx(target("sm_100f"), 103));
  EXPECT_FALSE(runsPtx(target("sm_100f"), 120));
  EXPECT_EQ(formatArchitecture(120), "12.0");
}

TEST(ElementType, NamesAreReadBack) {
  for (int number = 0; number <= static_cast<int>(ElementType::I1); ++number) {
    ElementType type = static_cast<ElementType>(number), back;
    ASSERT_TRUE(parseElementType(getName(type), back));
    EXPECT_EQ(back, type);
    // What a map moves is as wide as what rows have.
    EXPECT_EQ(getByteWidth(getMapElement(type)), getDeviceBytes(type));
  }
  ElementType ignored;
  EXPECT_FALSE(parseElementType("f4", ignored));
  EXPECT_EQ(countHostBytes(ElementType::I4, {3, 3}), 5u);
  EXPECT_EQ(formatType(ElementType::F8E5M2, {-1, 3}), "?x3xf8E5M2");
}

static TensorMap goodMap() {
  TensorMap map;
  map.element = MapElement::Float16;
  map.rank = 2;
  map.base = 4096;
  map.dims[0] = 77;
  map.dims[1] = 5;
  map.strides[0] = 160;
  map.box[0] = 64;
  map.box[1] = 128;
  map.swizzle = 128;
  return map;
}

static void expectRefused(const TensorMap &map, const char *part) {
  Status status = checkTensorMap(map);
  EXPECT_EQ(status.getKind(), Status::Kind::BadInput) << part;
  EXPECT_NE(status.getMessage().find(part), std::string::npos)
      << status.getMessage();
}

TEST(TensorMap, ChecksTheDriversRules) {
  EXPECT_TRUE(checkTensorMap(goodMap()).isOk());
  TensorMap map = goodMap();
  map.rank = 6;
  expectRefused(map, "rank 1 to 5");
  map = goodMap();
  map.base = 4104;
  expectRefused(map, "a multiple of 16 bytes but got address 4104");
  map = goodMap();
  map.dims[1] = 0;
  expectRefused(map, "dim #1 of a tensor map to be 1 to 2^32 but got 0");
  map = goodMap();
  map.strides[0] = 154;
  expectRefused(map, "stride of dim #1");
  map.strides[0] = uint64_t(1) << 40;
  expectRefused(map, "below 2^40");
  map = goodMap();
  map.box[1] = 257;
  expectRefused(map, "box in dim #1 of a tensor map to be 1 to 256");
  map = goodMap();
  map.box[0] = 4;
  expectRefused(map, "multiple of 16 bytes but got 8");
  map = goodMap();
  map.swizzle = 64;
  expectRefused(map, "at most the swizzle's 64 bytes but got 128");
  map.swizzle = 48;
  expectRefused(map, "0, 32, 64 or 128 bytes but got 48");
  map = goodMap();
  map.l2Promotion = 32;
  expectRefused(map, "L2 promotion");
}
