//===- GraphOrder.h - Names and order of an ONNX graph ----------*- C++ -*-===//
#ifndef MIXP_LIB_CONVERSION_ONNXTOMIXP_GRAPHORDER_H
#define MIXP_LIB_CONVERSION_ONNXTOMIXP_GRAPHORDER_H

#include "OnnxModel.h"
#include "mlir/Support/LLVM.h"

namespace mixp::importer {

/// Checks that every name is defined once, and before its uses. Emits one error
/// that tells a cycle, a wrong order and an undefined name apart. Graphs of
/// attributes read what was defined before their node.
mlir::LogicalResult checkGraphOrder(const ErrorSink &errors,
                                    const OnnxGraph &graph);

} // namespace mixp::importer

#endif // MIXP_LIB_CONVERSION_ONNXTOMIXP_GRAPHORDER_H
