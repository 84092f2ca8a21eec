//===- TensorMap.cpp - Descriptions of arrays for bulk copies -------------===//
#include "mixp/PtxEmulator/TensorMap.h"

using namespace llvm;
using namespace mixp::ptx;

static constexpr uint64_t kMagic = 0x50414d545850494d; // "MIXPTMAP"

uint64_t mixp::ptx::getBoxBytes(const TensorMapDescription &description) {
  uint64_t bytes = description.elementBytes;
  for (uint32_t size : description.box)
    bytes *= size;
  return bytes;
}

static Error check(const TensorMapDescription &map) {
  size_t rank = map.dims.size();
  auto fail = [](const Twine &what) {
    return createStringError("tensor-map: " + what);
  };
  if (rank < 1 || rank > 5)
    return fail("expected a rank of 1 to 5 but got " + Twine(rank));
  if (map.box.size() != rank || map.strides.size() != rank - 1)
    return fail("expected " + Twine(rank) + " sizes of the box and " +
                Twine(rank - 1) + " strides but got " + Twine(map.box.size()) +
                " and " + Twine(map.strides.size()));
  unsigned bytes = map.elementBytes;
  if (bytes != 1 && bytes != 2 && bytes != 4 && bytes != 8)
    return fail("expected elements of 1, 2, 4 or 8 bytes but got " +
                Twine(bytes));
  if (map.base % 16 || !map.base)
    return fail("expected a base address that is a multiple of 16 but got " +
                Twine(map.base));
  for (size_t i = 0; i < rank; ++i) {
    if (!map.dims[i] || map.dims[i] > uint64_t(1) << 32)
      return fail("expected a size of 1 to 2^32 but dimension #" + Twine(i) +
                  " has " + Twine(map.dims[i]));
    if (!map.box[i] || map.box[i] > 256)
      return fail("expected a box of 1 to 256 elements but it has " +
                  Twine(map.box[i]) + " along dimension #" + Twine(i));
  }
  for (size_t i = 0; i + 1 < rank; ++i)
    if (map.strides[i] % 16 || map.strides[i] >= uint64_t(1) << 40)
      return fail("expected strides that are multiples of 16 below 2^40 but "
                  "stride #" +
                  Twine(i) + " is " + Twine(map.strides[i]));
  uint64_t inner = uint64_t(map.box[0]) * bytes;
  if (inner % 16)
    return fail("expected an inner box of a multiple of 16 bytes but got " +
                Twine(inner));
  if (map.swizzle != 0 && map.swizzle != 32 && map.swizzle != 64 &&
      map.swizzle != 128)
    return fail("expected a swizzle of 0, 32, 64 or 128 bytes but got " +
                Twine(map.swizzle));
  if (map.swizzle && inner > map.swizzle)
    return fail("expected an inner box of at most the swizzle's " +
                Twine(map.swizzle) + " bytes but got " + Twine(inner));
  return Error::success();
}

static uint64_t getChecksum(const std::array<uint64_t, 16> &words) {
  uint64_t sum = 0;
  for (int i = 0; i < 15; ++i)
    sum = (sum ^ words[i]) * 0x100000001b3 + i;
  return sum;
}

Expected<std::array<uint64_t, 16>>
mixp::ptx::encodeTensorMap(const TensorMapDescription &map) {
  if (Error error = check(map))
    return std::move(error);
  std::array<uint64_t, 16> words{};
  size_t rank = map.dims.size();
  words[0] = kMagic;
  words[1] = map.base;
  words[2] =
      rank | uint64_t(map.elementBytes) << 8 | uint64_t(map.swizzle) << 16;
  for (size_t i = 0; i < rank; ++i) {
    words[3 + i] = map.dims[i];
    words[12 + i / 2] |= uint64_t(map.box[i]) << (32 * (i % 2));
    if (i + 1 < rank)
      words[8 + i] = map.strides[i];
  }
  words[15] = getChecksum(words);
  return words;
}

Expected<TensorMapDescription>
mixp::ptx::decodeTensorMap(const std::array<uint64_t, 16> &words) {
  if (words[0] != kMagic || words[15] != getChecksum(words))
    return createStringError("expected a tensor map that encodeTensorMap has "
                             "made");
  TensorMapDescription map;
  map.base = words[1];
  size_t rank = words[2] & 0xff;
  map.elementBytes = words[2] >> 8 & 0xff;
  map.swizzle = words[2] >> 16 & 0xff;
  for (size_t i = 0; i < rank; ++i) {
    map.dims.push_back(words[3 + i]);
    map.box.push_back(words[12 + i / 2] >> (32 * (i % 2)));
    if (i + 1 < rank)
      map.strides.push_back(words[8 + i]);
  }
  return map;
}
