//===- MatrixProduct.cpp - The products of tensor instructions ------------===//
#include "MatrixProduct.h"
#include "FloatFormats.h"
#include <algorithm>
#include <cstring>

using namespace mixp::ptx;

// The loops are compiled for the vector units that the host may have.
#if defined(__x86_64__) && defined(__ELF__) && defined(__clang__)
#define MIXP_VECTOR_CLONES                                                     \
  __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define MIXP_VECTOR_CLONES
#endif

static constexpr unsigned kWidth = 8, kMaxBlock = 32;
static constexpr uint32_t kExponentMask = 0x7f800000;

/// One block of terms for eight columns. False where a term is infinite or NaN.
static inline __attribute__((always_inline)) bool
addBlock(const AccumulationModel &model, const float *a, const float *b,
         unsigned stride, unsigned terms, float *d) {
  float products[kMaxBlock][kWidth];
  uint32_t largest[kWidth];
  for (unsigned j = 0; j < kWidth; ++j)
    largest[j] = std::bit_cast<uint32_t>(d[j]) & kExponentMask;
  for (unsigned k = 0; k < terms; ++k)
    for (unsigned j = 0; j < kWidth; ++j) {
      float product = a[k] * b[k * stride + j];
      products[k][j] = product;
      uint32_t exponent = std::bit_cast<uint32_t>(product) & kExponentMask;
      largest[j] = largest[j] > exponent ? largest[j] : exponent;
    }
  uint32_t most = 0;
  for (unsigned j = 0; j < kWidth; ++j)
    most = most > largest[j] ? most : largest[j];
  if (most == kExponentMask)
    return false;
  uint32_t bits = model.fractionBits;
  float scale[kWidth], unscale[kWidth];
  int32_t sum[kWidth];
  for (unsigned j = 0; j < kWidth; ++j) {
    uint32_t exponent = largest[j] >> 23;
    exponent = exponent > bits ? exponent : bits + 1;
    scale[j] = std::bit_cast<float>((254 + bits - exponent) << 23);
    unscale[j] = std::bit_cast<float>((exponent - bits) << 23);
    sum[j] = static_cast<int32_t>(d[j] * scale[j]);
  }
  for (unsigned k = 0; k < terms; ++k)
    for (unsigned j = 0; j < kWidth; ++j)
      sum[j] += static_cast<int32_t>(products[k][j] * scale[j]);
  uint32_t keep = ~uint32_t(0) << (23 - model.resultBits);
  for (unsigned j = 0; j < kWidth; ++j) {
    // Truncation: one less in magnitude where rounding went away from zero.
    float rounded = static_cast<float>(sum[j]);
    int32_t back = static_cast<int32_t>(rounded);
    int32_t magnitude = sum[j] < 0 ? -sum[j] : sum[j];
    int32_t backMagnitude = back < 0 ? -back : back;
    uint32_t word = std::bit_cast<uint32_t>(rounded);
    word -= backMagnitude > magnitude;
    d[j] = std::bit_cast<float>(word & keep) * unscale[j];
  }
  return true;
}

MIXP_VECTOR_CLONES
static void multiplyRows(const AccumulationModel &model, const float *a,
                         const float *b, float *d, unsigned m, unsigned n,
                         unsigned k) {
  for (unsigned i = 0; i < m; ++i)
    for (unsigned j = 0; j < n; j += kWidth)
      for (unsigned first = 0; first < k; first += model.block) {
        unsigned terms = std::min(model.block, k - first);
        const float *row = a + i * k + first, *columns = b + first * n + j;
        float *sums = d + i * n + j;
        if (addBlock(model, row, columns, n, terms, sums))
          continue;
        for (unsigned t = 0; t < terms; ++t)
          for (unsigned c = 0; c < kWidth; ++c)
            sums[c] += row[t] * columns[t * n + c];
        for (unsigned c = 0; c < kWidth; ++c)
          if (sums[c] != sums[c])
            sums[c] = std::bit_cast<float>(0x7fffffffu);
      }
}

void mixp::ptx::multiplyFloats(const AccumulationModel &model, const float *a,
                               const float *b, float *d, unsigned m, unsigned n,
                               unsigned k) {
  multiplyRows(model, a, b, d, m, n, k);
}

MIXP_VECTOR_CLONES
static void multiplyIntegerRows(const int32_t *a, const int32_t *b, int32_t *d,
                                unsigned m, unsigned n, unsigned k,
                                bool saturate) {
  for (unsigned i = 0; i < m; ++i)
    for (unsigned j = 0; j < n; j += kWidth) {
      int32_t sums[kWidth] = {};
      for (unsigned t = 0; t < k; ++t)
        for (unsigned c = 0; c < kWidth; ++c)
          sums[c] += a[i * k + t] * b[t * n + j + c];
      for (unsigned c = 0; c < kWidth; ++c) {
        int32_t &result = d[i * n + j + c];
        int64_t total = int64_t(result) + sums[c];
        if (saturate)
          total = std::clamp<int64_t>(total, INT32_MIN, INT32_MAX);
        result = static_cast<int32_t>(total);
      }
    }
}

void mixp::ptx::multiplyIntegers(const int32_t *a, const int32_t *b, int32_t *d,
                                 unsigned m, unsigned n, unsigned k,
                                 bool saturate) {
  multiplyIntegerRows(a, b, d, m, n, k, saturate);
}

namespace {
struct ByteTable {
  float values[256];
  explicit ByteTable(Format format) {
    for (unsigned i = 0; i < 256; ++i)
      values[i] = decode(i, format);
  }
};
} // namespace

void mixp::ptx::decodeWord(Type type, uint32_t word, float *elements) {
  static const ByteTable e4m3(Format::E4M3), e5m2(Format::E5M2);
  switch (type) {
  case Type::F16:
    elements[0] = f16ToFloat(word & 0xffff);
    elements[1] = f16ToFloat(word >> 16);
    return;
  case Type::BF16:
    elements[0] = bf16ToFloat(word);
    elements[1] = bf16ToFloat(word >> 16);
    return;
  case Type::TF32:
    elements[0] = decode(word, Format::TF32);
    return;
  default:
    const ByteTable &table = type == Type::E4M3 ? e4m3 : e5m2;
    for (int i = 0; i < 4; ++i)
      elements[i] = table.values[word >> (8 * i) & 255];
  }
}

void mixp::ptx::decodeWord(Type type, uint32_t word, int32_t *elements) {
  unsigned bits = getBits(type), count = 32 / bits;
  for (unsigned i = 0; i < count; ++i) {
    uint32_t top = word << (32 - bits - i * bits);
    elements[i] = isSigned(type) ? int32_t(top) >> (32 - bits)
                                 : int32_t(top >> (32 - bits));
  }
}
