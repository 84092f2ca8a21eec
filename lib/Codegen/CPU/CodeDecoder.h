//===- CodeDecoder.h - Codes of narrow weights to numbers -------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_CPU_CODEDECODER_H
#define MIXP_LIB_CODEGEN_CPU_CODEDECODER_H

#include "KernelConfig.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace mixp {

/// Builds what turns the codes of one step of a vector of columns into words of
/// the instruction.
class CodeDecoder {
public:
  CodeDecoder(mlir::ImplicitLocOpBuilder &b, const KernelConfig &config)
      : b(b), config(config), code(*config.code) {}

  /// The word of the elements at `position` (see WeightCode). `stored` is what
  /// a step stores, vectors of bytes; `zeroPoint` may be null.
  mlir::Value decode(mlir::ValueRange stored, int64_t position,
                     mlir::Value zeroPoint);

private:
  mlir::Value splat(mlir::VectorType type, int64_t value);
  /// `type` with `width` bits an element and as many bits in all.
  mlir::VectorType integers(unsigned width);
  mlir::Value shiftRight(mlir::Value x, int64_t count);
  mlir::Value field(mlir::ValueRange stored, int64_t position, bool isMasked);
  mlir::Value lookUp(mlir::Value index, llvm::ArrayRef<llvm::APFloat> numbers,
                     mlir::FloatType type);
  mlir::Value toF32(mlir::ValueRange stored, int64_t position);
  mlir::Value magnitudeF32(mlir::Value codes);
  mlir::Value signedTableF32(mlir::ValueRange stored, int64_t position);
  mlir::Value toBF16(mlir::ValueRange stored, int64_t position,
                     mlir::Value zeroPoint);
  mlir::Value toInteger(mlir::ValueRange stored, int64_t position,
                        mlir::Value zeroPoint);
  mlir::Value bytesToF32(mlir::Value bytes);
  mlir::Value byteToBF16(mlir::Value stored, int64_t position);

  mlir::ImplicitLocOpBuilder &b;
  const KernelConfig &config;
  const WeightCode &code;
};

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_CPU_CODEDECODER_H
