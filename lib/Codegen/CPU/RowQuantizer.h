//===- RowQuantizer.h - One row to 8 bits, in vectors -----------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_CPU_ROWQUANTIZER_H
#define MIXP_LIB_CODEGEN_CPU_ROWQUANTIZER_H

#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace mixp {

/// Builds what mixp.quantize_rows does with one row. A usual row takes few
/// instructions for each vector; one with NaN, infinities or a scale of extreme
/// size takes a second, careful form of the same loops.
class RowQuantizer {
public:
  RowQuantizer(mlir::ImplicitLocOpBuilder &b, QuantizeRowsOp op, int64_t lanes)
      : b(b), op(op), lanes(lanes) {}

  void build(mlir::Value row);

private:
  /// What divides a row: its scale and, in the quick form, the scale's
  /// reciprocal; broadcast.
  struct Divisor {
    mlir::Value scale, reciprocal;
  };

  void quantizeRow(bool careful, mlir::Value range);
  mlir::Value findRange(bool careful);
  mlir::Value chooseScale(bool careful, mlir::Value range);
  mlir::Value quantizeVector(mlir::Value x, const Divisor &divisor);
  mlir::Value divide(mlir::Value x, const Divisor &divisor);
  mlir::Value quantizeAt(mlir::Value column, const Divisor &divisor,
                         mlir::Value inputEnd, mlir::Value valuesEnd,
                         mlir::Value sums);
  void quantizeBlocks(const Divisor &divisor, mlir::Value &done);
  void quantizeRest(const Divisor &divisor, mlir::Value first);
  void storeSum(mlir::Value sums, mlir::Value group);

  mlir::Value load(mlir::Value column, mlir::Value end);
  mlir::Value loop(mlir::Value first, mlir::Value end, int64_t step,
                   mlir::Value init,
                   llvm::function_ref<mlir::Value(mlir::Value, mlir::Value)>);
  mlir::Value size(mlir::Value memref, int64_t dim);
  mlir::Value index(int64_t value);
  mlir::Value splat(float value);
  mlir::Value splat(int32_t value);
  mlir::Value mask(mlir::Value column, mlir::Value end);
  mlir::VectorType vectorOf(mlir::Type element);
  int64_t blockSize();

  mlir::ImplicitLocOpBuilder &b;
  QuantizeRowsOp op;
  int64_t lanes;
  mlir::Value row;
};

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_CPU_ROWQUANTIZER_H
