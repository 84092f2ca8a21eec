//===- WeightDecoder.h - Codes to numbers in registers ----------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_GPU_WEIGHTDECODER_H
#define MIXP_LIB_CODEGEN_GPU_WEIGHTDECODER_H

#include "KernelBuilder.h"

namespace mixp {

/// Makes the left operand of a 16 x 8 x 16 product of f16 or bf16 from codes in
/// the fragment order of docs/GpuBundle.md, without any rounding.
///
/// A 4-bit integer s becomes a float by being put into the mantissa of 1024
/// (f16: 0x6400) or 128 (bf16: 0x4300), whose last digit is 1; a register's two
/// codes lie so that one `and` and one `or` do that for both. The same constant
/// with the zero point is taken off. In f16 there is room for the upper of two
/// nibbles as well, where it counts 16 times as much. 8-bit floats are moved to
/// where the format has sign, exponent and mantissa, and multiplied by the
/// power of two by which the exponents' biases differ; NaN and infinity, whose
/// exponents do not move along, are mended.
class WeightDecoder {
public:
  /// `code`: i4, ui4, i8, ui8, f8E4M3FN or f8E5M2; `to`: f16 or bf16.
  WeightDecoder(mlir::Type code, mlir::Type to) : code(code), to(to) {}

  /// 32-bit words of a lane for a tile of 16 x 16.
  int64_t words() const { return bits() / 4; }
  /// Elements of K that a lane has in 16 bytes.
  int64_t unitK() const { return 64 / words(); }

  /// What `decode` takes off a row: the zero point, a scalar of type `to`, or
  /// null; `isUpper` for rows 8 to 15 of the tile. Null for floats.
  mlir::Value prepareOffset(KernelBuilder &b, mlir::Value zeroPoint,
                            bool isUpper) const;

  /// The four registers, i32, of a lane; `offsets`: of its two rows.
  llvm::SmallVector<mlir::Value>
  decode(KernelBuilder &b, llvm::ArrayRef<mlir::Value> words,
         std::array<mlir::Value, 2> offsets) const;

private:
  int64_t bits() const { return code.getIntOrFloatBitWidth(); }
  /// What signed codes are stored with.
  int64_t bias() const {
    return code.isSignlessInteger() ? int64_t(1) << (bits() - 1) : 0;
  }
  mlir::Value decodeNibbles(KernelBuilder &b, mlir::Value word, int64_t index,
                            mlir::Value offset) const;
  mlir::Value decodeBytes(KernelBuilder &b, mlir::Value word, int64_t index,
                          mlir::Value offset) const;
  mlir::Value decodeFloats(KernelBuilder &b, mlir::Value word,
                           int64_t index) const;

  mlir::Type code, to;
};

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_GPU_WEIGHTDECODER_H
