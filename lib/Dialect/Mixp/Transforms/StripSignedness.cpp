//===- StripSignedness.cpp - Signs become flags of ops --------------------===//
#include "Retype.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mixp/Dialect/Mixp/Transforms/Passes.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/TypeUtilities.h"
#include "llvm/ADT/TypeSwitch.h"

namespace mixp {
#define GEN_PASS_DEF_STRIPSIGNEDNESSPASS
#include "mixp/Dialect/Mixp/Transforms/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

/// An integer type, or a shaped type of integers, with a sign.
static bool hasSignedness(Type type) {
  auto integer = dyn_cast<IntegerType>(getElementTypeOrSelf(type));
  return integer && !integer.isSignless();
}

static Type stripSignedness(Type type) {
  if (!hasSignedness(type))
    return type;
  Type element = IntegerType::get(
      type.getContext(), getElementTypeOrSelf(type).getIntOrFloatBitWidth());
  if (auto shaped = dyn_cast<ShapedType>(type))
    return shaped.clone(element);
  return element;
}

/// Keeps in the ops' flags what their types are about to lose.
static void setUnsignedFlags(Operation *op) {
  llvm::TypeSwitch<Operation *>(op)
      .Case([](MatmulOp op) {
        op.setLhsUnsigned(op.isLhsUnsigned());
        op.setRhsUnsigned(op.isRhsUnsigned());
      })
      .Case([](CastOp op) {
        op.setInputUnsigned(op.isInputUnsigned());
        op.setResultUnsigned(op.isResultUnsigned());
      })
      .Case(
          [](SparseEncodeOp op) { op.setInputUnsigned(op.isInputUnsigned()); })
      .Case([](DequantizeOp op) { op.setInputUnsigned(op.isInputUnsigned()); })
      .Case<QuantizeOp, RequantizeOp>(
          [](auto op) { op.setResultUnsigned(op.isResultUnsigned()); });
}

/// Notes at a function's boundary what the external form of its sub-byte
/// arguments and results depends on.
static void markUnsigned(func::FuncOp function) {
  auto isMarked = [](Type type) {
    return isa<TensorType>(type) && hasSignedness(type) &&
           getElementTypeOrSelf(type).isUnsignedInteger() &&
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

namespace {
struct StripSignedness : mixp::impl::StripSignednessPassBase<StripSignedness> {
  void runOnOperation() override {
    WalkResult checked = getOperation()->walk([](Operation *op) {
      if (!touchesType(op, hasSignedness) || onlyMovesElements(op) ||
          isa_and_present<MixpDialect>(op->getDialect()))
        return WalkResult::advance();
      op->emitOpError() << "cannot be made signless: what it computes may "
                           "depend on the sign; convert it to mixp, arith or "
                           "linalg on signless types first";
      return WalkResult::interrupt();
    });
    if (checked.wasInterrupted())
      return signalPassFailure();
    getOperation()->walk(setUnsignedFlags);
    getOperation()->walk(markUnsigned);
    retype(getOperation(), stripSignedness);
    // A bitcast between types that only differed in the sign has become void,
    // and has no bufferization.
    getOperation()->walk([](tensor::BitcastOp op) {
      if (op.getType() != op.getSource().getType())
        return;
      op.replaceAllUsesWith(op.getSource());
      op.erase();
    });
  }
};
} // namespace
