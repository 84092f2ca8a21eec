//===- FoldConstants.h - Ops on constants, done at import -------*- C++ -*-===//
//
// Shape arithmetic must be known at import, and weights that a model transposes
// or converts must reach the passes in their last form.
//
//===----------------------------------------------------------------------===//
#ifndef MIXP_LIB_CONVERSION_ONNXTOMIXP_FOLDCONSTANTS_H
#define MIXP_LIB_CONVERSION_ONNXTOMIXP_FOLDCONSTANTS_H

#include "ImportedTensor.h"

namespace mixp::importer {

/// One dim of a slice: `count` elements from `start`, `step` apart.
struct SliceDim {
  int64_t start, count, step;
};

// These four take constants; all but the cast also sizes.
ImportedTensor foldTranspose(const ImportedTensor &input,
                             llvm::ArrayRef<int64_t> permutation);
ImportedTensor foldSlice(const ImportedTensor &input,
                         llvm::ArrayRef<SliceDim> dims);
/// Inputs of one kind that agree in every dim but `axis`.
ImportedTensor foldConcat(llvm::ArrayRef<ImportedTensor> inputs, size_t axis);
/// ONNX's Cast: towards zero and, where ONNX leaves it open, saturating.
/// `saturates` is its attribute for floats of 8 bits.
ImportedTensor foldCast(const ImportedTensor &input, ElementKind kind,
                        bool saturates = true);

enum class Arithmetic { Add, Sub, Mul, Div };

/// Element-wise with broadcasting to `shape`, of operands that are constants or
/// sizes. Nothing where the kind has no arithmetic here, the result is larger
/// than both operands (it must not be stored), an integer division has no value
/// or sizes do not divide.
std::optional<ImportedTensor> foldArithmetic(Arithmetic op,
                                             const ImportedTensor &lhs,
                                             const ImportedTensor &rhs,
                                             llvm::ArrayRef<Dim> shape);

} // namespace mixp::importer

#endif // MIXP_LIB_CONVERSION_ONNXTOMIXP_FOLDCONSTANTS_H
