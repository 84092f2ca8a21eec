//===- QuantizationScheme.h - Quantization schemes --------------*- C++ -*-===//
#ifndef MIXP_DIALECT_MIXP_TRANSFORMS_QUANTIZATIONSCHEME_H
#define MIXP_DIALECT_MIXP_TRANSFORMS_QUANTIZATIONSCHEME_H

#include "llvm/ADT/APFloat.h"
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
  Keep,         ///< stays f32
  Bf16,         ///< mixp.cast to bf16
  F16,          ///< mixp.cast to f16
  StaticInt8,   ///< 8 bits, scales from the calibrated range or ranges
  DynamicInt8,  ///< 8 bits, a scale per row (lhs) or column (rhs) at run time
  StaticFloat,  ///< the scheme's float format, one scale from the range
  DynamicFloat, ///< the same, scales as with DynamicInt8
  Microscaling, ///< f8E8M0FNU scales for blocks along K, at run time
};

/// What mixp-quantize makes of the operands of a contraction.
struct QuantizationScheme {
  std::string name;
  ActivationForm activation;
  /// Bits of constant operands, symmetric; 0: they take the activation's form.
  unsigned weightBits = 0;
  /// Elements along K that share a weight scale, and under StaticInt8 also an
  /// activation's; 0: all of them.
  int64_t weightGroup = 0;
  /// Whether the scales of constant operands are searched (see
  /// WeightFormat::searchScale).
  bool searchWeightScale = false;
  /// The format of both operands under StaticFloat, DynamicFloat and
  /// Microscaling; null: i8.
  const llvm::fltSemantics *format = nullptr;

  bool needsCalibration() const {
    return activation == ActivationForm::StaticInt8 ||
           activation == ActivationForm::StaticFloat;
  }
  /// Elements along K that a calibrated range is about; 0: all of them.
  int64_t rangeGroup() const {
    return activation == ActivationForm::StaticInt8 ? weightGroup : 0;
  }
  bool changesMatmuls() const {
    return activation != ActivationForm::Keep || weightBits != 0;
  }
  /// Constant operands are rounded and have no scales.
  bool roundsWeights() const {
    return weightBits == 0 && (activation == ActivationForm::Bf16 ||
                               activation == ActivationForm::F16);
  }
};

/// Elements along K that share a scale in OCP's MX formats.
inline constexpr int64_t kMicroscalingBlock = 32;

/// What names of schemes there are, separated by ", ".
std::string listQuantizationSchemes();

/// The scheme called `name`, its 16-bit activations of the type `a16` ("f16",
/// "bf16"). An error lists what is known.
llvm::Expected<QuantizationScheme>
lookupQuantizationScheme(llvm::StringRef name, llvm::StringRef a16 = "f16");

} // namespace mixp

#endif // MIXP_DIALECT_MIXP_TRANSFORMS_QUANTIZATIONSCHEME_H
