//===- OperandQuantizer.h - Operands in a scheme's form ---------*- C++ -*-===//
#ifndef MIXP_LIB_DIALECT_MIXP_TRANSFORMS_OPERANDQUANTIZER_H
#define MIXP_LIB_DIALECT_MIXP_TRANSFORMS_OPERANDQUANTIZER_H

#include "ContractionSide.h"
#include "mixp/Dialect/Mixp/Transforms/QuantizationScheme.h"
#include "mixp/Dialect/Mixp/Transforms/RangeGroups.h"
#include "mixp/Dialect/Mixp/Transforms/WeightQuantization.h"
#include "mlir/IR/Builders.h"
#include "llvm/ADT/DenseMap.h"

namespace mixp {

/// Brings operands of contractions into the form that a scheme asks for.
class OperandQuantizer {
public:
  explicit OperandQuantizer(QuantizationScheme scheme)
      : scheme(std::move(scheme)) {}

  const QuantizationScheme &getScheme() const { return scheme; }

  /// The new form of `side`'s operand, shared by all that use it alike: ops in
  /// front of the contraction, or next to a constant a new constant or, with
  /// constant scales, a mixp.quantize of it. Says what is wrong through
  /// `side.op`.
  mlir::FailureOr<QuantizedOperand> quantize(ContractionSide side);

private:
  mlir::FailureOr<QuantizedOperand> quantizeConstant(ContractionSide side);
  mlir::FailureOr<QuantizedOperand> roundWeight(ContractionSide side,
                                                llvm::ArrayRef<float> values);
  QuantizedOperand scaleWeight(ContractionSide side,
                               llvm::ArrayRef<float> values);
  QuantizedOperand castOperand(ContractionSide side);
  QuantizedOperand quantizeDynamically(ContractionSide side);
  mlir::FailureOr<QuantizedOperand> quantizeStatically(ContractionSide side);
  mlir::FailureOr<OperandRanges> getRanges(ContractionSide side);
  mlir::FloatType activationType(mlir::MLIRContext *context) const;
  mlir::Type activationStorage(mlir::MLIRContext *context) const;

  QuantizationScheme scheme;
  /// Constants that were converted already, by value and layout.
  llvm::DenseMap<std::pair<mlir::Value, int64_t>, QuantizedOperand> constants;
};

} // namespace mixp

#endif // MIXP_LIB_DIALECT_MIXP_TRANSFORMS_OPERANDQUANTIZER_H
