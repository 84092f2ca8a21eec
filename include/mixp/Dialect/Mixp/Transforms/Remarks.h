//===- Remarks.h - Why a pass did what it did -------------------*- C++ -*-===//
#ifndef MIXP_DIALECT_MIXP_TRANSFORMS_REMARKS_H
#define MIXP_DIALECT_MIXP_TRANSFORMS_REMARKS_H

#include "mlir/IR/Operation.h"
#include "mlir/IR/Remarks.h"

namespace mixp {

/// The reasons of RemarkCodes.def.
enum class RemarkCode {
#define MIXP_REMARK(name, code, kind, reason) name,
#include "mixp/Dialect/Mixp/Transforms/RemarkCodes.def"
};

/// The stable code, as in `mixp-absorb-001`.
llvm::StringRef getRemarkCode(RemarkCode code);

/// A remark at `op` with the code as its name, the code without its number as
/// its category, and the code's reason; `<<` adds to it. Costs nothing where
/// remarks are off (they are, unless a tool's --remarks-filter asks for them).
mlir::remark::detail::InFlightRemark reportRemark(mlir::Operation *op,
                                                  RemarkCode code);

} // namespace mixp

#endif // MIXP_DIALECT_MIXP_TRANSFORMS_REMARKS_H
