//===- TensorCores.cpp - mma.sync and ldmatrix against matrix products ----===//
#include "Harness.h"
#include <cmath>

using namespace mixp::ptx;

using Words = std::vector<uint32_t>;

namespace {
/// Element (row, k) of A, or (k, column) of B, is a small odd number.
int valueA(unsigned row, unsigned k) { return int((row * 7 + k * 5) % 13) - 6; }
int valueB(unsigned k, unsigned n) { return int((k * 3 + n * 11) % 9) - 4; }
int valueC(unsigned row, unsigned n) { return int(row * 8 + n) - 50; }

struct Form {
  std::string shape, d, a, b;
  unsigned m, k;
  std::string target = "sm_90a";
};
} // namespace

static uint32_t encodeElement(const std::string &type, int value) {
  if (type == "f16") {
    _Float16 half = value;
    uint16_t bits;
    std::memcpy(&bits, &half, 2);
    return bits;
  }
  if (type == "bf16")
    return bitsOf(value) >> 16;
  if (type == "tf32")
    return bitsOf(value);
  if (type == "s8" || type == "u8")
    return uint8_t(value);
  if (type == "s4" || type == "u4")
    return value & 15;
  // Up to 8 the e4m3 and e5m2 numbers are exact: their encodings by exponent.
  unsigned magnitude = std::abs(value), sign = value < 0 ? 0x80 : 0;
  if (!magnitude)
    return 0;
  unsigned exponent = 31 - __builtin_clz(magnitude);
  bool e4m3 = type == "e4m3";
  unsigned bits = e4m3 ? 3 : 2, bias = e4m3 ? 7 : 15;
  unsigned fraction = (magnitude << bits >> exponent) & ((1 << bits) - 1);
  return sign | (exponent + bias) << bits | fraction;
}

static unsigned bitsOfType(const std::string &type) {
  if (type == "tf32")
    return 32;
  if (type == "f16" || type == "bf16")
    return 16;
  return type == "s4" || type == "u4" ? 4 : 8;
}

/// The value that an element of the type really has.
static int clampValue(const std::string &type, int value) {
  bool isUnsigned = type[0] == 'u';
  if (isUnsigned)
    return std::abs(value);
  if (type == "e5m2" && std::abs(value) == 5)
    return value > 0 ? 4 : -4;
  return value;
}

static std::string names(unsigned first, unsigned count) {
  std::string text;
  for (unsigned i = 0; i < count; ++i)
    text += (i ? ", %r" : "%r") + std::to_string(first + i);
  return "{" + text + "}";
}

namespace {
/// An mma with its operands as registers, [register][lane].
struct Mma {
  Form form;
  bool saturate;
  unsigned per, countA, countB, countD;
  bool half, integers;
  Words a, b, c;

  Mma(const Form &form, bool saturate);
  /// The word of an accumulator's element and its lowest bit.
  std::pair<unsigned, unsigned> place(unsigned row, unsigned n) const {
    unsigned lane = row % 8 * 4 + n / 2;
    return half ? std::pair(row / 8 * 32 + lane, n % 2 * 16)
                : std::pair((row / 8 * 2 + n % 2) * 32 + lane, 0u);
  }
  int64_t getC(unsigned row, unsigned n) const {
    return saturate ? INT32_MAX - 3 : valueC(row, n);
  }
  uint32_t encodeSum(int64_t sum) const {
    return half       ? encodeElement("f16", sum)
           : integers ? uint32_t(sum)
                      : bitsOf(sum);
  }
  std::string getBody() const;
};
} // namespace

Mma::Mma(const Form &form, bool saturate)
    : form(form), saturate(saturate), per(32 / bitsOfType(form.a)),
      countA(form.m * form.k / 32 / per), countB(form.k * 8 / 32 / per),
      countD(form.m * 8 / 32 / (form.d == "f16" ? 2 : 1)),
      half(form.d == "f16"), integers(form.d == "s32"), a(countA * 32),
      b(countB * 32), c(countD * 32) {
  unsigned tall = form.m == 16;
  for (unsigned k = 0; k < form.k; ++k) {
    unsigned lanes = k / per % 4, shift = k % per * (32 / per);
    for (unsigned row = 0; row < form.m; ++row)
      a[(row / 8 + (tall ? 2 : 1) * (k / (4 * per))) * 32 + row % 8 * 4 +
        lanes] |= encodeElement(form.a, clampValue(form.a, valueA(row, k)))
                  << shift;
    for (unsigned n = 0; n < 8; ++n)
      b[k / (4 * per) * 32 + n * 4 + lanes] |=
          encodeElement(form.b, clampValue(form.b, valueB(k, n))) << shift;
  }
  for (unsigned row = 0; row < form.m; ++row)
    for (unsigned n = 0; n < 8; ++n) {
      auto [word, shift] = place(row, n);
      c[word] |= encodeSum(getC(row, n)) << shift;
    }
}

std::string Mma::getBody() const {
  std::string body = "mul.wide.u32 %rd9, %r0, 4;\n";
  auto load = [&](unsigned argument, unsigned count, unsigned first) {
    body += "add.s64 %rd10, %rd" + std::to_string(argument) + ", %rd9;\n";
    for (unsigned i = 0; i < count; ++i)
      body += "ld.global.b32 %r" + std::to_string(first + i) + ", [%rd10+" +
              std::to_string(i * 128) + "];\n";
  };
  load(0, countA, 10);
  load(1, countB, 20);
  load(2, countD, 30);
  body += "mma.sync.aligned." + form.shape + ".row.col." +
          (saturate ? "satfinite." : "") + form.d + "." + form.a + "." +
          form.b + "." + form.d + " " + names(40, countD) + ", " +
          names(10, countA) + ", " + names(20, countB) + ", " +
          names(30, countD) + ";\nadd.s64 %rd10, %rd3, %rd9;\n";
  for (unsigned i = 0; i < countD; ++i)
    body += "st.global.b32 [%rd10+" + std::to_string(i * 128) + "], %r" +
            std::to_string(40 + i) + ";\n";
  return body;
}

static void checkMma(const Form &form, bool saturate = false) {
  Mma mma(form, saturate);
  Kernel kernel(mma.getBody(), form.target);
  kernel.input(mma.a).input(mma.b).input(mma.c).output(mma.countD * 128);
  EXPECT_EQ(kernel.run().tensorInstructions, 1u);
  Words got = kernel.read<uint32_t>(3, mma.countD * 32);
  for (unsigned row = 0; row < form.m; ++row)
    for (unsigned n = 0; n < 8; ++n) {
      int64_t sum = mma.getC(row, n);
      for (unsigned k = 0; k < form.k; ++k)
        sum += clampValue(form.a, valueA(row, k)) *
               clampValue(form.b, valueB(k, n));
      if (saturate)
        sum = std::min<int64_t>(sum, INT32_MAX);
      auto [word, shift] = mma.place(row, n);
      uint32_t have = mma.half ? got[word] >> shift & 0xffff : got[word];
      EXPECT_EQ(have, mma.encodeSum(sum))
          << form.shape << form.a << " " << row << "," << n;
    }
}

TEST(PtxTensorCores, FloatsOfEveryShape) {
  checkMma({"m16n8k8", "f32", "f16", "f16", 16, 8, "sm_75"});
  checkMma({"m16n8k8", "f16", "f16", "f16", 16, 8, "sm_75"});
  checkMma({"m16n8k16", "f32", "f16", "f16", 16, 16, "sm_80"});
  checkMma({"m16n8k16", "f16", "f16", "f16", 16, 16, "sm_80"});
  checkMma({"m16n8k8", "f32", "bf16", "bf16", 16, 8});
  checkMma({"m16n8k16", "f32", "bf16", "bf16", 16, 16});
  checkMma({"m16n8k4", "f32", "tf32", "tf32", 16, 4});
  checkMma({"m16n8k8", "f32", "tf32", "tf32", 16, 8});
}

TEST(PtxTensorCores, EightBitFloats) {
  checkMma({"m16n8k32", "f32", "e4m3", "e4m3", 16, 32, "sm_89"});
  checkMma({"m16n8k32", "f32", "e5m2", "e4m3", 16, 32, "sm_89"});
  checkMma({"m16n8k16", "f16", "e4m3", "e5m2", 16, 16, "sm_89"});
}

TEST(PtxTensorCores, IntegersOfEveryShape) {
  checkMma({"m8n8k16", "s32", "s8", "s8", 8, 16, "sm_75"});
  checkMma({"m16n8k16", "s32", "u8", "s8", 16, 16});
  checkMma({"m16n8k32", "s32", "s8", "u8", 16, 32});
  checkMma({"m8n8k32", "s32", "s4", "s4", 8, 32});
  checkMma({"m16n8k32", "s32", "s4", "u4", 16, 32});
  checkMma({"m16n8k64", "s32", "u4", "s4", 16, 64});
  checkMma({"m16n8k32", "s32", "s8", "s8", 16, 32}, /*saturate=*/true);
}

TEST(PtxTensorCores, AccumulationTruncates) {
  // 1 + 2^-24 loses the small term on f16 operands; on fp8 2^-14 is lost too.
  auto run = [&](std::string op, uint32_t a, uint32_t b, float c) {
    return floatOf(runLanes(
        "setp.eq.s32 %p1, %r0, 0;\nselp.b32 %r10, " + std::to_string(a) +
            ", 0, %p1;\nselp.b32 %r11, " + std::to_string(b) +
            ", 0, %p1;\nmov.b32 %r20, 0;\n" + op +
            " {%r4, %r5, %r6, %r7}, {%r10, %r20, %r20, %r20}, {%r11, %r20}, "
            "{%r1, %r1, %r1, %r1};",
        {{bitsOf(c)}})[0]);
  };
  std::string f16 = "mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32";
  EXPECT_EQ(run(f16, 0x3c00, 0x3c00, 0x1p-23f), 1.0f + 0x1p-23f);
  EXPECT_EQ(run(f16, 0x3c00, 0x3c00, 0x1.8p-24f), 1.0f);
  EXPECT_EQ(run(f16, 0x3c00, 0xbc00, -0x1.8p-24f), -1.0f);
  std::string fp8 = "mma.sync.aligned.m16n8k32.row.col.f32.e4m3.e4m3.f32";
  EXPECT_EQ(run(fp8, 0x38, 0x38, 0x1p-13f), 1.0f + 0x1p-13f);
  EXPECT_EQ(run(fp8, 0x38, 0x38, 0x1.fp-14f), 1.0f);
  EXPECT_EQ(run(f16, 0x7c00, 0x3c00, 1.0f), INFINITY);
}

TEST(PtxTensorCores, MatrixLoadsAndStores) {
  for (bool trans : {false, true}) {
    // Four matrices from 16-byte rows 36 elements apart, and back.
    std::string t = trans ? ".trans" : "";
    Kernel kernel(R"(
mov.b32 %r1, smem;
mul.lo.s32 %r2, %r0, 80;
add.s32 %r3, %r1, %r2;
mul.wide.u32 %rd9, %r0, 16;
add.s64 %rd9, %rd0, %rd9;
ld.global.v4.b32 {%r4, %r5, %r6, %r7}, [%rd9];
st.shared.v4.b32 [%r3], {%r4, %r5, %r6, %r7};
bar.warp.sync -1;
ldmatrix.sync.aligned.m8n8.x4)" +
                  t + R"(.shared.b16 {%r10, %r11, %r12, %r13}, [%r3];
mul.wide.u32 %rd10, %r0, 16;
add.s64 %rd10, %rd1, %rd10;
st.global.v4.b32 [%rd10], {%r10, %r11, %r12, %r13};
stmatrix.sync.aligned.m8n8.x4)" +
                  t + R"(.shared.b16 [%r3], {%r13, %r12, %r11, %r10};
ld.shared.v4.b32 {%r4, %r5, %r6, %r7}, [%r3];
add.s64 %rd10, %rd2, %rd9;
sub.s64 %rd10, %rd10, %rd0;
st.global.v4.b32 [%rd10], {%r4, %r5, %r6, %r7};)");
    std::vector<uint16_t> rows(256);
    for (unsigned i = 0; i < 256; ++i)
      rows[i] = i * 37 + 5;
    kernel.shared(32 * 80).input(rows).output(512).output(512).run();
    auto got = kernel.read<uint16_t>(1, 256);
    auto back = kernel.read<uint16_t>(2, 256);
    for (unsigned lane = 0; lane < 32; ++lane)
      for (unsigned matrix = 0; matrix < 4; ++matrix)
        for (unsigned h = 0; h < 2; ++h) {
          unsigned row = lane / 4, column = lane % 4 * 2 + h;
          unsigned at = trans ? column * 8 + row : row * 8 + column;
          EXPECT_EQ(got[lane * 8 + matrix * 2 + h], rows[matrix * 64 + at]);
        }
    for (unsigned i = 0; i < 256; ++i)
      EXPECT_EQ(back[i], rows[(3 - i / 64) * 64 + i % 64]);
  }
}

TEST(PtxTensorCores, MatrixTransposition) {
  Words lanes;
  for (uint32_t i = 0; i < 32; ++i)
    lanes.push_back(2 * i | (2 * i + 1) << 16);
  Words got =
      runLanes("movmatrix.sync.aligned.m8n8.trans.b16 %r4, %r1;", {lanes});
  for (uint32_t i = 0; i < 32; ++i) {
    uint32_t row = i / 4, column = i % 4 * 2;
    EXPECT_EQ(got[i], (column * 8 + row) | (column * 8 + 8 + row) << 16);
  }
}
