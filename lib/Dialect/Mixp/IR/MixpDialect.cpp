//===- MixpDialect.cpp - The mixp dialect --------------------------------===//
#include "mixp/Dialect/Mixp/IR/MixpDialect.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace mixp;

#include "mixp/Dialect/Mixp/IR/MixpDialect.cpp.inc"
#include "mixp/Dialect/Mixp/IR/MixpEnums.cpp.inc"

#define GET_OP_CLASSES
#include "mixp/Dialect/Mixp/IR/MixpOps.cpp.inc"

void MixpDialect::initialize() {
  registerAttributes();
  addOperations<
#define GET_OP_LIST
#include "mixp/Dialect/Mixp/IR/MixpOps.cpp.inc"
      >();
}

Operation *MixpDialect::materializeConstant(OpBuilder &builder, Attribute value,
                                            Type type, Location loc) {
  return arith::ConstantOp::materialize(builder, value, type, loc);
}

LogicalResult MixpDialect::verifyOperationAttribute(Operation *op,
                                                    NamedAttribute attribute) {
  if (attribute.getName() != kTargetAttrName)
    return success();
  if (!isa<ModuleOp>(op))
    return op->emitOpError() << "cannot carry '" << kTargetAttrName
                             << "': only a module has a target";
  if (!isa<TargetAttr>(attribute.getValue()))
    return op->emitOpError()
           << "expected '" << kTargetAttrName
           << "' to be a #mixp.target but got " << attribute.getValue();
  return success();
}
