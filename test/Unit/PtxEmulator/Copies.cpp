//===- Copies.cpp - cp.async, mbarriers and bulk copies -------------------===//
#include "Harness.h"
#include "mixp/PtxEmulator/TensorMap.h"

using namespace mixp::ptx;

using Words = std::vector<uint32_t>;

static Words countUp(size_t count) {
  Words result;
  for (uint32_t i = 0; i < count; ++i)
    result.push_back(i * 3 + 1);
  return result;
}

TEST(PtxCopies, AsyncCopiesFillWithZeros) {
  // The lane's number is the source size, up to 16.
  Kernel kernel(R"(
mov.b32 %r1, smem;
shl.b32 %r2, %r0, 4;
add.s32 %r3, %r1, %r2;
cvt.u64.u32 %rd9, %r2;
add.s64 %rd10, %rd0, %rd9;
min.u32 %r4, %r0, 16;
cp.async.cg.shared.global [%r3], [%rd10], 16, %r4;
cp.async.commit_group;
cp.async.ca.shared.global [%r3+512], [%rd10], 4;
cp.async.commit_group;
cp.async.wait_group 1;
ld.shared.v4.b32 {%r5, %r6, %r7, %r8}, [%r3];
add.s64 %rd11, %rd1, %rd9;
st.global.v4.b32 [%rd11], {%r5, %r6, %r7, %r8};
cp.async.wait_all;
ld.shared.b32 %r5, [%r3+512];
add.s64 %rd11, %rd2, %rd9;
st.global.b32 [%rd11], %r5;)");
  Words source = countUp(128);
  kernel.shared(1024).input(source).output(512).output(512).run();
  auto got = kernel.read<uint8_t>(1, 512);
  auto second = kernel.read<uint32_t>(2, 128);
  for (unsigned lane = 0; lane < 32; ++lane) {
    uint8_t bytes[16];
    std::memcpy(bytes, &source[lane * 4], 16);
    for (unsigned i = 0; i < 16; ++i)
      EXPECT_EQ(got[lane * 16 + i], i < lane ? bytes[i] : 0);
    EXPECT_EQ(second[lane * 4], source[lane * 4]);
  }
}

TEST(PtxCopies, MbarriersCountPhasesAndCopies) {
  // All threads copy and arrive when that has landed, then once more: both
  // ways to wait.
  std::string body = R"(
mov.b32 %r1, smem;
setp.ne.s32 %p1, %r0, 0;
@%p1 bra READY;
mbarrier.init.shared::cta.b64 [%r1], 64;
READY:
bar.sync 0;
shl.b32 %r2, %r0, 2;
add.s32 %r3, %r1, %r2;
cvt.u64.u32 %rd9, %r2;
add.s64 %rd10, %rd0, %rd9;
cp.async.ca.shared.global [%r3+64], [%rd10], 4;
cp.async.mbarrier.arrive.noinc.shared.b64 [%r1];
WAIT:
mbarrier.try_wait.parity.shared.b64 %p2, [%r1], 0, 1000;
@!%p2 bra WAIT;
xor.b32 %r4, %r0, 33;
shl.b32 %r4, %r4, 2;
add.s32 %r4, %r1, %r4;
ld.shared.b32 %r5, [%r4+64];
add.s64 %rd11, %rd1, %rd9;
st.global.b32 [%rd11], %r5;
mbarrier.arrive.release.cta.shared::cta.b64 %rd12, [%r1];
mbarrier.pending_count.b64 %r6, %rd12;
AGAIN:
mbarrier.test_wait.shared.b64 %p2, [%r1], %rd12;
@!%p2 bra AGAIN;
st.shared.b32 [%r4+64], 5;
setp.gt.u32 %p3, %r6, 64;
@%p3 trap;
bar.sync 0;
@%p1 bra END;
mbarrier.inval.shared.b64 [%r1];
END:)";
  Words source = countUp(64);
  for (uint64_t seed : {1, 2, 3}) {
    Kernel kernel(body);
    kernel.threads(64).shared(512).seed(seed).input(source).output(256).run();
    Words got = kernel.read<uint32_t>(1, 64);
    for (unsigned i = 0; i < 64; ++i)
      EXPECT_EQ(got[i], source[i ^ 33]);
  }
}

namespace {
/// An array of 13 x 72 16-bit elements, of which a box of 6 x 64 is moved.
struct Array {
  static constexpr unsigned kRows = 13, kColumns = 72, kBoxRows = 6;
  static constexpr unsigned kBoxColumns = 64;
  std::vector<uint16_t> values;
  Array() {
    for (unsigned i = 0; i < kRows * kColumns; ++i)
      values.push_back(i + 1);
  }
  std::array<uint64_t, 16> makeMap(uint64_t base, unsigned swizzle) const {
    TensorMapDescription map;
    map.elementBytes = 2;
    map.base = base;
    map.dims = {kColumns, kRows};
    map.strides = {kColumns * 2};
    map.box = {kBoxColumns, kBoxRows};
    map.swizzle = swizzle;
    return llvm::cantFail(encodeTensorMap(map));
  }
  /// The element at box position (row, column) of a box at (y, x).
  uint16_t at(int y, int x, unsigned row, unsigned column) const {
    int r = y + int(row), c = x + int(column);
    bool inside = r >= 0 && r < int(kRows) && c >= 0 && c < int(kColumns);
    return inside ? values[r * kColumns + c] : 0;
  }
};
constexpr uint32_t kBoxBytes = Array::kBoxRows * Array::kBoxColumns * 2;
} // namespace

/// One thread loads the box at (%r20, %r21), all copy shared memory out.
static std::string makeLoad() {
  return R"(
mov.b32 %r1, smem;
setp.ne.s32 %p1, %r0, 0;
@%p1 bra READY;
mbarrier.init.shared::cta.b64 [%r1+2048], 1;
fence.mbarrier_init.release.cluster;
mbarrier.arrive.expect_tx.shared::cta.b64 _, [%r1+2048], 768;
)"
         "cp.async.bulk.tensor.2d.shared::cluster.global.tile."
         "mbarrier::complete_tx::bytes.L2::cache_hint"
         R"( [%r1], [%rd0, {%r20, %r21}], [%r1+2048], %rd30;
READY:
bar.sync 0;
WAIT:
mbarrier.try_wait.parity.shared::cta.b64 %p2, [%r1+2048], 0;
@!%p2 bra WAIT;
)";
}

TEST(PtxCopies, BulkTensorLoadsFillAndSwizzle) {
  Array array;
  for (unsigned swizzle : {0u, 128u})
    for (auto [y, x] :
         {std::pair(2, 3), std::pair(-2, 16), std::pair(10, -5)}) {
      std::string body = "mov.b32 %r20, " + std::to_string(x) +
                         ";\nmov.b32 %r21, " + std::to_string(y) + ";" +
                         makeLoad() + R"(
mul.lo.s32 %r2, %r0, 24;
add.s32 %r3, %r1, %r2;
cvt.u64.u32 %rd9, %r2;
add.s64 %rd9, %rd1, %rd9;
ld.shared.v2.b32 {%r4, %r5}, [%r3];
ld.shared.v2.b32 {%r6, %r7}, [%r3+8];
ld.shared.v2.b32 {%r8, %r9}, [%r3+16];
st.global.v2.b32 [%rd9], {%r4, %r5};
st.global.v2.b32 [%rd9+8], {%r6, %r7};
st.global.v2.b32 [%rd9+16], {%r8, %r9};)";
      Kernel kernel(body);
      uint64_t base = kernel.memory.allocate(array.values.size() * 2);
      llvm::cantFail(kernel.memory.write(
          base, llvm::ArrayRef<char>((char *)array.values.data(),
                                     array.values.size() * 2)));
      auto map = array.makeMap(base, swizzle);
      kernel.bytes(map.data(), 128).output(kBoxBytes).shared(4096);
      EXPECT_EQ(kernel.run().total.bulkBytes, kBoxBytes);
      auto got = kernel.read<uint16_t>(1, kBoxBytes / 2);
      for (unsigned row = 0; row < Array::kBoxRows; ++row)
        for (unsigned column = 0; column < Array::kBoxColumns; ++column) {
          unsigned chunk = column / 8 ^ (swizzle ? row % 8 : 0);
          EXPECT_EQ(got[row * 64 + chunk * 8 + column % 8],
                    array.at(y, x, row, column))
              << row << "," << column;
        }
    }
}

TEST(PtxCopies, BulkTensorStoresAreClipped) {
  // Each lane fills 24 bytes with its number plus 7.
  Array array;
  std::string body = R"(
mov.b32 %r1, smem;
mul.lo.s32 %r2, %r0, 24;
add.s32 %r3, %r1, %r2;
add.s32 %r4, %r0, 7;
mul.lo.s32 %r4, %r4, 0x00010001;
st.shared.v2.b32 [%r3], {%r4, %r4};
st.shared.v2.b32 [%r3+8], {%r4, %r4};
st.shared.v2.b32 [%r3+16], {%r4, %r4};
fence.proxy.async.shared::cta;
bar.sync 0;
setp.ne.s32 %p1, %r0, 0;
@%p1 bra END;
mov.b32 %r20, -4;
mov.b32 %r21, 9;
cp.async.bulk.tensor.2d.global.shared::cta.tile.bulk_group
  [%rd0, {%r20, %r21}], [%r1];
cp.async.bulk.commit_group;
cp.async.bulk.wait_group.read 0;
END:)";
  for (unsigned swizzle : {0u, 128u}) {
    Kernel kernel(body);
    uint64_t base = kernel.memory.allocate(array.values.size() * 2);
    llvm::cantFail(kernel.memory.write(
        base, llvm::ArrayRef<char>((char *)array.values.data(),
                                   array.values.size() * 2)));
    auto map = array.makeMap(base, swizzle);
    kernel.bytes(map.data(), 128).number(base).shared(1024).run();
    auto got = kernel.read<uint16_t>(1, array.values.size());
    for (unsigned row = 0; row < Array::kRows; ++row)
      for (unsigned column = 0; column < Array::kColumns; ++column) {
        unsigned chunk = (column + 4) / 8 ^ (swizzle ? row - 9 : 0);
        unsigned place = (row - 9) * 128 + chunk * 16 + (column + 4) % 8 * 2;
        bool inside = row >= 9 && column < 60;
        EXPECT_EQ(got[row * 72 + column],
                  inside ? place / 24 + 7 : row * 72 + column + 1)
            << swizzle << ": " << row << "," << column;
      }
  }
}

TEST(PtxCopies, AsyncCopiesIgnoreSources) {
  // Lanes from 20 on read nothing, not even from beyond the allocation.
  Kernel kernel(R"(
mov.b32 %r1, smem;
shl.b32 %r2, %r0, 3;
add.s32 %r3, %r1, %r2;
cvt.u64.u32 %rd9, %r2;
add.s64 %rd10, %rd0, %rd9;
setp.ge.u32 %p1, %r0, 20;
cp.async.ca.shared.global [%r3], [%rd10], 8, %p1;
cp.async.wait_all;
ld.shared.b64 %rd11, [%r3];
add.s64 %rd12, %rd1, %rd9;
st.global.b64 [%rd12], %rd11;)");
  Words source = countUp(40);
  kernel.shared(256).input(source).output(256).run();
  Words got = kernel.read<uint32_t>(1, 64);
  for (unsigned i = 0; i < 64; ++i)
    EXPECT_EQ(got[i], i < 40 ? source[i] : 0);
}

TEST(PtxCopies, BulkTensorsOfThreeDimensions) {
  // A 3 x 4 x 8 array of words, a box of 2 x 3 x 4 at (2, -1, 6).
  Kernel kernel(R"(
mov.b32 %r1, smem;
mov.b32 %r2, 6;
mov.b32 %r3, -1;
mov.b32 %r4, 2;
mbarrier.init.shared::cta.b64 [%r1+512], 1;
fence.proxy.async.shared::cta;
mbarrier.arrive.expect_tx.shared::cta.b64 _, [%r1+512], 96;
cp.async.bulk.tensor.3d.shared::cta.global.tile.mbarrier::complete_tx::bytes
  [%r1], [%rd0, {%r2, %r3, %r4}], [%r1+512];
WAIT:
mbarrier.try_wait.parity.shared::cta.b64 %p2, [%r1+512], 0;
@!%p2 bra WAIT;
mov.b32 %r5, 0;
COPY:
add.s32 %r6, %r1, %r5;
ld.shared.b32 %r7, [%r6];
cvt.u64.u32 %rd9, %r5;
add.s64 %rd9, %rd1, %rd9;
st.global.b32 [%rd9], %r7;
add.s32 %r5, %r5, 4;
setp.lt.u32 %p3, %r5, 96;
@%p3 bra COPY;)");
  Words source = countUp(96);
  uint64_t base = kernel.memory.allocate(384);
  llvm::cantFail(kernel.memory.write(
      base, llvm::ArrayRef<char>((char *)source.data(), 384)));
  TensorMapDescription map;
  map.elementBytes = 4;
  map.base = base;
  map.dims = {8, 4, 3};
  map.strides = {32, 128};
  map.box = {4, 3, 2};
  auto words = llvm::cantFail(encodeTensorMap(map));
  kernel.threads(1).shared(1024).bytes(words.data(), 128).output(96).run();
  Words got = kernel.read<uint32_t>(1, 24);
  for (int i = 0; i < 24; ++i) {
    int x = 6 + i % 4, y = -1 + i / 4 % 3, z = 2 + i / 12;
    bool inside = x < 8 && y >= 0 && z < 3;
    EXPECT_EQ(got[i], inside ? source[(z * 4 + y) * 8 + x] : 0) << i;
  }
}

TEST(PtxCopies, MbarrierDropsAndTransactions) {
  // Two arrivals are expected; after a drop, one. Bytes hold up a phase.
  Kernel kernel(R"(
mov.b32 %r1, smem;
mbarrier.init.shared.b64 [%r1], 2;
mbarrier.arrive.noComplete.release.cta.shared::cta.b64 %rd9, [%r1], 1;
mbarrier.test_wait.shared.b64 %p1, [%r1], %rd9;
mbarrier.arrive_drop.shared.b64 %rd10, [%r1];
mbarrier.test_wait.shared.b64 %p2, [%r1], %rd9;
mbarrier.expect_tx.relaxed.cta.shared::cta.b64 [%r1], 16;
mbarrier.arrive.shared.b64 %rd9, [%r1];
mbarrier.test_wait.parity.shared.b64 %p3, [%r1], 1;
mbarrier.complete_tx.relaxed.cta.shared::cta.b64 [%r1], 16;
mbarrier.test_wait.parity.shared.b64 %p4, [%r1], 1;
selp.b32 %r2, 1, 0, %p1;
selp.b32 %r3, 1, 0, %p2;
selp.b32 %r4, 1, 0, %p3;
selp.b32 %r5, 1, 0, %p4;
st.global.v4.b32 [%rd0], {%r2, %r3, %r4, %r5};)");
  kernel.threads(1).shared(16).output(16).run();
  EXPECT_EQ(kernel.read<uint32_t>(0, 4), (Words{0, 1, 0, 1}));
}

TEST(PtxCopies, PlainBulkCopies) {
  // In by one thread, out again from the same bytes.
  Kernel kernel(R"(
mov.b32 %r1, smem;
mbarrier.init.shared::cta.b64 [%r1+512], 1;
fence.proxy.async;
mbarrier.arrive.expect_tx.shared::cta.b64 %rd9, [%r1+512], 160;
cp.async.bulk.shared::cta.global.mbarrier::complete_tx::bytes
  [%r1], [%rd0+16], 160, [%r1+512];
WAIT:
mbarrier.try_wait.shared::cta.b64 %p2, [%r1+512], %rd9;
@!%p2 bra WAIT;
cp.async.bulk.global.shared::cta.bulk_group [%rd1], [%r1], 160;
cp.async.bulk.commit_group;
cp.async.bulk.wait_group 0;)");
  Words source = countUp(64);
  kernel.threads(1).shared(1024).input(source).output(160).run();
  EXPECT_EQ(kernel.read<uint32_t>(1, 40),
            Words(source.begin() + 4, source.begin() + 44));
}

TEST(PtxCopies, RulesOfTensorMaps) {
  Array array;
  TensorMapDescription map;
  map.elementBytes = 2;
  map.base = 4096;
  map.dims = {72, 13};
  map.strides = {144};
  map.box = {64, 6};
  auto expectError = [](const TensorMapDescription &bad, const char *text) {
    auto words = encodeTensorMap(bad);
    ASSERT_FALSE(bool(words));
    std::string message = llvm::toString(words.takeError());
    EXPECT_NE(message.find(text), std::string::npos) << message;
  };
  auto with = [&](auto change) {
    TensorMapDescription copy = map;
    change(copy);
    return copy;
  };
  EXPECT_EQ(
      llvm::cantFail(decodeTensorMap(llvm::cantFail(encodeTensorMap(map))))
          .box[1],
      6u);
  expectError(with([](auto &m) { m.base += 8; }), "multiple of 16");
  expectError(with([](auto &m) { m.strides[0] = 150; }), "stride #0");
  expectError(with([](auto &m) { m.box[1] = 257; }), "1 to 256");
  expectError(with([](auto &m) { m.box[0] = 4; }), "multiple of 16 bytes");
  expectError(with([](auto &m) { m.swizzle = 64; }), "at most the swizzle's");
  expectError(with([](auto &m) { m.dims.push_back(3); }), "sizes of the box");
}
