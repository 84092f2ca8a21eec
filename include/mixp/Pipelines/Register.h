//===- Register.h - Everything mixp adds to a context -----------*- C++ -*-===//
#ifndef MIXP_PIPELINES_REGISTER_H
#define MIXP_PIPELINES_REGISTER_H

#include "mlir/IR/DialectRegistry.h"

namespace mixp {

/// Adds the mixp dialect, its external models and the dialects that its
/// pipelines create ops of.
void registerMixp(mlir::DialectRegistry &registry);

/// Registers every pass and pipeline of mixp by its command-line name.
void registerMixpPasses();

} // namespace mixp

#endif // MIXP_PIPELINES_REGISTER_H
