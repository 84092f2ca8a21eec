//===- Retype.cpp - Other types for the same bits -------------------------===//
#include "Retype.h"
#include "mixp/Dialect/Mixp/IR/MixpDialect.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlow.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace mixp;

bool mixp::onlyMovesElements(Operation *op) {
  if (isa<arith::ConstantOp, arith::SelectOp, ModuleOp>(op))
    return true;
  return isa_and_present<func::FuncDialect, tensor::TensorDialect,
                         scf::SCFDialect, cf::ControlFlowDialect,
                         linalg::LinalgDialect,
                         bufferization::BufferizationDialect>(op->getDialect());
}

bool mixp::touchesType(Operation *op, function_ref<bool(Type)> predicate) {
  if (llvm::any_of(op->getOperandTypes(), predicate) ||
      llvm::any_of(op->getResultTypes(), predicate))
    return true;
  for (Region &region : op->getRegions())
    for (Block &block : region)
      if (llvm::any_of(block.getArgumentTypes(), predicate))
        return true;
  return false;
}

/// The elements of a constant with another type of as many bytes each.
static TypedAttr retypeElements(TypedAttr value, ShapedType type) {
  if (auto resource = dyn_cast<DenseResourceElementsAttr>(value))
    return DenseResourceElementsAttr::get(type, resource.getRawHandle());
  if (auto dense = dyn_cast<DenseIntOrFPElementsAttr>(value))
    return DenseElementsAttr::getFromRawBuffer(type, dense.getRawData());
  return value;
}

/// A constant's value with another type for the same bits.
static TypedAttr retypeConstant(TypedAttr value, Type type) {
  if (auto shaped = dyn_cast<ShapedType>(type))
    return retypeElements(value, shaped);
  if (auto number = dyn_cast<FloatAttr>(value); number && type.isInteger())
    return IntegerAttr::get(type, number.getValue().bitcastToAPInt());
  if (auto number = dyn_cast<IntegerAttr>(value); number && type.isInteger())
    return IntegerAttr::get(type, number.getValue());
  return value;
}

static void retypeOp(Operation *op, function_ref<Type(Type)> convert) {
  if (auto function = dyn_cast<FunctionOpInterface>(op)) {
    auto convertAll = [&](ArrayRef<Type> types) {
      return llvm::map_to_vector(types, convert);
    };
    function.setType(
        function.cloneTypeWith(convertAll(function.getArgumentTypes()),
                               convertAll(function.getResultTypes())));
  }
  if (auto constant = dyn_cast<arith::ConstantOp>(op))
    if (Type type = convert(constant.getType()); type != constant.getType())
      constant.setValueAttr(retypeConstant(constant.getValue(), type));
  for (Value result : op->getResults())
    result.setType(convert(result.getType()));
  for (Region &region : op->getRegions())
    for (Block &block : region)
      for (BlockArgument argument : block.getArguments())
        argument.setType(convert(argument.getType()));
}

void mixp::retype(Operation *root, function_ref<Type(Type)> convert) {
  root->walk([&](Operation *op) { retypeOp(op, convert); });
}

Type mixp::toSignlessIntegers(Type type) {
  Type element = IntegerType::get(
      type.getContext(), getElementTypeOrSelf(type).getIntOrFloatBitWidth());
  if (auto shaped = dyn_cast<ShapedType>(type))
    return shaped.clone(element);
  return element;
}

void mixp::markUnsignedSubbyte(func::FuncOp function,
                               function_ref<bool(Type)> isUnsigned) {
  auto isMarked = [&](Type type) {
    return isa<TensorType>(type) && isUnsigned(type) &&
           getElementTypeOrSelf(type).getIntOrFloatBitWidth() < 8;
  };
  UnitAttr unit = UnitAttr::get(function.getContext());
  for (auto [i, type] : llvm::enumerate(function.getArgumentTypes()))
    if (isMarked(type))
      function.setArgAttr(i, kUnsignedAttrName, unit);
  for (auto [i, type] : llvm::enumerate(function.getResultTypes()))
    if (isMarked(type))
      function.setResultAttr(i, kUnsignedAttrName, unit);
}
