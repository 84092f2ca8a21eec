//===- QuantizeElement.h - Quantization of single elements ------*- C++ -*-===//
#ifndef MIXP_LIB_REFERENCE_QUANTIZEELEMENT_H
#define MIXP_LIB_REFERENCE_QUANTIZEELEMENT_H

#include "BlockLookup.h"
#include "EvalCast.h"
#include "Integers.h"

namespace mixp::reference {

/// `fl` in docs/Numerics.md: rounds to f64, which x is already, where an
/// operand or a result is f64, else to f32.
inline double fl(double x, bool isF64) {
  return isF64 ? x : static_cast<float>(x);
}

/// mixp.quantize of one element, as a number of the format.
struct ElementQuantizer {
  NumberType type;
  bool isUnsigned;
  bool isF64; // of the input
  double low = type.isFloat ? 0 : type.minInteger(isUnsigned);
  double high = type.isFloat ? 0 : type.maxInteger(isUnsigned);

  Number operator()(Number x, Number s, Number z) const;
};

/// mixp.dequantize of one number of the format.
struct ElementDequantizer {
  FloatFormat format;

  Number operator()(Number q, Number s, Number z) const;
};

/// The tensors of a conversion with block scales.
struct BlockedConversion {
  mlir::Operation *op;
  mlir::Value input, scale, zeroPoint;
  std::optional<llvm::ArrayRef<int64_t>> block;

  /// Sets the result to `convert(i, x, scale, zero point)`, element by element.
  template <typename F>
  mlir::LogicalResult run(Evaluation &evaluation, F convert) const {
    const Tensor &source = evaluation.get(input);
    mlir::FailureOr<Tensor> result =
        allocate(op, source.shape,
                 mlir::getElementTypeOrSelf(op->getResult(0).getType()));
    if (failed(result))
      return mlir::failure();
    BlockValues scales{scale ? &evaluation.get(scale) : nullptr, 1.0};
    BlockValues zeroPoints{zeroPoint ? &evaluation.get(zeroPoint) : nullptr, 0};
    mlir::FailureOr<BlockLookup> lookup =
        findBlocks(source, scales, zeroPoints);
    if (failed(lookup))
      return mlir::failure();
    result->bounds.resize(source.values.size());
    lookup->forEach(source.shape, [&](int64_t i, int64_t at) {
      Number number = convert(i, Number{source.values[i], source.bound(i)},
                              scales.at(at), zeroPoints.at(at));
      result->values[i] = number.value;
      result->bounds[i] = number.bound;
    });
    result->dropZeroBounds();
    evaluation.set(op->getResult(0), std::move(*result));
    return mlir::success();
  }

private:
  /// Scale and zero point share one block, and so one shape.
  mlir::FailureOr<BlockLookup> findBlocks(const Tensor &source,
                                          const BlockValues &scales,
                                          const BlockValues &zeroPoints) const;
};

} // namespace mixp::reference

#endif // MIXP_LIB_REFERENCE_QUANTIZEELEMENT_H
