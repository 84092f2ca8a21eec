//===- PackedLayout.h - The order of a packed rhs ---------------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_CPU_PACKEDLAYOUT_H
#define MIXP_LIB_CODEGEN_CPU_PACKEDLAYOUT_H

#include "WeightCode.h"
#include "llvm/ADT/ArrayRef.h"
#include <vector>

namespace mixp {

/// The order in which a kernel reads a K x N rhs: blocks of `kc` steps along K,
/// in a block panels of `nr` columns, in a panel steps of `word` elements along
/// K (twice that with nibbles).
struct PackedLayout {
  int64_t nr;
  int64_t word;
  /// Steps of a block; 0 makes one block of all.
  int64_t kc = 0;
  /// Steps of the block are a multiple of this.
  int64_t stepMultiple = 1;
  bool nibbles = false;
  /// Added to every nibble, so that it is stored unsigned.
  int64_t nibbleOffset = 0;
  /// Invert the top bit of every 8-bit element.
  bool flipSign = false;
  /// The elements are kept as codes.
  std::optional<WeightCode> code;

  int64_t stepElements() const {
    return code ? code->stepElements() : nibbles ? 2 * word : word;
  }
  /// What integers are stored more than they are.
  int64_t storedOffset() const { return code ? -code->least() : nibbleOffset; }
  int64_t panels(int64_t n) const;
  int64_t steps(int64_t k) const;
  /// Steps of a block of `k` elements, at least 1.
  int64_t blockSteps(int64_t k) const;

  /// The packed shape, blocks x panels x steps of a block x (nr * word), of
  /// `k` x `n`; in bytes where there are codes.
  llvm::SmallVector<int64_t> shape(int64_t k, int64_t n) const;

  /// Packs row-major raw data of elements of `width` bytes (a nibble or
  /// what has a code is one byte); what lies outside of k x n is zero.
  std::vector<char> pack(llvm::ArrayRef<char> data, int64_t k, int64_t n,
                         int64_t width) const;
};

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_CPU_PACKEDLAYOUT_H
