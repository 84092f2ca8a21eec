//===- ConvolutionProduct.h - mixp.conv of a convolution --------*- C++ -*-===//
#ifndef MIXP_LIB_CONVERSION_LINALGTOMIXP_CONVOLUTIONPRODUCT_H
#define MIXP_LIB_CONVERSION_LINALGTOMIXP_CONVOLUTIONPRODUCT_H

#include "ContractionBody.h"
#include "ConvolutionLayout.h"
#include "mlir/IR/PatternMatch.h"

namespace mixp {

/// Replaces a convolution of `body`, lhs being the input, by a mixp.conv where
/// that takes the operands; if not, its verifier says why.
mlir::LogicalResult buildConvolution(mlir::RewriterBase &rewriter,
                                     mlir::linalg::LinalgOp op,
                                     const ContractionBody &body,
                                     const ConvolutionLayout &layout,
                                     std::string &reason);

} // namespace mixp

#endif // MIXP_LIB_CONVERSION_LINALGTOMIXP_CONVOLUTIONPRODUCT_H
