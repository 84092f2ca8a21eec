//===- CalibrationFile.h - Tables of ranges and models ----------*- C++ -*-===//
#ifndef MIXP_TOOLS_CALIBRATIONFILE_H
#define MIXP_TOOLS_CALIBRATIONFILE_H

#include "mixp/Calibration/CalibrationTable.h"
#include "mlir/IR/BuiltinOps.h"

namespace mixp::tool {

/// A contraction's name, op and operand types, without ranges.
CalibrationTable::Layer describeForTable(mlir::Operation *op);

llvm::Error saveCalibration(const CalibrationTable &table,
                            llvm::StringRef path);
llvm::Expected<CalibrationTable> loadCalibration(llvm::StringRef path);

/// Writes ranges to an operand of the contraction `op`: one, or those of groups
/// of `group` elements along K.
void applyRanges(mlir::Operation *op, bool isLhs,
                 const CalibrationTable::Operand &operand, int64_t group);

/// Writes the table's ranges to the module's contractions. A table that was
/// measured on another model, or for other groups than those of `group`
/// elements along K, is refused: the error names what differs, and the table by
/// its `path`.
llvm::Error applyCalibration(const CalibrationTable &table,
                             llvm::StringRef path, mlir::ModuleOp module,
                             int64_t group);

/// Refuses inputs far from those that a table was measured on, such as 0 to 255
/// instead of 0 to 1. `files` are those of the inputs `given`.
llvm::Error checkAgainstTable(llvm::ArrayRef<CalibrationTable::Input> given,
                              llvm::ArrayRef<std::string> files,
                              const CalibrationTable &table,
                              llvm::StringRef path);

} // namespace mixp::tool

#endif // MIXP_TOOLS_CALIBRATIONFILE_H
