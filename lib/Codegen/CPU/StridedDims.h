//===- StridedDims.h - Dims that are one in memory --------------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_CPU_STRIDEDDIMS_H
#define MIXP_LIB_CODEGEN_CPU_STRIDEDDIMS_H

#include "mlir/Dialect/Utils/ReshapeOpsUtils.h"

namespace mixp {

/// Groups of neighbouring dims whose elements, one dim after the other, are all
/// the same distance apart; a dim of one element joins any. Dynamic sizes and
/// strides join nothing.
llvm::SmallVector<mlir::ReassociationIndices>
groupUniformDims(llvm::ArrayRef<int64_t> sizes,
                 llvm::ArrayRef<int64_t> strides);

/// The dim of a group whose stride is that of the merged one.
int64_t innermostDim(llvm::ArrayRef<int64_t> group,
                     llvm::ArrayRef<int64_t> sizes);

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_CPU_STRIDEDDIMS_H
