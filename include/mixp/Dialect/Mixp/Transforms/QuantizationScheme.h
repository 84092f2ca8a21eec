//===- QuantizationScheme.h - Table of quantization schemes -----*- C++ -*-===//
#ifndef MIXP_DIALECT_MIXP_TRANSFORMS_QUANTIZATIONSCHEME_H
#define MIXP_DIALECT_MIXP_TRANSFORMS_QUANTIZATIONSCHEME_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include <string>

namespace mixp {

/// Discardable attribute of a mixp.matmul or mixp.conv: the name of the scheme
/// (StringAttr) that mixp-quantize takes for it in the place of its own.
inline constexpr llvm::StringLiteral kSchemeAttrName = "mixp.scheme";

/// What becomes of an operand that is only known at run time.
enum class ActivationForm {
  Keep,        ///< stays f32
  Bf16,        ///< mixp.cast to bf16
  F16,         ///< mixp.cast to f16
  StaticInt8,  ///< 8 bits, one scale from the calibrated range
  DynamicInt8, ///< 8 bits, a scale per row (lhs) or column (rhs) at run time
};

/// One row of the table of schemes: what mixp-quantize makes of the operands of
/// a matmul.
struct QuantizationScheme {
  llvm::StringRef name;
  ActivationForm activation;
  /// Bits of constant operands, symmetric; 0: they take the activation's form.
  unsigned weightBits;
  /// Elements along K that share a weight scale; 0: all of them.
  int64_t weightGroup;
  /// Whether the scales of constant operands are searched (see
  /// WeightFormat::searchScale).
  bool searchWeightScale;

  bool needsCalibration() const {
    return activation == ActivationForm::StaticInt8;
  }
  bool changesMatmuls() const {
    return activation != ActivationForm::Keep || weightBits != 0;
  }
};

/// All schemes, in the order in which messages and tables list them.
llvm::ArrayRef<QuantizationScheme> getQuantizationSchemes();

/// The names of all schemes, separated by ", ".
std::string listQuantizationSchemes();

/// The scheme called `name`, its 16-bit activations of the type `a16` ("f16",
/// "bf16"). An error lists what is known.
llvm::Expected<QuantizationScheme>
lookupQuantizationScheme(llvm::StringRef name, llvm::StringRef a16 = "f16");

} // namespace mixp

#endif // MIXP_DIALECT_MIXP_TRANSFORMS_QUANTIZATIONSCHEME_H
