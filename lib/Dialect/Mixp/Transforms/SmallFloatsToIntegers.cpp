//===- SmallFloatsToIntegers.cpp - Floats up to 8 bits as their codes -----===//
#include "Retype.h"
#include "mixp/Dialect/Mixp/IR/MixpDialect.h"
#include "mixp/Dialect/Mixp/Transforms/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/TypeUtilities.h"

namespace mixp {
#define GEN_PASS_DEF_SMALLFLOATSTOINTEGERSPASS
#include "mixp/Dialect/Mixp/Transforms/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

static bool isSmallFloat(Type type) {
  Type element = getElementTypeOrSelf(type);
  return isa<FloatType>(element) && element.getIntOrFloatBitWidth() <= 8;
}

/// f8E5M2 -> i8, f6E2M3FN -> i6, f4E2M1FN -> i4; shapes stay.
static Type toInteger(Type type) {
  if (!isSmallFloat(type))
    return type;
  Type element = IntegerType::get(
      type.getContext(), getElementTypeOrSelf(type).getIntOrFloatBitWidth());
  if (auto shaped = dyn_cast<ShapedType>(type))
    return shaped.clone(element);
  return element;
}

static LogicalResult checkOp(Operation *op) {
  if (!touchesType(op, isSmallFloat) || onlyMovesElements(op) ||
      isa<arith::BitcastOp>(op))
    return success();
  if (isa_and_present<MixpDialect>(op->getDialect()))
    return op->emitOpError() << "expected mixp ops on floats of at most 8 bits "
                                "to be lowered; run convert-mixp-to-linalg "
                                "first";
  return op->emitOpError() << "cannot compute with floats of at most 8 bits; "
                              "convert them by mixp.cast";
}

/// Elements that take a byte at the boundary have zeros above their code.
static void markUnsigned(func::FuncOp function) {
  auto isMarked = [](Type type) {
    return isa<TensorType>(type) && isSmallFloat(type) &&
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

/// Removes a bitcast whose types have become the same.
template <typename Op> static void eraseIfVoid(Op op) {
  if (op->getResult(0).getType() != op->getOperand(0).getType())
    return;
  op->getResult(0).replaceAllUsesWith(op->getOperand(0));
  op->erase();
}

namespace {
struct SmallFloatsToIntegers
    : mixp::impl::SmallFloatsToIntegersPassBase<SmallFloatsToIntegers> {
  void runOnOperation() override {
    WalkResult checked = getOperation()->walk([](Operation *op) {
      return failed(checkOp(op)) ? WalkResult::interrupt()
                                 : WalkResult::advance();
    });
    if (checked.wasInterrupted())
      return signalPassFailure();
    getOperation()->walk(markUnsigned);
    retype(getOperation(), toInteger);
    getOperation()->walk(eraseIfVoid<arith::BitcastOp>);
    getOperation()->walk(eraseIfVoid<tensor::BitcastOp>);
  }
};
} // namespace
