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
  return hasSignedness(type) ? toSignlessIntegers(type) : type;
}

/// Keeps in the ops' flags what their types are about to lose.
static void setUnsignedFlags(Operation *op) {
  llvm::TypeSwitch<Operation *>(op)
      .Case([](MatmulOp op) {
        op.setLhsUnsigned(op.isLhsUnsigned());
        op.setRhsUnsigned(op.isRhsUnsigned());
      })
      .Case([](ConvOp op) {
        op.setInputUnsigned(op.isInputUnsigned());
        op.setFilterUnsigned(op.isFilterUnsigned());
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
    // The external form of sub-byte values depends on the sign.
    getOperation()->walk([](func::FuncOp function) {
      markUnsignedSubbyte(function, [](Type type) {
        return getElementTypeOrSelf(type).isUnsignedInteger();
      });
    });
    retype(getOperation(), stripSignedness);
    // A bitcast between types that only differed in the sign has become void,
    // and has no bufferization.
    getOperation()->walk(eraseIfVoid<tensor::BitcastOp>);
  }
};
} // namespace
