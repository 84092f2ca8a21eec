//===- emulated_tiles.c - Intel's AMX as functions ------------------------===//
// For machines without it (Intel SDM, volume 2): a tile is a place in a ring of
// the last ones. All tiles have the full size.
#include <stdint.h>
#include <string.h>

enum { ROWS = 16, BYTES = 64, TILES = 1024 };
static int8_t ring[TILES][ROWS * BYTES];
static unsigned next;

static int8_t *newTile(void) { return ring[next++ % TILES]; }

void *emulated_tilezero(int16_t rows, int16_t bytes) {
  return memset(newTile(), 0, ROWS * BYTES);
}

void *emulated_tileloadd64(int16_t rows, int16_t bytes, const int8_t *memory,
                           int64_t stride) {
  int8_t *tile = newTile();
  for (int r = 0; r < rows; ++r)
    memcpy(tile + r * BYTES, memory + r * stride, bytes);
  return tile;
}

void emulated_tilestored64(int16_t rows, int16_t bytes, int8_t *memory,
                           int64_t stride, const int8_t *tile) {
  for (int r = 0; r < rows; ++r)
    memcpy(memory + r * stride, tile + r * BYTES, bytes);
}

#define DOT(NAME, LHS, RHS)                                                    \
  void *NAME(int16_t rows, int16_t bytes, int16_t depth, const int32_t *sums,  \
             const LHS *lhs, const RHS *rhs) {                                 \
    int32_t *tile = memcpy(newTile(), sums, ROWS * BYTES);                     \
    for (int m = 0; m < rows; ++m)                                             \
      for (int n = 0; n < bytes / 4; ++n)                                      \
        for (int k = 0; k < depth; ++k)                                        \
          tile[m * 16 + n] +=                                                  \
              lhs[m * BYTES + k] * rhs[k / 4 * BYTES + n * 4 + k % 4];         \
    return tile;                                                               \
  }
DOT(emulated_tdpbssd, int8_t, int8_t)
DOT(emulated_tdpbsud, int8_t, uint8_t)
DOT(emulated_tdpbusd, uint8_t, int8_t)
DOT(emulated_tdpbuud, uint8_t, uint8_t)

static float toFloat(uint16_t bits) {
  uint32_t word = (uint32_t)bits << 16;
  float value;
  memcpy(&value, &word, 4);
  return value;
}

void *emulated_tdpbf16ps(int16_t rows, int16_t bytes, int16_t depth,
                         const float *sums, const uint16_t *lhs,
                         const uint16_t *rhs) {
  float *tile = memcpy(newTile(), sums, ROWS * BYTES);
  for (int m = 0; m < rows; ++m)
    for (int n = 0; n < bytes / 4; ++n)
      for (int k = 0; k < depth / 2; ++k)
        tile[m * 16 + n] +=
            toFloat(lhs[m * 32 + k]) * toFloat(rhs[k / 2 * 32 + n * 2 + k % 2]);
  return tile;
}
