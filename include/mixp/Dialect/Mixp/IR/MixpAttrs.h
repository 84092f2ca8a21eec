//===- MixpAttrs.h - Enums, attributes and types of mixp ---*- C++ -*-===//
#ifndef MIXP_DIALECT_MIXP_IR_MIXPATTRS_H
#define MIXP_DIALECT_MIXP_IR_MIXPATTRS_H

#include "mixp/Dialect/Mixp/IR/MixpDialect.h"
#include "mlir/IR/Attributes.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinTypes.h"

#include "mixp/Dialect/Mixp/IR/MixpEnums.h.inc"

#define GET_ATTRDEF_CLASSES
#include "mixp/Dialect/Mixp/IR/MixpAttrs.h.inc"

#define GET_TYPEDEF_CLASSES
#include "mixp/Dialect/Mixp/IR/MixpTypes.h.inc"

#endif // MIXP_DIALECT_MIXP_IR_MIXPATTRS_H
