//===- MixpOps.td - All ops of the mixp dialect ------------*- tablegen -*-===//
#ifndef MIXP_DIALECT_MIXP_IR_MIXPOPS_TD
#define MIXP_DIALECT_MIXP_IR_MIXPOPS_TD

include "mixp/Target/TargetAttrs.td"
include "mixp/Dialect/Mixp/IR/ContractionOps.td"
include "mixp/Dialect/Mixp/IR/ConvOps.td"
include "mixp/Dialect/Mixp/IR/GpuOps.td"
include "mixp/Dialect/Mixp/IR/PackedOps.td"
include "mixp/Dialect/Mixp/IR/QuantizeOps.td"
include "mixp/Dialect/Mixp/IR/SparseOps.td"
include "mixp/Dialect/Mixp/IR/TrainingOps.td"
include "mixp/Dialect/Mixp/IR/WindowsOp.td"

#endif // MIXP_DIALECT_MIXP_IR_MIXPOPS_TD
