//===- Activations.h - What several ops compute of an element ---*- C++ -*-===//
#ifndef MIXP_LIB_CONVERSION_ONNXTOMIXP_ACTIVATIONS_H
#define MIXP_LIB_CONVERSION_ONNXTOMIXP_ACTIVATIONS_H

#include "ElementBuilder.h"

namespace mixp::importer {

/// 1 / (1 + exp(-x)).
mlir::Value emitSigmoid(const ElementBuilder &e, mlir::Value x);
/// alpha * x below 0.
mlir::Value emitLeakyRelu(const ElementBuilder &e, mlir::Value x, float alpha);

} // namespace mixp::importer

#endif // MIXP_LIB_CONVERSION_ONNXTOMIXP_ACTIVATIONS_H
