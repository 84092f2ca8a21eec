//===- StaticQuantizer.h - 8 bits for a range -------------------*- C++ -*-===//
#ifndef MIXP_CALIBRATION_STATICQUANTIZER_H
#define MIXP_CALIBRATION_STATICQUANTIZER_H

#include "mixp/Calibration/Histogram.h"

namespace mixp {

/// A range that 8-bit values shall cover. What is outside is clipped.
struct CalibratedRange {
  float lo = 0, hi = 0;
  bool operator==(const CalibratedRange &) const = default;
};

/// How mixp-quantize stores a static operand.
enum class StaticForm {
  UnsignedAffine,  ///< ui8 and a zero point: a lhs
  SignedSymmetric, ///< i8 about 0: a rhs
};

/// A static operand's scale and zero point.
struct StaticScale {
  float scale;
  int32_t zeroPoint;
};

/// Those that mixp-quantize gives a range, which is widened to include 0, by
/// the formulas of mixp.choose_scales: for numbers up to `largest` from 0 on,
/// with a zero point, or from -`largest` on, about 0.
StaticScale chooseStaticScale(CalibratedRange range, float largest,
                              StaticForm form);

/// The quantizer that mixp-quantize makes of a range: the range is widened to
/// include 0, and has 255 steps (ui8) or 127 on each side of 0 (i8).
class StaticQuantizer {
public:
  StaticQuantizer(CalibratedRange range, StaticForm form);

  float getScale() const { return scale; }
  int32_t getZeroPoint() const { return zeroPoint; }

  /// What is left of `x` after quantize and dequantize.
  double roundTrip(double x) const;

  /// The integral of the squared error (x - roundTrip(x))^2 from the smallest
  /// value that can be stored to `x`; negative below that value.
  double integrateSquaredError(double x) const;

private:
  float scale;
  int32_t zeroPoint;
  /// The smallest and the largest value that can be stored.
  double smallest, largest;
};

/// The mean squared error of quantizing the values of `histogram`, which are
/// taken to be spread evenly over their parts.
double getMeanSquaredError(const Histogram &histogram,
                           const StaticQuantizer &quantizer);

/// The values of an operand, or of a group of it, and what quantizes them.
struct QuantizedValues {
  const Histogram &histogram;
  StaticQuantizer quantizer;
};

/// The mean square of the values of all parts of an operand by their mean
/// squared error, in dB.
double getSignalToNoise(llvm::ArrayRef<QuantizedValues> parts);

} // namespace mixp

#endif // MIXP_CALIBRATION_STATICQUANTIZER_H
