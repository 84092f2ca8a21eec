//===- Lanes.h - Functions of lanes -----------------------------*- C++ -*-===//
#ifndef MIXP_LIB_PTXEMULATOR_LANES_H
#define MIXP_LIB_PTXEMULATOR_LANES_H

#include "Types.h"
#include "Warp.h"
#include <bit>
#include <cstring>
#include <tuple>
#include <type_traits>
#include <utility>

namespace mixp::ptx {

/// The word of a lane in a row of values of type T.
template <typename T>
using Word = std::conditional_t<sizeof(T) == 8, uint64_t, uint32_t>;

template <typename T> inline T fromWord(Word<T> word) {
  if constexpr (std::is_same_v<T, float> || std::is_same_v<T, double>)
    return std::bit_cast<T>(word);
  else
    return static_cast<T>(word);
}
template <typename T> inline Word<T> toWord(T value) {
  if constexpr (std::is_same_v<T, float> || std::is_same_v<T, double>)
    return std::bit_cast<Word<T>>(value);
  else
    return static_cast<std::make_unsigned_t<T>>(value);
}

template <typename T> inline Word<T> *rowOf(Warp &warp, int32_t row) {
  return reinterpret_cast<Word<T> *>(warp.file + row * 32);
}

namespace detail {
template <typename D, typename... S, typename F, size_t... I>
inline void mapLanes(Warp &warp, const Instruction &ins, uint32_t mask, F f,
                     std::index_sequence<I...>) {
  Word<D> *result = rowOf<D>(warp, ins.row[0]);
  std::tuple<const Word<S> *...> sources(rowOf<S>(warp, ins.row[I + 1])...);
  if (mask == 0xffffffffu) {
    // Through a copy, so that results that are sources do not get in the way
    // of the vectorizer.
    Word<D> values[32];
    for (unsigned lane = 0; lane < 32; ++lane)
      values[lane] = toWord<D>(f(fromWord<S>(std::get<I>(sources)[lane])...));
    std::memcpy(result, values, sizeof(values));
    return;
  }
  for (; mask; mask &= mask - 1) {
    unsigned lane = __builtin_ctz(mask);
    result[lane] = toWord<D>(f(fromWord<S>(std::get<I>(sources)[lane])...));
  }
}
} // namespace detail

/// row[0] = f(row[1], row[2], ...) for each lane.
template <typename D, typename... S, typename F>
inline void mapLanes(Warp &warp, const Instruction &ins, uint32_t mask, F f) {
  detail::mapLanes<D, S...>(warp, ins, mask, f,
                            std::index_sequence_for<S...>());
}

/// The lanes of `mask` for which `f(lane)` is true.
template <typename F> inline uint32_t testLanes(uint32_t mask, F f) {
  uint32_t result = 0;
  for (unsigned lane = 0; lane < 32; ++lane)
    result |= uint32_t(f(lane)) << lane;
  return result & mask;
}

inline void setPredicate(Warp &warp, int32_t row, uint32_t mask,
                         uint32_t value) {
  uint32_t &word = warp.u32(row)[0];
  word = (word & ~mask) | (value & mask);
}

/// The low bits of a register of any width, or a write to one, zero-extended.
inline uint64_t readLane(Warp &warp, int32_t row, bool wide, unsigned lane) {
  return wide ? warp.u64(row)[lane] : warp.u32(row)[lane];
}
inline void writeLane(Warp &warp, int32_t row, bool wide, unsigned lane,
                      uint64_t value) {
  if (wide)
    warp.u64(row)[lane] = value;
  else
    warp.u32(row)[lane] = value;
}

} // namespace mixp::ptx

#endif // MIXP_LIB_PTXEMULATOR_LANES_H
