//===- BlockedElementwise.h - Loops that see block scales -------*- C++ -*-===//
#ifndef MIXP_LIB_CONVERSION_MIXPTOLINALG_BLOCKEDELEMENTWISE_H
#define MIXP_LIB_CONVERSION_MIXPTOLINALG_BLOCKEDELEMENTWISE_H

#include "mlir/IR/AffineMap.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace mixp {

/// A scale or zero-point tensor as seen by the loops of a linalg.generic. Where
/// its indexing is a plain affine map (a block is 1 or covers its dim) it is an
/// input of the generic; else, as `d floordiv b` cannot give loop bounds, the
/// body reads it with tensor.extract.
class BlockedParameter {
public:
  /// `tensor` (null: absent) holds a value per `block` of an operand whose dim
  /// `i` is walked by the loop `loops[i]` of `numLoops`.
  BlockedParameter(mlir::Value tensor, mlir::ArrayRef<int64_t> block,
                   mlir::ArrayRef<unsigned> loops, unsigned numLoops);

  /// Adds the tensor to a generic's inputs if it can be one.
  void appendTo(mlir::SmallVectorImpl<mlir::Value> &inputs,
                mlir::SmallVectorImpl<mlir::AffineMap> &maps);

  /// The parameter's value in the body, null if absent.
  mlir::Value read(mlir::ImplicitLocOpBuilder &b, mlir::ValueRange bodyArgs);

private:
  mlir::Value tensor;
  mlir::SmallVector<int64_t> block;
  mlir::SmallVector<unsigned> loops;
  unsigned numLoops;
  /// The position among the generic's inputs, or -1.
  int position = -1;
};

/// The resolved block (the block rule) of a verified op's scale or zero point,
/// whichever is there; empty if neither is.
mlir::SmallVector<int64_t>
resolveOpBlock(mlir::Value operand, mlir::Value scale, mlir::Value zeroPoint,
               std::optional<mlir::ArrayRef<int64_t>> block);

/// `result[i] = body(input[i], parameters of the block of i)`, the latter null
/// where they are null in `parameters`.
mlir::Value buildBlockedElementwise(
    mlir::OpBuilder &builder, mlir::Location loc, mlir::Value input,
    mlir::Type resultElement, mlir::ArrayRef<mlir::Value> parameters,
    mlir::ArrayRef<int64_t> block,
    llvm::function_ref<mlir::Value(mlir::ImplicitLocOpBuilder &, mlir::Value,
                                   mlir::ArrayRef<mlir::Value>)>
        body);

/// `value` as a tensor of `type`, which may differ in which dims are static.
mlir::Value castShape(mlir::OpBuilder &builder, mlir::Location loc,
                      mlir::Value value, mlir::Type type);

} // namespace mixp

#endif // MIXP_LIB_CONVERSION_MIXPTOLINALG_BLOCKEDELEMENTWISE_H
