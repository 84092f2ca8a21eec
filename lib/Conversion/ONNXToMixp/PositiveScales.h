//===- PositiveScales.h - Weights without negative scales -------*- C++ -*-===//
#ifndef MIXP_LIB_CONVERSION_ONNXTOMIXP_POSITIVESCALES_H
#define MIXP_LIB_CONVERSION_ONNXTOMIXP_POSITIVESCALES_H

#include "QuantizationTables.h"

namespace mixp::importer {

/// Quantizers that use the whole of a signed range give blocks negative scales,
/// and blocks of zeros a scale of 0. mixp's constant scales are positive: such
/// blocks of constant weights are stored otherwise, with the same meaning.
/// Fails where the scale of something else is not positive.
mlir::LogicalResult makeScalesPositive(NodeContext &context, TableRole role,
                                       ImportedTensor &values,
                                       Quantization &quantization);

} // namespace mixp::importer

#endif // MIXP_LIB_CONVERSION_ONNXTOMIXP_POSITIVESCALES_H
