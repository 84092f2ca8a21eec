//===- ReductionPatterns.h - How ops become simpler -------------*- C++ -*-===//
#ifndef MIXP_TOOLS_MIXP_REDUCE_REDUCTIONPATTERNS_H
#define MIXP_TOOLS_MIXP_REDUCE_REDUCTIONPATTERNS_H

namespace mlir {
class DialectRegistry;
} // namespace mlir

namespace mixp {

/// Lets the pass `reduction-tree` try simpler values for what ops compute. The
/// patterns are brought by mixp's dialect and apply to pure ops of any.
void registerReductionPatterns(mlir::DialectRegistry &registry);

} // namespace mixp

#endif // MIXP_TOOLS_MIXP_REDUCE_REDUCTIONPATTERNS_H
