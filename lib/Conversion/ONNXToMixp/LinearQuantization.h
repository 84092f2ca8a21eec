//===- LinearQuantization.h - QuantizeLinear and its inverse ----*- C++ -*-===//
#ifndef MIXP_LIB_CONVERSION_ONNXTOMIXP_LINEARQUANTIZATION_H
#define MIXP_LIB_CONVERSION_ONNXTOMIXP_LINEARQUANTIZATION_H

#include "QuantizationTables.h"

namespace mixp::importer {

/// The element kind that an attribute asks for by its number, 0 being none.
mlir::FailureOr<std::optional<ElementKind>>
readKind(NodeContext &context, llvm::StringRef name,
         llvm::ArrayRef<ElementKind> allowed);

inline constexpr TableRole kScaleRole = {1, "the scale"};
/// Scale (input #1, of any sign) and zero point (input #2) in the rank of input
/// #0, for stored numbers of `kind`: for all of it, for each index of `axis`,
/// or for each `block_size` indices.
mlir::FailureOr<Quantization> readQuantization(NodeContext &context,
                                               ElementKind kind);

/// uint16 numbers as those of int16 that are 2^15 less, and back: mixp has no
/// uint16.
ImportedTensor flipTopBit(TensorBuilder &build, const ImportedTensor &input);
/// Takes the zero point of uint16 numbers to those of int16.
void moveZeroPoint(TensorBuilder &build, Quantization &quantization);

} // namespace mixp::importer

#endif // MIXP_LIB_CONVERSION_ONNXTOMIXP_LINEARQUANTIZATION_H
