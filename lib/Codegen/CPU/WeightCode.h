//===- WeightCode.h - Narrow weights as kernels keep them -------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_CPU_WEIGHTCODE_H
#define MIXP_LIB_CODEGEN_CPU_WEIGHTCODE_H

#include "MmaKinds.h"

namespace mixp {

/// How a packed rhs keeps constant elements of at most 4 bits, or floats of up
/// to 8, as codes that the kernel decodes. Integers are stored less their
/// type's least value; floats as sign and magnitude, of up to 4 bits as they
/// are, of more with the sign in bit 7.
///
/// A step holds whole 32-bit words of each column. Each is cut into fields of
/// the instruction's element width, one for each element of its word; element k
/// of a step has its code in field k % elements, at position k / elements
/// there. 3-bit codes take three words a step: what their fields have left
/// holds the last positions.
class WeightCode {
public:
  /// Nothing where kernels of `mma` decode no such elements. An `element` of
  /// integers says by its signedness how to read them.
  static std::optional<WeightCode> get(mlir::Type element, MmaKind mma);

  mlir::Type getElement() const { return element; }
  bool isFloat() const { return mlir::isa<mlir::FloatType>(element); }
  unsigned getBits() const { return bits; }

  /// Bytes and elements along K of one step of one column.
  int64_t columnBytes() const;
  int64_t stepElements() const;
  /// Words (of 32 bits) of one step of one column.
  int64_t stepWords() const { return bits == 3 ? 3 : 1; }

  /// Part of a code: `count` of its bits from `codeBit` on are those from `bit`
  /// on in the field of word `word`.
  struct Piece {
    unsigned word, bit, codeBit, count;
  };
  llvm::SmallVector<Piece, 3> pieces(int64_t position) const;
  unsigned fieldBits() const { return 32 / elements; }
  unsigned positions() const { return stepElements() / elements; }

  /// An element in MLIR's raw layout as a code.
  unsigned encode(uint8_t raw) const;
  /// The number of a code.
  llvm::APFloat decode(unsigned code) const;
  /// Of an integer type the least number, the one of code 0.
  int64_t least() const;
  /// The code of zero.
  unsigned zero() const { return static_cast<unsigned>(-least()); }

  /// Writes the code of element `k` into the zeros of column `column` of a step
  /// of `nr` columns.
  void store(char *step, int64_t nr, int64_t column, int64_t k,
             unsigned code) const;

private:
  WeightCode(mlir::Type element, unsigned bits, int64_t elements, bool isBytes)
      : element(element), bits(bits), elements(elements), isBytes(isBytes) {}

  mlir::Type element;
  unsigned bits;
  /// Elements along K of the instruction's 32-bit word.
  int64_t elements;
  /// One byte of one element a step: what the instruction's word is widened
  /// from has no fields.
  bool isBytes;
};

/// Whether all elements of a constant of floats of at most 8 bits are finite.
bool hasFiniteCodes(mlir::Value constant);

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_CPU_WEIGHTCODE_H
