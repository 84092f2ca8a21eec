//===- WgmmaDescriptor.cpp - Tiles as wgmma reads them --------------------===//
#include "WgmmaDescriptor.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"

using namespace mlir;
using namespace mixp;

StringRef mixp::wgmmaTypeName(Type type) {
  if (type.isF16())
    return "f16";
  if (type.isBF16())
    return "bf16";
  if (isa<FloatTF32Type>(type))
    return "tf32";
  if (isa<Float8E4M3FNType>(type))
    return "e4m3";
  if (isa<Float8E5M2Type>(type))
    return "e5m2";
  if (type.isInteger(32))
    return "s32";
  if (type.isF32())
    return "f32";
  return type.isUnsignedInteger() ? "u8" : "s8";
}

/// The matrix descriptor of a tile with the swizzle of 128 bytes (PTX ISA,
/// "Matrix Descriptor Format"): address in bits 0-13, leading and stride byte
/// offsets in 16-29 and 32-45, all in units of 16 bytes, the swizzle in 62-63.
/// 8 rows of a panel are 1024 bytes apart from the next 8. Panels, of which
/// only tiles that are not contiguous along K have more than one, are the
/// leading dimension.
Value mixp::wgmmaDescriptor(KernelBuilder &b, const OperandTile &tile,
                            Value address) {
  int64_t leading = tile.isContiguousAlongK ? 16 : tile.smem().panelSize();
  int64_t stride = 1024;
  uint64_t fixed = uint64_t(1) << 62 | uint64_t(stride / 16) << 32 |
                   uint64_t(leading / 16) << 16;
  Value bits = LLVM::PtrToIntOp::create(b, b.getI32Type(), address);
  Value place = b.widen(b.div(b.bitAnd(bits, 0x3ffff), 16));
  return b.bitOr(place, b.constant64(static_cast<int64_t>(fixed)));
}

int64_t mixp::wgmmaDescriptorStep(const OperandTile &tile, int64_t k) {
  int64_t bytes = tile.isContiguousAlongK ? k * tile.elementBytes
                                          : k * tile.smem().panelBytes();
  return bytes / 16;
}
