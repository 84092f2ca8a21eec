//===- CalibrationTable.h - Ranges in a file --------------------*- C++ -*-===//
#ifndef MIXP_CALIBRATION_CALIBRATIONTABLE_H
#define MIXP_CALIBRATION_CALIBRATIONTABLE_H

#include "mixp/Calibration/StaticQuantizer.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"
#include <optional>
#include <string>
#include <vector>

namespace mixp {

/// What calibration found for a model, as `mixp quantize --save-calibration`
/// writes it and `--calibration-table` reads it: JSON.
struct CalibrationTable {
  /// One input of the model and the values that its samples had.
  struct Input {
    std::string name;
    CalibratedRange range;
  };
  /// One operand that is no constant.
  struct Operand {
    /// The ranges that the quantizer covers: one, or one for each group.
    std::vector<CalibratedRange> ranges;
    /// Mean square of the values by that of quantizing them, in dB, where they
    /// were counted.
    std::optional<double> signalToNoise;
  };
  /// One contraction, in the order of the text.
  struct Layer {
    /// The name of its location, e.g. the ONNX node's; empty: none.
    std::string name;
    /// The op and the types of its operands: what the table fits.
    std::string op;
    std::optional<Operand> lhs, rhs;
  };

  std::string calibrator;
  bool symmetric = false;
  /// Elements along K of a group, for which operands that have several ranges
  /// were measured; 0: all have one.
  int64_t group = 0;
  int64_t samples = 0;
  std::vector<Input> inputs;
  std::vector<Layer> layers;

  void write(llvm::raw_ostream &os) const;
  /// An error says where the text is not what `write` writes. Ranges are finite
  /// and lo <= hi, and there is at least one of each operand.
  static llvm::Expected<CalibrationTable> parse(llvm::StringRef text);
};

} // namespace mixp

#endif // MIXP_CALIBRATION_CALIBRATIONTABLE_H
