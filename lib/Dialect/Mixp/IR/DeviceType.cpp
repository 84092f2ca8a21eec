//===- DeviceType.cpp - Values on a GPU -----------------------------------===//
#include "mixp/Dialect/Mixp/IR/MixpAttrs.h"
#include "mlir/IR/DialectImplementation.h"
#include "mlir/IR/TypeUtilities.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace mixp;

#define GET_TYPEDEF_CLASSES
#include "mixp/Dialect/Mixp/IR/MixpTypes.cpp.inc"

void MixpDialect::registerTypes() {
  addTypes<
#define GET_TYPEDEF_LIST
#include "mixp/Dialect/Mixp/IR/MixpTypes.cpp.inc"
      >();
}

LogicalResult DeviceType::verify(function_ref<InFlightDiagnostic()> emitError,
                                 RankedTensorType tensor, bool transposed,
                                 bool rounded, FragmentsAttr fragments) {
  if (tensor.getRank() > 3)
    return emitError() << "expected a tensor of at most 3 dims but got "
                       << tensor;
  if (rounded && !tensor.getElementType().isF32())
    return emitError() << "expected f32 to round to tf32 but got " << tensor;
  return success();
}

bool DeviceType::isLaidOutAs(DeviceType other) const {
  return getTensor().getElementType() == other.getTensor().getElementType() &&
         succeeded(verifyCompatibleShape(getTensor(), other.getTensor())) &&
         getTransposed() == other.getTransposed() &&
         getRounded() == other.getRounded() &&
         getFragments() == other.getFragments();
}
