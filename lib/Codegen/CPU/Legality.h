//===- Legality.h - Which products a target's kernels take ------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_CPU_LEGALITY_H
#define MIXP_LIB_CODEGEN_CPU_LEGALITY_H

#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mixp/Dialect/Mixp/Transforms/Remarks.h"

namespace mixp {

/// What becomes of a product on a target.
struct Legality {
  /// LegalNative, LegalPromoted, or why no kernel takes it.
  RemarkCode code;
  /// The instruction of the kernel that takes it.
  std::optional<MmaKind> mma;
  /// What the stored values of a side are widened to; null where they stay.
  /// Sides with scales that the kernel does not apply are dequantized.
  mlir::Type lhs, rhs;

  /// Left to the generic path.
  bool isGeneric() const {
    return code != RemarkCode::LegalNative && code != RemarkCode::LegalPromoted;
  }
};

/// Says of `op` what mixp-decompose-matmul, mixp-select-schedule and
/// mixp-pack-matmul make of it for `target`.
Legality classifyProduct(MatmulOp op, TargetAttr target);

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_CPU_LEGALITY_H
