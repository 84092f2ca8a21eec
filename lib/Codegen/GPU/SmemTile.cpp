//===- SmemTile.cpp - A tile of an operand in shared memory ---------------===//
#include "SmemTile.h"

using namespace mlir;
using namespace mixp;

Value SmemTile::chunkOffset(KernelBuilder &b, Value row, Value chunk) const {
  int64_t panelChunks = panelBytes() / 16;
  Value offset = b.mul(row, panelBytes());
  // Rows that share a line of 128 bytes are not exchanged among each other.
  int64_t rowsPerLine = 128 / panelBytes();
  Value line = b.bitAnd(b.div(row, rowsPerLine), panelChunks - 1);
  Value inPanel = b.bitXor(b.rem(chunk, panelChunks), line);
  offset = b.add(offset, b.mul(inPanel, 16));
  if (rowBytes > 128)
    offset = b.add(offset, b.mul(b.div(chunk, panelChunks), panelSize()));
  return offset;
}

Value SmemTile::step(KernelBuilder &b, Value offset, int64_t rowStep,
                     int64_t chunkStep) const {
  int64_t panelChunks = panelBytes() / 16;
  offset = b.bitXor(offset, chunkStep % panelChunks * 16);
  return b.add(offset,
               rowStep * panelBytes() + chunkStep / panelChunks * panelSize());
}
