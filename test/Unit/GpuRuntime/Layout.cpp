//===- Layout.cpp - Packed tensors against the layouts' definitions -------===//
#include "GpuRuntime/Layout.h"
#include "gtest/gtest.h"
#include <cstring>

using namespace mixp::gpurt;
using Bytes = std::vector<unsigned char>;

static LayoutPlan plan(ElementType type, const Shape &shape,
                       const Layout &layout) {
  LayoutPlan result;
  Status status = planLayout(type, shape, layout, result);
  EXPECT_TRUE(status.isOk()) << status.getMessage();
  return result;
}

static Layout rows(bool transpose) {
  Layout layout;
  layout.transpose = transpose;
  return layout;
}

static Layout fragments(unsigned bits, bool transpose, int64_t blockN,
                        int64_t blockK) {
  Layout layout;
  layout.kind = Layout::Kind::Fragments;
  layout.transpose = transpose;
  layout.bits = bits;
  layout.blockN = blockN;
  layout.blockK = blockK;
  return layout;
}

/// Bytes without a pattern that a wrong index could keep.
static Bytes makeData(size_t count) {
  Bytes data(count);
  unsigned state = 12345;
  for (unsigned char &byte : data)
    byte = (state = state * 1103515245u + 12345u) >> 16;
  return data;
}

static Bytes pack(const LayoutPlan &plan, const Bytes &host) {
  Bytes device(plan.bytes + 1, 0xee);
  packTensor(plan, host.data(), device.data());
  EXPECT_EQ(device.back(), 0xee) << "written past the end";
  device.pop_back();
  return device;
}

static unsigned nibble(const Bytes &host, int64_t index) {
  return index % 2 ? host[index / 2] >> 4 : host[index / 2] & 15;
}

TEST(LayoutRows, PlansPitchAndBatch) {
  LayoutPlan p = plan(ElementType::F16, {3, 5, 7}, rows(false));
  EXPECT_EQ(p.pitch, 16u);
  EXPECT_EQ(p.batchStride, 80u);
  EXPECT_EQ(p.bytes, 240u);
  EXPECT_TRUE(p.hasPadding());
  p = plan(ElementType::F16, {3, 5, 7}, rows(true));
  EXPECT_EQ(p.rows, 7);
  EXPECT_EQ(p.columns, 5);
  EXPECT_EQ(p.bytes, 3u * 7 * 16);
  EXPECT_FALSE(p.isHostRows());
  EXPECT_EQ(plan(ElementType::F32, {9}, rows(false)).bytes, 48u);
  EXPECT_EQ(plan(ElementType::F64, {}, rows(false)).bytes, 16u);
  EXPECT_EQ(plan(ElementType::I4, {2, 17}, rows(false)).bytes, 64u);
  EXPECT_EQ(plan(ElementType::F32, {0, 17}, rows(false)).bytes, 0u);
  EXPECT_FALSE(plan(ElementType::F32, {5, 8}, rows(false)).hasPadding());
}

/// Every byte of the device form is an element's or zero.
static void checkRows(ElementType type, const Shape &shape, bool transpose) {
  LayoutPlan p = plan(type, shape, rows(transpose));
  Bytes host = makeData(countHostBytes(type, shape));
  Bytes device = pack(p, host);
  size_t width = getDeviceBytes(type);
  Bytes expected(p.bytes, 0);
  int64_t hostRows = shape[1], hostColumns = shape[2];
  for (int64_t b = 0; b < shape[0]; ++b)
    for (int64_t r = 0; r < hostRows; ++r)
      for (int64_t c = 0; c < hostColumns; ++c) {
        int64_t index = (b * hostRows + r) * hostColumns + c;
        size_t at = b * p.batchStride + (transpose ? c * p.pitch + r * width
                                                   : r * p.pitch + c * width);
        if (getHostBits(type) == 4) {
          int code = nibble(host, index);
          expected[at] = type == ElementType::I4 && code > 7 ? code - 16 : code;
        } else {
          std::memcpy(&expected[at], &host[index * width], width);
        }
      }
  EXPECT_EQ(device, expected) << getName(type) << " " << transpose;
  Bytes back(host.size(), 0);
  unpackTensor(p, device.data(), back.data());
  if (getHostBits(type) == 4 && countElements(shape) % 2)
    host.back() &= 15; // the unused half of the last byte
  EXPECT_EQ(back, host) << getName(type) << " " << transpose;
}

TEST(LayoutRows, PacksAndUnpacksEveryWidth) {
  for (bool transpose : {false, true})
    for (ElementType type :
         {ElementType::F64, ElementType::F32, ElementType::BF16,
          ElementType::F8E5M2, ElementType::I8, ElementType::I4,
          ElementType::UI4, ElementType::I1})
      for (Shape shape : {Shape{1, 3, 5}, Shape{2, 17, 33}, Shape{3, 1, 7}})
        checkRows(type, shape, transpose);
}

TEST(LayoutRows, UnpackingKeepsNothingOfOldNibbles) {
  LayoutPlan p = plan(ElementType::UI4, {1, 3}, rows(false));
  Bytes device(p.bytes, 0), host = {0xff, 0xff};
  device[1] = 5;
  unpackTensor(p, device.data(), host.data());
  EXPECT_EQ(host[0], 0x50);
  EXPECT_EQ(host[1] & 15, 0);
}

/// The stored code of W[n][k], from the definition of the host forms.
static unsigned storedCode(ElementType type, const Bytes &host, int64_t batch,
                           int64_t n, int64_t k, int64_t sizeN, int64_t sizeK,
                           const Layout &layout) {
  int64_t index = batch * sizeN * sizeK +
                  (layout.transpose ? k * sizeN + n : n * sizeK + k);
  bool inside = n < sizeN && k < sizeK;
  unsigned code = !inside                  ? 0
                  : getHostBits(type) == 4 ? nibble(host, index)
                                           : host[index];
  bool isSigned = type == ElementType::I4 || type == ElementType::I8;
  if (layout.flip.value_or(isSigned))
    code ^= 1u << (layout.bits - 1);
  return code & ((1u << layout.bits) - 1);
}

/// Reads the device form at the place that the definition gives for (n, k).
static unsigned packedCode(const Bytes &device, const LayoutPlan &p,
                           int64_t batch, int64_t n, int64_t k) {
  const Layout &layout = p.layout;
  int64_t vectors = layout.bits == 4 ? 4 : 2, unitK = 16 * vectors;
  int64_t kBlocks = (p.columns + layout.blockK - 1) / layout.blockK;
  int64_t block = n / layout.blockN * kBlocks + k / layout.blockK;
  int64_t unit = block * (layout.blockN / 16) * (layout.blockK / unitK) +
                 n % layout.blockN / 16 * (layout.blockK / unitK) +
                 k % layout.blockK / unitK;
  int64_t tile = k % unitK / 16, row = n % 16, column = k % 16;
  int64_t lane = row % 8 * 4 + column % 8 / 2;
  int64_t reg = row / 8 + column / 8 * 2, element = column % 2;
  size_t at = batch * p.batchStride + unit * 512 + lane * 16;
  if (layout.bits == 4) {
    uint32_t word;
    std::memcpy(&word, &device[at + 4 * tile], 4);
    return word >> (4 * reg + 16 * element) & 15;
  }
  return device[at + 8 * tile + reg / 2 * 4 + 2 * element + reg % 2];
}

static void checkFragments(ElementType type, const Shape &shape,
                           const Layout &layout) {
  LayoutPlan p = plan(type, shape, layout);
  Bytes host = makeData(countHostBytes(type, shape));
  Bytes device = pack(p, host);
  auto roundUp = [](int64_t x, int64_t to) { return (x + to - 1) / to * to; };
  int64_t paddedN = roundUp(p.rows, layout.blockN);
  int64_t paddedK = roundUp(p.columns, layout.blockK);
  ASSERT_EQ(p.bytes, size_t(p.batch * paddedN * paddedK * layout.bits / 8));
  for (int64_t b = 0; b < p.batch; ++b)
    for (int64_t n = 0; n < paddedN; ++n)
      for (int64_t k = 0; k < paddedK; ++k)
        ASSERT_EQ(packedCode(device, p, b, n, k),
                  storedCode(type, host, b, n, k, p.rows, p.columns, layout))
            << getName(type) << " n " << n << " k " << k;
}

TEST(LayoutFragments, HoldEveryElementWhereTheDefinitionSays) {
  for (bool transpose : {false, true}) {
    for (ElementType type : {ElementType::I4, ElementType::UI4}) {
      checkFragments(type, {37, 71}, fragments(4, transpose, 32, 64));
      checkFragments(type, {3, 65, 129}, fragments(4, transpose, 16, 128));
    }
    for (ElementType type : {ElementType::I8, ElementType::UI8,
                             ElementType::F8E4M3FN, ElementType::F8E5M2}) {
      checkFragments(type, {37, 71}, fragments(8, transpose, 32, 32));
      checkFragments(type, {2, 19, 45}, fragments(8, transpose, 16, 64));
    }
  }
}

TEST(LayoutFragments, TakeLowHalvesOfBytes) {
  for (ElementType type : {ElementType::I8, ElementType::UI8})
    for (std::optional<bool> flip :
         {std::optional<bool>(), std::optional(true), std::optional(false)}) {
      Layout layout = fragments(4, true, 16, 64);
      layout.flip = flip;
      checkFragments(type, {37, 71}, layout);
    }
}

TEST(LayoutFragments, FlipSaysWhatTheTypeDoesNot) {
  for (bool flip : {false, true}) {
    Layout layout = fragments(8, false, 16, 32);
    layout.flip = flip;
    checkFragments(ElementType::F8E5M2, {19, 45}, layout);
    checkFragments(ElementType::I8, {19, 45}, layout);
  }
}

TEST(LayoutFragments, FirstLaneByHand) {
  // W[n][k] = n + k of one tile: lane 0 has rows 0 and 8, columns 0, 1, 8, 9.
  Bytes host(16 * 32);
  for (int n = 0; n < 16; ++n)
    for (int k = 0; k < 32; ++k)
      host[n * 32 + k] = 16 * n + k;
  Bytes device =
      pack(plan(ElementType::UI8, {16, 32}, fragments(8, false, 16, 32)), host);
  Bytes first(device.begin(), device.begin() + 16);
  EXPECT_EQ(first, (Bytes{0, 128, 1, 129, 8, 136, 9, 137, 16, 144, 17, 145, 24,
                          152, 25, 153}));
}

static std::string refuse(ElementType type, const Shape &shape,
                          const Layout &layout) {
  LayoutPlan result;
  Status status = planLayout(type, shape, layout, result);
  EXPECT_EQ(status.getKind(), Status::Kind::BadInput);
  return status.getMessage();
}

TEST(Layout, RefusesWhatItDoesNotHave) {
  EXPECT_EQ(refuse(ElementType::F32, {1, 2, 3, 4}, rows(false)),
            "expected rank 0 to 3 but got 1x2x3x4xf32");
  EXPECT_NE(refuse(ElementType::F32, {1 << 30, 1 << 30, 1 << 30}, rows(false))
                .find("too large"),
            std::string::npos);
  EXPECT_NE(refuse(ElementType::F32, {-1, 4}, rows(false)).find("negative"),
            std::string::npos);
  EXPECT_EQ(refuse(ElementType::I4, {64}, fragments(4, false, 16, 64)),
            "expected rank 2 or 3 for fragments but got 1");
  EXPECT_NE(refuse(ElementType::F8E5M2, {64, 64}, fragments(4, false, 16, 64))
                .find("but got 4 bits of f8E5M2"),
            std::string::npos);
  EXPECT_NE(refuse(ElementType::F16, {64, 64}, fragments(8, false, 16, 64))
                .find("but got 8 bits of f16"),
            std::string::npos);
  EXPECT_EQ(refuse(ElementType::I4, {64, 64}, fragments(4, false, 24, 64)),
            "expected block_n to be a multiple of 16 but got 24");
  EXPECT_EQ(refuse(ElementType::I4, {64, 64}, fragments(4, false, 16, 32)),
            "expected block_k to be a multiple of 64 but got 32");
  EXPECT_NE(
      refuse(ElementType::I8, {8, 1, 1}, fragments(8, false, 1 << 30, 1 << 30))
          .find("too large"),
      std::string::npos);
}
