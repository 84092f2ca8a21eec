//===- Npy.cpp - Tensors survive .npy files -------------------------------===//
#include "GpuRuntime/FileContents.h"
#include "GpuRuntime/NpyFile.h"
#include "GpuRuntime/SmallFloat.h"
#include "gtest/gtest.h"
#include <cmath>
#include <cstring>
#include <unistd.h>

using namespace mixp::gpurt;

namespace {
struct Npy : testing::Test {
  std::string path =
      testing::TempDir() + "mixp-npy-" + std::to_string(getpid()) + ".npy";
  ~Npy() override { unlink(path.c_str()); }

  std::string fail(ElementType type) {
    HostTensor tensor;
    Status status = readNpy(path, type, tensor);
    EXPECT_EQ(status.getKind(), Status::Kind::BadInput);
    return status.getMessage();
  }
  void save(const std::string &header, const std::string &data) {
    std::string text("\x93NUMPY\x01\x00", 8);
    text += static_cast<char>(header.size() & 255);
    text += static_cast<char>(header.size() >> 8);
    ASSERT_TRUE(writeFile(path, text + header + data).isOk());
  }
};
} // namespace

TEST_F(Npy, RoundTripsEveryType) {
  for (int number = 0; number <= static_cast<int>(ElementType::I1); ++number) {
    ElementType type = static_cast<ElementType>(number);
    for (Shape shape :
         {Shape{}, Shape{0}, Shape{3}, Shape{3, 5}, Shape{2, 3, 7}}) {
      HostTensor tensor(type, shape), back;
      // Neither NaN nor infinities, which saturate.
      int mask = isSmallFloat(type) ? 0xbf : 0xff;
      for (size_t i = 0; i < tensor.data.size(); ++i)
        tensor.data[i] =
            type == ElementType::I1 ? i % 3 % 2 : (37 * i + 17) & mask;
      if (getHostBits(type) == 4 && countElements(shape) % 2)
        tensor.data.back() &= 15;
      ASSERT_TRUE(writeNpy(path, tensor).isOk());
      Status status = readNpy(path, type, back);
      ASSERT_TRUE(status.isOk()) << status.getMessage();
      EXPECT_EQ(back.shape, shape);
      EXPECT_EQ(back.data, tensor.data) << getName(type);
    }
  }
}

TEST_F(Npy, WritesWhatNumpyWrites) {
  HostTensor tensor(ElementType::I4, {3});
  tensor.data = {'\x8f', '\x07'};
  ASSERT_TRUE(writeNpy(path, tensor).isOk());
  std::string contents;
  ASSERT_TRUE(readFile(path, contents).isOk());
  EXPECT_EQ(contents.size(), 128u + 3);
  EXPECT_EQ(contents.substr(10, 57),
            "{'descr': '|i1', 'fortran_order': False, 'shape': (3,), }");
  EXPECT_EQ(contents.substr(127), std::string("\n\xff\xf8\x07"));
}

TEST_F(Npy, TransposesColumnMajorFiles) {
  save("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }\n",
       "\x01\x02\x03\x04\x05\x06");
  HostTensor tensor;
  ASSERT_TRUE(readNpy(path, ElementType::UI8, tensor).isOk());
  EXPECT_EQ(tensor.data, (std::vector<char>{1, 3, 5, 2, 4, 6}));
}

TEST_F(Npy, RoundsSmallFloats) {
  HostTensor file(ElementType::F32, {3}), tensor;
  const float values[] = {1.0f + 1.0f / 16, -1e6f, 0.3f};
  std::memcpy(file.data.data(), values, sizeof(values));
  ASSERT_TRUE(writeNpy(path, file).isOk());
  ASSERT_TRUE(readNpy(path, ElementType::F8E4M3FN, tensor).isOk());
  // 1.0625 is half way between 1 and 1.125; 448 is the largest number.
  EXPECT_EQ(tensor.data, (std::vector<char>{0x38, '\xfe', 0x2a}));
}

TEST_F(Npy, RefusesMalformedFiles) {
  EXPECT_NE(fail(ElementType::F32).find("No such file"), std::string::npos);
  ASSERT_TRUE(writeFile(path, "hello").isOk());
  EXPECT_NE(fail(ElementType::F32).find("at byte 0: expected the start"),
            std::string::npos);
  save("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", "1234567");
  EXPECT_NE(fail(ElementType::F32)
                .find("the header says 2xf32, which is not "
                      "the 7 bytes that follow"),
            std::string::npos);
  EXPECT_NE(fail(ElementType::F64)
                .find("expected elements of type f64 but "
                      "got f32"),
            std::string::npos);
  EXPECT_NE(fail(ElementType::I4).find("of type i8 (for i4) but got f32"),
            std::string::npos);
  save("{'descr': '>f4', 'fortran_order': False, 'shape': (2,), }", "12345678");
  EXPECT_NE(fail(ElementType::F32).find("big-endian"), std::string::npos);
  save("{'descr': '<f4', 'fortran_order': False, 'shape': "
       "(4611686018427387904, 4), }",
       "");
  EXPECT_NE(fail(ElementType::F32).find("the header says"), std::string::npos);
  save("{'descr': '<f4', 'fortran_order': 0, 'shape': (), }", "1234");
  EXPECT_NE(fail(ElementType::F32).find("expected True or False"),
            std::string::npos);
  save("{'descr': '<f4', 'shape': (), }", "1234");
  EXPECT_NE(fail(ElementType::F32).find("lacks one of"), std::string::npos);
  save("{'descr': '|i1', 'fortran_order': False, 'shape': (2,), }", "\x07\x08");
  EXPECT_NE(fail(ElementType::I4)
                .find("element 1: expected -8 to 7 for i4 but "
                      "got 8"),
            std::string::npos);
  for (const char *header :
       {"", "{", "{'descr", "{'descr': '", "{'descr': '<f4'", "{'shape': (1",
        "{'shape': (1,", "{'shape': (-1,)}", "{'shape': 3}", "{'x': 1}"}) {
    save(header, "");
    fail(ElementType::F32);
  }
}

/// The nearest code by search, ties to the even one, independent of how the
/// encoder finds it.
static uint16_t encodeBySearch(ElementType type, float value) {
  uint16_t best = 0;
  double least = INFINITY;
  for (uint16_t code = 0; code < 128; ++code) {
    float at = decodeSmallFloat(type, code);
    if (std::isnan(at) || std::isinf(at))
      continue;
    double distance = std::fabs(double(at) - std::fabs(double(value)));
    if (distance < least || (distance == least && code % 2 == 0)) {
      best = code;
      least = distance;
    }
  }
  return best | (std::signbit(value) ? 128 : 0);
}

TEST(SmallFloat, BytesRoundToTheNearestCode) {
  for (ElementType type : {ElementType::F8E4M3FN, ElementType::F8E5M2}) {
    for (uint16_t code = 0; code < 256; ++code) {
      float value = decodeSmallFloat(type, code);
      if (std::isnan(value) || std::isinf(value))
        continue;
      EXPECT_EQ(encodeSmallFloat(type, value), code);
      for (float factor : {0.97f, 1.0625f, 1.125f, 1.24f, 1.5f, 3.0f})
        EXPECT_EQ(encodeSmallFloat(type, value * factor),
                  encodeBySearch(type, value * factor))
            << value * factor;
    }
    EXPECT_EQ(encodeSmallFloat(type, INFINITY), encodeBySearch(type, 1e9f));
    EXPECT_TRUE(std::isnan(
        decodeSmallFloat(type, encodeSmallFloat(type, std::nanf("")))));
  }
  EXPECT_EQ(decodeSmallFloat(ElementType::F8E4M3FN, 0x7e), 448.0f);
  EXPECT_EQ(decodeSmallFloat(ElementType::F8E5M2, 0x7b), 57344.0f);
  EXPECT_EQ(decodeSmallFloat(ElementType::F8E4M3FN, 1), 1.0f / 512);
  EXPECT_TRUE(std::isinf(decodeSmallFloat(ElementType::F8E5M2, 0xfc)));
}

TEST(SmallFloat, BFloat16RoundsTheBitsOfAFloat) {
  for (uint32_t high = 0; high < 0x10000; high += 7)
    for (uint32_t low : {0u, 1u, 0x7fffu, 0x8000u, 0x8001u, 0xffffu}) {
      uint32_t bits = high << 16 | low;
      float value;
      std::memcpy(&value, &bits, 4);
      uint16_t code = encodeSmallFloat(ElementType::BF16, value);
      if (std::isnan(value)) {
        EXPECT_EQ(code, 0x7fc0);
        continue;
      }
      EXPECT_EQ(code, (bits + 0x7fff + (high & 1)) >> 16) << bits;
    }
}
