//===- MixpOps.h - Ops of the mixp dialect -------------------*- C++ -*-===//
#ifndef MIXP_DIALECT_MIXP_IR_MIXPOPS_H
#define MIXP_DIALECT_MIXP_IR_MIXPOPS_H

#include "mixp/Dialect/Mixp/IR/MixpAttrs.h"
#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/DestinationStyleOpInterface.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

namespace mixp {

/// What mixp.observe writes to: where its records go is decided later.
struct ObservationResource
    : mlir::SideEffects::Resource::Base<ObservationResource> {
  llvm::StringRef getName() final { return "mixp.observation"; }
};

} // namespace mixp

#define GET_OP_CLASSES
#include "mixp/Dialect/Mixp/IR/MixpOps.h.inc"

#endif // MIXP_DIALECT_MIXP_IR_MIXPOPS_H
