//===- BenchSuiteCases.cpp - The products of the suite --------------------===//
#include "BenchSuite.h"
#include "llvm/Support/FormatVariadic.h"

using namespace mixp;
using namespace mixp::tool;

namespace {
struct Column {
  const char *name, *types, *epilogue;
  double peak;
};
struct Row {
  const char *name;
  int64_t m, n, k, threads;
  /// By column; 0: no figure is known.
  double gops[8];
};
} // namespace

/// What the peaks of these types are on the machine of the figures below.
static constexpr double kF32 = 258, kBf16 = 513, kInt8 = 1030;

static constexpr Column kColumns[] = {
    {"f32", "f32,f32,f32", "", kF32},
    {"bf16", "bf16,bf16,f32", "", kBf16},
    {"u8.s8", "ui8,i8,i32", "", kInt8},
    {"s8.s8", "i8,i8,i32", "", kInt8},
    {"s8 requantized", "i8,i8,i8", "requantize", kInt8},
    {"w8 x f32", "f32:i8,i8:per-channel,f32", "", kInt8},
    {"w4 g128 x f32", "f32:i8,i4:g128,f32", "", kInt8},
    {"w4 g32 x f32", "f32:i8,i4:g32,f32", "", kInt8},
};

/// GOP/s. Best known figures of hand-written libraries on an AVX-512 machine
/// with 258/513/1030 Gop/s peak (f32/bf16/int8).
static constexpr Row kRows[] = {
    {"1024^3", 1024, 1024, 1024, 1, {248, 485, 977, 935, 951, 919, 786, 570}},
    {"2048^3", 2048, 2048, 2048, 1, {226, 466, 999, 906, 926, 894, 794, 576}},
    {"4096^3", 4096, 4096, 4096, 1, {234, 432, 920, 0, 914, 0, 784, 0}},
    {"384,768,768",
     384,
     768,
     768,
     1,
     {246, 502, 1008, 950, 965, 947, 814, 595}},
    {"384,3072,768",
     384,
     3072,
     768,
     1,
     {238, 488, 996, 912, 947, 941, 832, 594}},
    {"128,4096,4096",
     128,
     4096,
     4096,
     1,
     {216, 445, 932, 872, 885, 879, 769, 560}},
    {"8,4096,4096", 8, 4096, 4096, 1, {100, 201, 415, 352, 385, 364, 344, 337}},
    {"8,11008,4096",
     8,
     11008,
     4096,
     1,
     {102, 203, 425, 371, 370, 325, 366, 334}},
    {"2048^3, two threads",
     2048,
     2048,
     2048,
     2,
     {459, 955, 1949, 0, 1839, 1641, 1481, 1101}},
};

static SuiteCase makeCase(llvm::StringRef row, const Column &column, int64_t m,
                          int64_t n, int64_t k, int64_t threads = 1) {
  SuiteCase result;
  result.name = llvm::formatv("{0} {1}", row, column.name);
  result.types = column.types;
  result.epilogue = column.epilogue;
  result.m = m;
  result.n = n;
  result.k = k;
  result.threads = threads;
  return result;
}

static void addTable(std::vector<SuiteCase> &cases) {
  for (const Row &row : kRows)
    for (auto [column, gops] : llvm::zip_equal(kColumns, row.gops)) {
      if (gops == 0)
        continue;
      SuiteCase cell =
          makeCase(row.name, column, row.m, row.n, row.k, row.threads);
      cell.reference = gops;
      cell.referencePeak = column.peak * static_cast<double>(row.threads);
      cell.row = row.name;
      cell.column = column.name;
      if (row.threads > 1)
        cell.baseline = llvm::formatv("2048^3 {0}", column.name);
      cases.push_back(std::move(cell));
    }
}

/// One row reads the weights once: memory is the limit.
static void addRows(std::vector<SuiteCase> &cases) {
  for (int64_t threads : {1, 2})
    for (int column : {0, 1, 2, 6, 7})
      cases.push_back(
          makeCase(threads == 1 ? "1,4096,4096" : "1,4096,4096, two threads",
                   kColumns[column], 1, 4096, 4096, threads));
}

static void addOddSizes(std::vector<SuiteCase> &cases) {
  for (int column : {0, 1, 2}) {
    SuiteCase odd = makeCase("1023^3", kColumns[column], 1023, 1023, 1023);
    odd.baseline = llvm::formatv("1024^3 {0}", kColumns[column].name);
    cases.push_back(std::move(odd));
  }
}

static void addEpilogues(std::vector<SuiteCase> &cases) {
  static constexpr Column kFused[] = {
      {"f32 with bias, relu", "f32,f32,f32", "bias,relu", kF32},
      {"bf16 with bias, relu", "bf16,bf16,f32", "bias,relu", kBf16},
      {"u8.s8 with bias, relu", "ui8,i8,i32", "bias,relu", kInt8},
      {"u8.s8 requantized", "ui8,i8,i8", "requantize", kInt8},
      {"u8.s8 scaled to f32", "ui8,i8:per-channel,f32", "", kInt8}};
  for (const Column &column : kFused) {
    SuiteCase fused = makeCase("1024^3", column, 1024, 1024, 1024);
    fused.baseline = llvm::formatv(
        "1024^3 {0}", llvm::StringRef(column.name).split(' ').first);
    cases.push_back(std::move(fused));
  }
}

static void addBusyCore(std::vector<SuiteCase> &cases) {
  for (int column : {0, 1, 2, 5}) {
    SuiteCase busy = makeCase("2048^3, two threads, one core busy",
                              kColumns[column], 2048, 2048, 2048, 2);
    busy.busy = true;
    busy.baseline = llvm::formatv("2048^3 {0}", kColumns[column].name);
    cases.push_back(std::move(busy));
  }
}

std::vector<SuiteCase> mixp::tool::getSuiteCases() {
  std::vector<SuiteCase> cases;
  addTable(cases);
  addRows(cases);
  addOddSizes(cases);
  addEpilogues(cases);
  addBusyCore(cases);
  return cases;
}
