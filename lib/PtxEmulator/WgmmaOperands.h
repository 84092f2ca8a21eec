//===- WgmmaOperands.h - Operands of wgmma.mma_async ------------*- C++ -*-===//
#ifndef MIXP_LIB_PTXEMULATOR_WGMMAOPERANDS_H
#define MIXP_LIB_PTXEMULATOR_WGMMAOPERANDS_H

#include "MatrixProduct.h"
#include "WgmmaUnit.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallVector.h"
#include <string>

namespace mixp::ptx {

/// What a wgmma.mma_async says: M is 64.
struct WgmmaPayload : Payload {
  unsigned n = 8, k = 16;
  Type a = Type::F16, b = Type::F16, d = Type::F32;
  bool saturate = false, negateA = false, negateB = false;
  bool transposedA = false, transposedB = false;
  const AccumulationModel *model = nullptr;
  uint16_t shape = 0;                  // a number for n and the types, not 0
  llvm::SmallVector<int32_t, 4> rowsA; // empty: from shared memory
  std::vector<int32_t> rowsD;
  bool negatedScale = false;
};

/// Where a matrix lies in shared memory (PTX ISA, "Matrix descriptor format").
struct TileLayout {
  uint32_t start = 0, leading = 0, stride = 0; // bytes
  unsigned span = 0;                           // of the swizzle, 0: none
  bool transposed = false;                     // along M or N is contiguous

  /// Calls `f(address, row, byte of k)` for the chunks of 16 bytes of `rows`
  /// rows of 32 bytes of k; transposed, `f(address, first row, k)` for the
  /// eight 16-bit elements from that row on.
  void
  forChunks(unsigned rows, unsigned k,
            llvm::function_ref<void(uint32_t, unsigned, unsigned)> f) const;
};

/// Decodes a descriptor; `error` says what is wrong with it.
TileLayout decodeDescriptor(uint64_t descriptor, bool transposed,
                            std::string &error);

/// Carries out an operation on the registers of the warpgroup's warps.
void executeWgmma(Block &block, unsigned warpgroup,
                  const WgmmaOperation &operation);

} // namespace mixp::ptx

#endif // MIXP_LIB_PTXEMULATOR_WGMMAOPERANDS_H
