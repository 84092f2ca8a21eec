//===- KernelConfig.h - What a kernel looks like ----------------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_CPU_KERNELCONFIG_H
#define MIXP_LIB_CODEGEN_CPU_KERNELCONFIG_H

#include "MmaKinds.h"
#include "WeightCode.h"
#include "mlir/IR/Builders.h"

namespace mixp {

/// What the builders of one kernel need to know of its packed_matmul.
struct KernelConfig {
  MmaKind mma;
  int64_t lanes;        ///< 32-bit lanes of a vector register
  int64_t wordElements; ///< elements along K of a word of lhs
  int64_t stepWords;    ///< lhs words of one step of the packed rhs
  int64_t nr;           ///< columns of a panel, a multiple of `lanes`
  int64_t unroll;       ///< steps per iteration of the inner loop
  std::optional<int64_t> groupSteps;
  std::optional<int64_t> nibbleOffset;
  std::optional<WeightCode> code;
  bool flipLhs, rhsUnsigned;
  /// Whether every block of K is known to be a multiple of `unroll` steps.
  bool stepsAreWholeIterations;
  mlir::Type lhsElement, rhsElement;
  bool hasFma; ///< else floats are multiplied and added one after the other

  KernelConfig(PackedMatmulOp op, TargetAttr target);

  int64_t numVectors() const { return nr / lanes; }
  int64_t stepElements() const { return wordElements * stepWords; }
  bool isInteger() const { return lhsElement.isInteger(); }

  /// Type of the registers that the instruction accumulates in.
  mlir::VectorType accumulatorType() const;
};

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_CPU_KERNELCONFIG_H
