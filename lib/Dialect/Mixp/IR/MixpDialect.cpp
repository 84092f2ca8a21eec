//===- MixpDialect.cpp - The mixp dialect --------------------------------===//
#include "mixp/Dialect/Mixp/IR/MixpDialect.h"
#include "Bytecode.h"
#include "RuntimeVerification.h"
#include "Tiling.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlow.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/DialectImplementation.h"
#include "mlir/Transforms/InliningUtils.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace mixp;

#include "mixp/Dialect/Mixp/IR/MixpDialect.cpp.inc"
#include "mixp/Dialect/Mixp/IR/MixpEnums.cpp.inc"

/// The bare keyword of an enumeration. The attribute's own format puts a space
/// first, which is wrong after a parenthesis.
template <typename AttrT>
static ParseResult parseKeyword(OpAsmParser &parser, AttrT &attribute) {
  auto value = FieldParser<decltype(attribute.getValue())>::parse(parser);
  if (failed(value))
    return failure();
  attribute = AttrT::get(parser.getContext(), *value);
  return success();
}

template <typename AttrT>
static void printKeyword(OpAsmPrinter &printer, Operation *, AttrT attribute) {
  printer << stringifyEnum(attribute.getValue());
}

#define GET_OP_CLASSES
#include "mixp/Dialect/Mixp/IR/MixpOps.cpp.inc"

namespace {
/// All ops are free of side effects and of regions: they may go anywhere.
struct MixpInlinerInterface : public DialectInlinerInterface {
  using DialectInlinerInterface::DialectInlinerInterface;
  bool isLegalToInline(Operation *, Region *, bool, IRMapping &) const final {
    return true;
  }
};
} // namespace

void MixpDialect::initialize() {
  addInterfaces<MixpInlinerInterface>();
  addBytecodeInterface(*this);
  registerAttributes();
  registerTypes();
  addOperations<
#define GET_OP_LIST
#include "mixp/Dialect/Mixp/IR/MixpOps.cpp.inc"
      >();
  attachConversionTiling(*getContext());
  attachChooseScalesTiling(*getContext());
  attachMatmulTiling(*getContext());
  attachRuntimeVerification(*getContext());
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

/// `mixp.name` of one argument or result of a function.
static LogicalResult verifyName(Operation *op, NamedAttribute attribute) {
  if (attribute.getName() != kNameAttrName ||
      isa<StringAttr>(attribute.getValue()))
    return success();
  return op->emitOpError() << "expected '" << kNameAttrName
                           << "' to be a string but got "
                           << attribute.getValue();
}

LogicalResult MixpDialect::verifyRegionArgAttribute(Operation *op, unsigned,
                                                    unsigned,
                                                    NamedAttribute attribute) {
  return verifyName(op, attribute);
}

LogicalResult
MixpDialect::verifyRegionResultAttribute(Operation *op, unsigned, unsigned,
                                         NamedAttribute attribute) {
  return verifyName(op, attribute);
}
