//===- Evaluator.h - Evaluates functions of mixp ops ------------*- C++ -*-===//
#ifndef MIXP_REFERENCE_EVALUATOR_H
#define MIXP_REFERENCE_EVALUATOR_H

#include "mixp/Reference/Tensor.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace mixp::reference {

/// Evaluates `function` on `arguments` as docs/Numerics.md defines its ops and
/// returns its results, each element with an error bound that any correct
/// lowering keeps. Knows the mixp ops, arith, math, tensor, linalg ops with a
/// region, affine.apply/min/max, scf.if/for, cf.assert and func.call; shares no
/// code with a lowering. Problems (an op it lacks, sizes that disagree,
/// arguments that do not fit the function's type) are diagnostics on the op.
///
/// Float sums over reduction dims of a linalg op are bounded for any order of
/// summation and with or without FMA; transcendental functions by 4 ulp of the
/// format (at least of f32) and its smallest normal number; all else is exact
/// as long as its operands are. fptosi and fptoui saturate. The float rule of
/// mixp.matmul is that of an accumulator of 24 bits, or of those that the
/// module's `mixp.gpu_target` says, which may flush subnormal bf16 operands.
llvm::FailureOr<llvm::SmallVector<Tensor>>
evaluate(mlir::func::FuncOp function, llvm::ArrayRef<Tensor> arguments);

} // namespace mixp::reference

#endif // MIXP_REFERENCE_EVALUATOR_H
