//===- Reductions.h - What several ops reduce by ----------------*- C++ -*-===//
#ifndef MIXP_LIB_CONVERSION_ONNXTOMIXP_REDUCTIONS_H
#define MIXP_LIB_CONVERSION_ONNXTOMIXP_REDUCTIONS_H

#include "NodeContext.h"

namespace mixp::importer {

/// The mean along `axes`, which keep size 1. Integers are divided towards zero.
ImportedTensor emitMean(NodeContext &context, const ImportedTensor &input,
                        llvm::ArrayRef<size_t> axes);

/// Index of the largest (or smallest) element along `axis`, i64, which is kept
/// with size 1: the first of equal ones, or the last.
mlir::FailureOr<ImportedTensor>
emitArgExtreme(NodeContext &context, size_t axis, bool isMax, bool selectsLast);

} // namespace mixp::importer

#endif // MIXP_LIB_CONVERSION_ONNXTOMIXP_REDUCTIONS_H
