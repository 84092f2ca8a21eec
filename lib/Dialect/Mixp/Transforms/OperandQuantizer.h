//===- OperandQuantizer.h - Operands in a scheme's form ---------*- C++ -*-===//
#ifndef MIXP_LIB_DIALECT_MIXP_TRANSFORMS_OPERANDQUANTIZER_H
#define MIXP_LIB_DIALECT_MIXP_TRANSFORMS_OPERANDQUANTIZER_H

#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mixp/Dialect/Mixp/Transforms/QuantizationScheme.h"
#include "mlir/IR/Builders.h"
#include "llvm/ADT/DenseMap.h"

namespace mixp {

/// An operand of a matmul in its new form; scale and zero point may be null.
struct QuantizedOperand {
  mlir::Value value, scale, zeroPoint;
  llvm::SmallVector<int64_t> block;
};

/// One f32 operand of one matmul.
struct MatmulSide {
  MatmulOp op;
  bool isLhs;

  mlir::TypedValue<mlir::RankedTensorType> operand();
  int64_t reductionDim();
  llvm::StringRef name() const { return isLhs ? "lhs" : "rhs"; }
  /// The block of the operand with `size` along K and 1 elsewhere.
  llvm::SmallVector<int64_t> blockAlongK(int64_t size);
};

/// Brings operands of matmuls into the form that a scheme asks for.
class OperandQuantizer {
public:
  explicit OperandQuantizer(const QuantizationScheme &scheme)
      : scheme(scheme) {}

  /// The new form of `side`'s operand: ops in front of the matmul, or, for a
  /// constant, new constants next to it (shared by all its users). Says what is
  /// wrong through `side.op`.
  mlir::FailureOr<QuantizedOperand> quantize(MatmulSide side);

private:
  mlir::FailureOr<QuantizedOperand> quantizeConstant(MatmulSide side);
  mlir::FailureOr<QuantizedOperand> roundWeight(MatmulSide side,
                                                llvm::ArrayRef<float> values);
  QuantizedOperand quantizeToIntegers(MatmulSide side,
                                      llvm::ArrayRef<float> values);
  QuantizedOperand castOperand(MatmulSide side);
  QuantizedOperand quantizeDynamically(MatmulSide side);
  mlir::FailureOr<QuantizedOperand> quantizeStatically(MatmulSide side);
  mlir::FloatType activationType(mlir::MLIRContext *context) const;

  const QuantizationScheme &scheme;
  /// Constants that were converted already, by value and reduction dim.
  llvm::DenseMap<std::pair<mlir::Value, int64_t>, QuantizedOperand> constants;
};

} // namespace mixp

#endif // MIXP_LIB_DIALECT_MIXP_TRANSFORMS_OPERANDQUANTIZER_H
