//===- Wgmma.cpp - wgmma.mma_async against matrix products ----------------===//
#include "Harness.h"

using namespace mixp::ptx;

namespace {
/// An instruction and how its operands lie in shared memory.
struct Form {
  std::string types; // "f32.bf16.bf16"
  unsigned n = 16, k = 16, bytes = 2, span = 128;
  bool transposedA = false, transposedB = false, registersA = false;
  bool negateA = false, keep = true; // scale-d
};
constexpr uint32_t kOffsetB = 32768;
} // namespace

static int valueA(unsigned row, unsigned k) {
  return int((row * 7 + k * 5) % 13) - 6;
}
static int valueB(unsigned k, unsigned n) {
  return int((k * 3 + n * 11) % 9) - 4;
}
static float valueD(unsigned row, unsigned n) { return int(row + 3 * n) - 40; }

static void encodeElement(const Form &form, int value, uint8_t *to) {
  uint16_t bf16 = bitsOf(value) >> 16;
  _Float16 half = value;
  if (form.types.find("bf16") != std::string::npos)
    std::memcpy(to, &bf16, 2);
  else if (form.bytes == 2)
    std::memcpy(to, &half, 2);
  else if (form.bytes == 4) {
    float single = value;
    std::memcpy(to, &single, 4);
  } else
    *to = value;
}

/// Where a byte of a matrix lies: `mn` is its row, `at` its byte along k, or
/// its k where the matrix is transposed. Distances between groups are those of
/// `descriptor`.
static uint32_t place(const Form &form, bool transposed, unsigned mn,
                      unsigned k) {
  unsigned span = form.span;
  if (!transposed) {
    unsigned at = k * form.bytes, chunk = at / 16;
    if (!span) // core matrices of 8 rows of 16 bytes
      return mn / 8 * 256 + chunk * 128 + mn % 8 * 16 + at % 16;
    unsigned row = mn % 8, turn = row * span / 128;
    return mn / 8 * 8 * span + row * span + ((chunk ^ turn) * 16) + at % 16;
  }
  if (!span)
    return mn / 8 * 128 + k / 8 * 2048 + k % 8 * 16 + mn % 8 * 2;
  unsigned wide = span / 2, row = k % 8, turn = row * span / 128;
  unsigned chunk = mn % wide / 8;
  return mn / wide * 4096 + k / 8 * 8 * span + row * span +
         ((chunk ^ turn) * 16) + mn % 8 * 2;
}

/// The fields beside the address: leading and stride offsets and the swizzle.
static uint64_t descriptor(const Form &form, bool transposed) {
  uint64_t leading, stride;
  if (!transposed) {
    leading = 128;
    stride = form.span ? 8 * form.span : 256;
  } else if (form.span) {
    leading = 4096;
    stride = 8 * form.span;
  } else {
    leading = 2048;
    stride = 128;
  }
  uint64_t mode = form.span == 128  ? 1
                  : form.span == 64 ? 2
                                    : form.span / 32 * 3;
  return mode << 62 | (stride >> 4) << 32 | (leading >> 4) << 16;
}

static std::string registerList(unsigned first, unsigned count) {
  std::string text;
  for (unsigned i = 0; i < count; ++i)
    text += (i ? ", %r" : "{%r") + std::to_string(first + i);
  return text + "}";
}

static std::string makeBody(const Form &form, unsigned countD) {
  std::string text = R"(
mov.b32 %r1, smem;
shl.b32 %r2, %r0, 4;
COPY:
cvt.u64.u32 %rd9, %r2;
add.s64 %rd9, %rd0, %rd9;
ld.global.v4.b32 {%r3, %r4, %r5, %r6}, [%rd9];
add.s32 %r7, %r1, %r2;
st.shared.v4.b32 [%r7], {%r3, %r4, %r5, %r6};
add.s32 %r2, %r2, 2048;
setp.lt.u32 %p1, %r2, 65536;
@%p1 bra COPY;
fence.proxy.async.shared::cta;
bar.sync 0;
mul.wide.u32 %rd10, %r0, 4;
add.s64 %rd11, %rd1, %rd10;
add.s64 %rd12, %rd2, %rd10;
)";
  for (unsigned i = 0; i < countD; ++i)
    text += "ld.global.b32 %r" + std::to_string(100 + i) + ", [%rd12+" +
            std::to_string(i * 512) + "];\n";
  for (unsigned i = 0; form.registersA && i < 4; ++i)
    text += "ld.global.b32 %r" + std::to_string(20 + i) + ", [%rd11+" +
            std::to_string(i * 512) + "];\n";
  text += "shr.u32 %r10, %r1, 4;\ncvt.u64.u32 %rd13, %r10;\nor.b64 %rd14, "
          "%rd13, " +
          std::to_string(descriptor(form, form.transposedA)) +
          ";\nadd.s64 %rd15, %rd13, " + std::to_string(kOffsetB / 16) +
          ";\nor.b64 %rd15, %rd15, " +
          std::to_string(descriptor(form, form.transposedB)) +
          ";\nsetp.eq.s32 %p2, " + (form.keep ? "0" : "1") +
          ", 0;\nwgmma.fence.sync.aligned;\n" +
          "wgmma.mma_async.sync.aligned.m64n" + std::to_string(form.n) + "k" +
          std::to_string(form.k) + "." + form.types + " " +
          registerList(100, countD) + ", " +
          (form.registersA ? registerList(20, 4) : "%rd14") + ", %rd15, %p2";
  if (form.types.substr(0, 3) != "s32")
    text += std::string(form.negateA ? ", -1" : ", 1") + ", 1";
  if (form.bytes == 2 && !form.registersA)
    text += form.transposedA ? ", 1" : ", 0";
  if (form.bytes == 2)
    text += form.transposedB ? ", 1" : ", 0";
  text += ";\nwgmma.commit_group.sync.aligned;\n"
          "wgmma.wait_group.sync.aligned 0;\n";
  for (unsigned i = 0; i < countD; ++i)
    text += "st.global.b32 [%rd12+" + std::to_string(i * 512) + "], %r" +
            std::to_string(100 + i) + ";\n";
  return text;
}

static void checkWgmma(const Form &form) {
  bool half = form.types.substr(0, 3) == "f16";
  bool integers = form.types.substr(0, 3) == "s32";
  unsigned countD = form.n / (half ? 4 : 2);
  std::vector<uint8_t> image(65536, 0x7f);
  std::vector<uint8_t> fragments(4 * 512);
  for (unsigned k = 0; k < form.k; ++k) {
    for (unsigned row = 0; row < 64; ++row) {
      encodeElement(form, valueA(row, k),
                    &image[place(form, form.transposedA, row, k)]);
      unsigned per = 4 / form.bytes, lane = row % 8 * 4 + k / per % 4;
      unsigned index = row / 8 % 2 + 2 * (k / (4 * per));
      encodeElement(form, valueA(row, k),
                    &fragments[index * 512 + (row / 16 * 32 + lane) * 4 +
                               k % per * form.bytes]);
    }
    for (unsigned n = 0; n < form.n; ++n)
      encodeElement(form, valueB(k, n),
                    &image[kOffsetB + place(form, form.transposedB, n, k)]);
  }
  // Byte addresses of the accumulator's elements.
  auto at = [&](unsigned row, unsigned n) {
    unsigned thread = row / 16 * 32 + row % 8 * 4 + n % 8 / 2;
    unsigned upper = row / 8 % 2;
    return half ? (n / 8 * 2 + upper) * 512 + thread * 4 + n % 2 * 2
                : (n / 8 * 4 + 2 * upper + n % 2) * 512 + thread * 4;
  };
  auto encodeSum = [&](float value, uint8_t *to) {
    _Float16 small = value;
    int32_t integer = value;
    if (half)
      std::memcpy(to, &small, 2);
    else
      std::memcpy(to, integers ? (void *)&integer : &value, 4);
  };
  std::vector<uint8_t> d(countD * 512), want(countD * 512);
  for (unsigned row = 0; row < 64; ++row)
    for (unsigned n = 0; n < form.n; ++n) {
      encodeSum(valueD(row, n), &d[at(row, n)]);
      int sum = 0;
      for (unsigned k = 0; k < form.k; ++k)
        sum += valueA(row, k) * valueB(k, n);
      sum = form.negateA ? -sum : sum;
      encodeSum(sum + (form.keep ? valueD(row, n) : 0), &want[at(row, n)]);
    }
  for (uint64_t seed : {1, 2}) {
    Kernel kernel(makeBody(form, countD));
    kernel.threads(128).shared(65536).seed(seed);
    kernel.input(image).input(fragments).input(d);
    EXPECT_EQ(kernel.run().tensorInstructions, 4u);
    EXPECT_EQ(kernel.read<uint8_t>(2, d.size()), want)
        << form.types << " span " << form.span;
  }
}

TEST(PtxWgmma, EverySwizzle) {
  for (unsigned span : {0u, 32u, 64u, 128u})
    checkWgmma({"f32.bf16.bf16", 40, 16, 2, span});
}

TEST(PtxWgmma, EveryType) {
  checkWgmma({"f32.f16.f16", 256});
  checkWgmma({"f16.f16.f16", 24});
  checkWgmma({"f32.tf32.tf32", 16, 8, 4});
  checkWgmma({"s32.s8.s8", 80, 32, 1});
}

TEST(PtxWgmma, TransposedOperands) {
  for (unsigned span : {0u, 32u, 64u, 128u}) {
    Form form{"f32.f16.f16", 128, 16, 2, span};
    form.transposedB = true;
    checkWgmma(form);
    form.transposedA = true;
    checkWgmma(form);
  }
}

TEST(PtxWgmma, FragmentsAndScales) {
  Form form{"f32.bf16.bf16", 32};
  form.registersA = true;
  checkWgmma(form);
  form.negateA = true;
  checkWgmma(form);
  form.keep = false;
  checkWgmma(form);
  Form bytes{"s32.s8.s8", 16, 32, 1};
  bytes.registersA = true;
  checkWgmma(bytes);
}
