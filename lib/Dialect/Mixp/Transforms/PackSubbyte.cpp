//===- PackSubbyte.cpp - No tensor of less than a byte --------------------===//
#include "Retype.h"
#include "SubbytePacking.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mixp/Dialect/Mixp/Transforms/Passes.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlow.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Matchers.h"

namespace mixp {
#define GEN_PASS_DEF_PACKSUBBYTEPASS
#include "mixp/Dialect/Mixp/Transforms/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

/// i1 is not: its buffers have a byte per element, and it is the type of
/// conditions.
static bool isSubbyte(Type type) {
  return type.isSignlessInteger() && type.getIntOrFloatBitWidth() > 1 &&
         type.getIntOrFloatBitWidth() < 8;
}

static bool isSubbyteTensor(Type type) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  return tensor && isSubbyte(tensor.getElementType());
}

/// tensor<...xi4> -> tensor<...xi8>
static Type widen(Type type) {
  if (!isSubbyteTensor(type))
    return type;
  return cast<RankedTensorType>(type).clone(
      IntegerType::get(type.getContext(), 8));
}

static unsigned elementWidth(Type type) {
  return cast<RankedTensorType>(type).getElementTypeBitWidth();
}

//===----------------------------------------------------------------------===//
// Scalars beside the tensors
//===----------------------------------------------------------------------===//

/// Gives the scalar `value`, an element of a widened tensor, the type i8 and
/// its users its low bits.
static void narrowAfter(Value value, OpBuilder &builder) {
  Type type = value.getType();
  value.setType(builder.getI8Type());
  auto low = arith::TruncIOp::create(builder, value.getLoc(), type, value);
  value.replaceAllUsesExcept(low, low);
}

/// An i8 with `value` in its low bits.
static Value widenScalar(OpBuilder &builder, Location loc, Value value) {
  // What was only moved needs no detour, and a constant (of padding) should
  // still be seen to be one.
  auto low = value.getDefiningOp<arith::TruncIOp>();
  if (low && low.getIn().getType().isInteger(8))
    return low.getIn();
  APInt constant;
  if (matchPattern(value, m_ConstantInt(&constant)))
    return arith::ConstantIntOp::create(builder, loc, builder.getI8Type(),
                                        constant.getZExtValue());
  return arith::ExtUIOp::create(builder, loc, builder.getI8Type(), value);
}

/// Widens the sub-byte scalar operands of `op`, elements of a widened tensor.
static void widenOperands(Operation *op) {
  OpBuilder builder(op);
  for (OpOperand &operand : op->getOpOperands()) {
    if (!isSubbyte(operand.get().getType()))
      continue;
    operand.set(widenScalar(builder, op->getLoc(), operand.get()));
  }
}

/// Adapts the scalars of an op whose tensors become wide: its operands and
/// results, and the arguments and yields of its regions.
static void adaptScalars(Operation *op) {
  OpBuilder builder(op);
  for (Region &region : op->getRegions())
    for (Block &block : region) {
      builder.setInsertionPointToStart(&block);
      for (BlockArgument argument : block.getArguments())
        if (isSubbyte(argument.getType()))
          narrowAfter(argument, builder);
      if (block.mightHaveTerminator())
        widenOperands(block.getTerminator());
      // Arguments that are moved or not used.
      for (Operation &inner : llvm::make_early_inc_range(block))
        if (isa<arith::TruncIOp>(inner) && inner.use_empty())
          inner.erase();
    }
  widenOperands(op);
  builder.setInsertionPointAfter(op);
  for (Value result : op->getResults())
    if (isSubbyte(result.getType()))
      narrowAfter(result, builder);
}

//===----------------------------------------------------------------------===//
// Function boundaries
//===----------------------------------------------------------------------===//

namespace {
/// The external form of an argument or result of a public function.
enum class External {
  Same,
  /// A byte per element, extended.
  Extended,
  /// Several elements to a byte.
  Packed
};

/// A public function before its tensors were widened.
struct Boundary {
  func::FuncOp function;
  FunctionType type;
};
} // namespace

static External getExternal(Type type, bool isUnsigned) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  if (!tensor || !tensor.getElementType().isSignlessInteger())
    return External::Same;
  switch (tensor.getElementTypeBitWidth()) {
  case 1:
    return isUnsigned ? External::Packed : External::Same;
  case 2:
  case 4:
    return External::Packed;
  case 3:
  case 5:
  case 6:
  case 7:
    return External::Extended;
  default:
    return External::Same;
  }
}

static bool isArgumentUnsigned(func::FuncOp function, unsigned i) {
  return bool(function.getArgAttr(i, kUnsignedAttrName));
}
static bool isResultUnsigned(func::FuncOp function, unsigned i) {
  return bool(function.getResultAttr(i, kUnsignedAttrName));
}

static void packReturns(const Boundary &boundary) {
  func::FuncOp function = boundary.function;
  function.walk([&](func::ReturnOp op) {
    OpBuilder builder(op);
    for (auto [i, result] : llvm::enumerate(boundary.type.getResults())) {
      bool isUnsigned = isResultUnsigned(function, i);
      External external = getExternal(result, isUnsigned);
      if (external == External::Same)
        continue;
      unsigned width = elementWidth(result);
      Value value = op.getOperand(i);
      if (external == External::Extended)
        value = buildExtend(builder, op.getLoc(), value, width, isUnsigned);
      else
        value = buildPack(builder, op.getLoc(), value, width);
      op->setOperand(i, value);
    }
  });
}

static void unpackArguments(const Boundary &boundary) {
  func::FuncOp function = boundary.function;
  OpBuilder builder = OpBuilder::atBlockBegin(&function.front());
  for (auto [i, input] : llvm::enumerate(boundary.type.getInputs())) {
    if (getExternal(input, isArgumentUnsigned(function, i)) != External::Packed)
      continue;
    BlockArgument argument = function.getArgument(i);
    // Only these uses: unpacking adds one of its own.
    SmallVector<OpOperand *> uses = llvm::map_to_vector(
        argument.getUses(), [](OpOperand &use) { return &use; });
    unsigned width = elementWidth(input);
    auto type = cast<RankedTensorType>(argument.getType());
    argument.setType(packedType(type, width));
    Value unpacked =
        buildUnpack(builder, argument.getLoc(), argument, type, width);
    for (OpOperand *use : uses)
      use->set(unpacked);
  }
}

/// The external form of a type at a function's boundary.
static Type getExternalType(Type type, bool isUnsigned) {
  if (getExternal(type, isUnsigned) != External::Packed)
    return widen(type);
  return packedType(cast<RankedTensorType>(type), elementWidth(type));
}

static void packBoundary(const Boundary &boundary) {
  func::FuncOp function = boundary.function;
  if (!function.isExternal()) {
    unpackArguments(boundary);
    packReturns(boundary);
  }
  SmallVector<Type> inputs, results;
  for (auto [i, type] : llvm::enumerate(boundary.type.getInputs()))
    inputs.push_back(getExternalType(type, isArgumentUnsigned(function, i)));
  for (auto [i, type] : llvm::enumerate(boundary.type.getResults()))
    results.push_back(getExternalType(type, isResultUnsigned(function, i)));
  function.setType(FunctionType::get(function.getContext(), inputs, results));
  for (unsigned i = 0; i < inputs.size(); ++i)
    function.removeArgAttr(i, kUnsignedAttrName);
  for (unsigned i = 0; i < results.size(); ++i)
    function.removeResultAttr(
        i, StringAttr::get(function.getContext(), kUnsignedAttrName));
}

/// Whether others may call the function, so that it takes the external form.
static bool isBoundary(func::FuncOp function) {
  return function.isPublic() || function.isExternal();
}

/// Refuses arguments whose shape their external form does not tell.
static LogicalResult checkBoundary(func::FuncOp function) {
  for (auto [i, type] : llvm::enumerate(function.getArgumentTypes()))
    if (getExternal(type, isArgumentUnsigned(function, i)) ==
            External::Packed &&
        !isShapeRecoverable(cast<RankedTensorType>(type), elementWidth(type)))
      return function.emitOpError()
             << "cannot take argument #" << i << " of type " << type
             << " in packed form: its number of bytes does not tell its shape; "
                "make all dims but one static, or pass i8";
  return success();
}

//===----------------------------------------------------------------------===//
// The pass
//===----------------------------------------------------------------------===//

/// Refuses what cannot work on i8 instead.
static LogicalResult checkOp(Operation *op) {
  if (auto function = dyn_cast<func::FuncOp>(op))
    return isBoundary(function) ? checkBoundary(function) : success();
  if (!touchesType(op, isSubbyteTensor))
    return success();
  // Its launcher reads the low bits of each byte.
  if (isa<TensorCoreMatmulOp>(op))
    return success();
  if (isa_and_present<MixpDialect>(op->getDialect()))
    return op->emitOpError() << "expected mixp ops on sub-byte types to be "
                                "lowered; run convert-mixp-to-linalg first";
  if (!onlyMovesElements(op))
    return op->emitOpError() << "cannot work on the i8 tensors that sub-byte "
                                "tensors become";
  auto call = dyn_cast<func::CallOp>(op);
  if (!call)
    return success();
  auto callee = SymbolTable::lookupNearestSymbolFrom<func::FuncOp>(
      call, call.getCalleeAttr());
  if (!callee || isBoundary(callee))
    return call.emitOpError() << "cannot pass sub-byte tensors to a public or "
                                 "external function; inline it or make it "
                                 "private";
  return success();
}

namespace {
struct PackSubbyte : mixp::impl::PackSubbytePassBase<PackSubbyte> {
  void runOnOperation() override {
    SmallVector<Boundary> boundaries;
    SmallVector<Operation *> withScalars;
    WalkResult checked = getOperation()->walk([&](Operation *op) {
      if (failed(checkOp(op)))
        return WalkResult::interrupt();
      if (auto function = dyn_cast<func::FuncOp>(op)) {
        if (isBoundary(function))
          boundaries.push_back({function, function.getFunctionType()});
        return WalkResult::advance();
      }
      // Scalars that cross functions and branches are no tensor's elements.
      if (touchesType(op, isSubbyteTensor) &&
          !isa_and_present<func::FuncDialect, cf::ControlFlowDialect>(
              op->getDialect()))
        withScalars.push_back(op);
      return WalkResult::advance();
    });
    if (checked.wasInterrupted())
      return signalPassFailure();
    llvm::for_each(withScalars, adaptScalars);
    retype(getOperation(), widen);
    llvm::for_each(boundaries, packBoundary);
  }
};
} // namespace
