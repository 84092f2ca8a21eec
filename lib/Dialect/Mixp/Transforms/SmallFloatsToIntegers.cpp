//===- SmallFloatsToIntegers.cpp - Floats up to 8 bits as their codes -----===//
#include "Retype.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
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
  return isSmallFloat(type) ? toSignlessIntegers(type) : type;
}

static LogicalResult checkOp(Operation *op) {
  if (!touchesType(op, isSmallFloat) || onlyMovesElements(op) ||
      isa<arith::BitcastOp, TensorCoreMatmulOp>(op))
    return success();
  if (isa_and_present<MixpDialect>(op->getDialect()))
    return op->emitOpError() << "expected mixp ops on floats of at most 8 bits "
                                "to be lowered; run convert-mixp-to-linalg "
                                "first";
  return op->emitOpError() << "cannot compute with floats of at most 8 bits; "
                              "convert them by mixp.cast";
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
    // Elements that take a byte at the boundary have zeros above their code.
    getOperation()->walk([](func::FuncOp function) {
      markUnsignedSubbyte(function, isSmallFloat);
    });
    retype(getOperation(), toInteger);
    getOperation()->walk(eraseIfVoid<arith::BitcastOp>);
    getOperation()->walk(eraseIfVoid<tensor::BitcastOp>);
  }
};
} // namespace
