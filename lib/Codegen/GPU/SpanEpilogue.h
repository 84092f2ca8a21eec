//===- SpanEpilogue.h - The epilogue of some elements -----------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_GPU_SPANEPILOGUE_H
#define MIXP_LIB_CODEGEN_GPU_SPANEPILOGUE_H

#include "KernelArguments.h"

namespace mixp {

/// `count` neighbours of the result that a lane finishes as one vector, from
/// row m and column n on: along the row or, where isDown, down the column.
/// Along a row, n is a multiple of count.
struct Span {
  mlir::Value m, n;
  int64_t count;
  bool isDown = false;
};

/// A product's epilogue on spans of its result.
class SpanEpilogue {
public:
  /// `batch` may be null.
  SpanEpilogue(KernelBuilder &b, TensorCoreMatmulOp op,
               const KernelArguments &arguments, mlir::Value batch)
      : op(op), arguments(arguments), batch(batch), rows(arguments.size("M")),
        columns(arguments.size("N")) {}

  /// The elements of the result for a vector of sums. Where the span leaves the
  /// result, operands are read from the last row or column inside.
  mlir::Value finish(KernelBuilder &b, mlir::Value sums,
                     const Span &span) const;

private:
  mlir::Value loadOperand(KernelBuilder &b, int64_t index, mlir::AffineMap map,
                          const Span &span) const;
  mlir::Value loadScalar(KernelBuilder &b, int64_t index, mlir::AffineMap map,
                         mlir::Value m, mlir::Value n) const;
  mlir::Value loadAlong(KernelBuilder &b, mlir::Type element, mlir::Value start,
                        const Span &span) const;
  mlir::Value rowStart(KernelBuilder &b, int64_t index, mlir::AffineMap map,
                       mlir::Value m) const;
  mlir::Value coordinate(KernelBuilder &b, mlir::AffineExpr expr, mlir::Value m,
                         mlir::Value n) const;

  TensorCoreMatmulOp op;
  const KernelArguments &arguments;
  mlir::Value batch, rows, columns;
};

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_GPU_SPANEPILOGUE_H
