//===- LaunchOp.cpp - Launches of kernels ---------------------------------===//
#include "mixp/Dialect/Mixp/IR/MixpOps.h"

using namespace mlir;
using namespace mixp;

DeviceType LaunchOp::getKernelOperandType(int64_t index) {
  bool isResult = index + 1 == getNumKernelOperands();
  return cast<DeviceType>(isResult ? getResult().getType()
                                   : getInputs()[index].getType());
}

/// An argument of the kernel names an operand or a size that there is.
static LogicalResult verifyArgument(LaunchOp op, KernelArgumentAttr argument) {
  if (argument.getKind() == ArgumentKind::Workspace) {
    if (argument.getBytesPerTile() < 1)
      return op.emitOpError()
             << "expected bytes_per_tile of a workspace but got " << argument;
    return success();
  }
  if (argument.getKind() == ArgumentKind::Size) {
    bool isKnown = argument.getSize() &&
                   llvm::any_of(op.getPlan().getSizes(), [&](auto size) {
                     return size.getName() == argument.getSize().getValue();
                   });
    if (!isKnown)
      return op.emitOpError()
             << "expected a size of the plan but got " << argument;
    return success();
  }
  int64_t operands = op.getNumKernelOperands();
  if (argument.getOperand() < 0 || argument.getOperand() >= operands)
    return op.emitOpError() << "expected one of " << operands
                            << " operands but got #" << argument.getOperand();
  return success();
}

/// The launcher knows inputs only when it computes sizes.
static LogicalResult verifySize(LaunchOp op, LaunchSizeAttr size) {
  int64_t inputs = op.getInputs().size();
  if (size.getOperand() < 0 || size.getOperand() >= inputs)
    return op.emitOpError() << "expected one of " << inputs
                            << " inputs but got #" << size.getOperand();
  RankedTensorType type =
      op.getKernelOperandType(size.getOperand()).getTensor();
  if (size.getDim() < 0 || size.getDim() >= type.getRank())
    return op.emitOpError()
           << "expected a dim of " << type << " but got #" << size.getDim();
  return success();
}

static LogicalResult verifyDims(LaunchOp op) {
  int64_t operands = op.getNumKernelOperands();
  ArrayRef<StringAttr> dims = op.getPlan().getDims();
  if (dims.size() != static_cast<size_t>(operands))
    return op.emitOpError() << "expected dims of " << operands
                            << " operands but got " << dims.size();
  for (auto [i, names] : llvm::enumerate(dims))
    if (static_cast<int64_t>(names.size()) !=
        op.getKernelOperandType(i).getTensor().getRank())
      return op.emitOpError() << "expected a letter for each dim of operand #"
                              << i << " but got " << names;
  return success();
}

LogicalResult LaunchOp::verify() {
  for (KernelArgumentAttr argument : getPlan().getArguments())
    if (failed(verifyArgument(*this, argument)))
      return failure();
  if (failed(verifyDims(*this)))
    return failure();
  for (LaunchSizeAttr size : getPlan().getSizes())
    if (failed(verifySize(*this, size)))
      return failure();
  if (!getResult().getType().isPlain())
    return emitOpError() << "expected a result in plain rows but got "
                         << getResult().getType();
  return success();
}

LogicalResult LaunchOp::verifySymbolUses(SymbolTableCollection &symbols) {
  if (!symbols.lookupNearestSymbolFrom(*this, getKernel()))
    return emitOpError() << "expected a kernel but found no symbol "
                         << getKernel();
  return success();
}
