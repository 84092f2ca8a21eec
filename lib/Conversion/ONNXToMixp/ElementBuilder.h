//===- ElementBuilder.h - Arithmetic on elements of one kind ----*- C++ -*-===//
#ifndef MIXP_LIB_CONVERSION_ONNXTOMIXP_ELEMENTBUILDER_H
#define MIXP_LIB_CONVERSION_ONNXTOMIXP_ELEMENTBUILDER_H

#include "TensorBuilder.h"
#include "mlir/Dialect/Arith/IR/Arith.h"

namespace mixp::importer {

enum class Comparison { Equal, Less, LessOrEqual, Greater, GreaterOrEqual };

/// Emits scalar ops as ONNX defines them for a kind: floats, integers with or
/// without a sign, truth values. Narrow floats are computed with as f32; the
/// result of a node is rounded once.
class ElementBuilder {
public:
  ElementBuilder(mlir::OpBuilder &b, mlir::Location loc, ElementKind kind)
      : b(b), loc(loc), kind(kind) {}

  mlir::OpBuilder &b;
  const mlir::Location loc;
  const ElementKind kind;

  bool isFloat() const { return importer::isFloat(kind); }
  bool isUnsigned() const { return importer::isUnsigned(kind); }
  /// The type that values have here.
  mlir::Type type() const;
  /// `number` in that type.
  mlir::Value constant(double number) const;

  mlir::Value add(mlir::Value lhs, mlir::Value rhs) const;
  mlir::Value sub(mlir::Value lhs, mlir::Value rhs) const;
  mlir::Value mul(mlir::Value lhs, mlir::Value rhs) const;
  /// Integers: towards zero. By zero it gives 0, and the least integer by -1
  /// itself: ONNX leaves both open, and LLVM's division is undefined there.
  mlir::Value div(mlir::Value lhs, mlir::Value rhs) const;
  /// The remainder of `div`, and the one with the sign of the divisor.
  mlir::Value rem(mlir::Value lhs, mlir::Value rhs) const;
  mlir::Value modulo(mlir::Value lhs, mlir::Value rhs) const;
  /// NaN if one of them is, as numpy's maximum and minimum.
  mlir::Value max(mlir::Value lhs, mlir::Value rhs) const;
  mlir::Value min(mlir::Value lhs, mlir::Value rhs) const;
  mlir::Value neg(mlir::Value value) const;
  mlir::Value abs(mlir::Value value) const;
  /// An i1. False if one is NaN.
  mlir::Value compare(Comparison comparison, mlir::Value lhs,
                      mlir::Value rhs) const;
  mlir::Value select(mlir::Value condition, mlir::Value yes,
                     mlir::Value no) const;

  /// An op of one or two floats, such as math::ExpOp.
  template <typename Op, typename... Operands>
  mlir::Value call(Operands... operands) const {
    return Op::create(b, loc, operands...).getResult();
  }

private:
  /// A divisor of integers for which LLVM's division is defined.
  mlir::Value makeSafeDivisor(mlir::Value lhs, mlir::Value rhs) const;
};

/// An element-wise op: `body` gets elements of the inputs, all of `kind` or
/// truth values, and gives one of `result`.
ImportedTensor compute(
    TensorBuilder &build, llvm::ArrayRef<Dim> shape, ElementKind kind,
    ElementKind result, llvm::ArrayRef<ImportedTensor> inputs,
    llvm::function_ref<mlir::Value(const ElementBuilder &, mlir::ValueRange)>
        body);

} // namespace mixp::importer

#endif // MIXP_LIB_CONVERSION_ONNXTOMIXP_ELEMENTBUILDER_H
