//===- GpuOps.cpp - Products on GPUs --------------------------------------===//
#include "EpilogueVerification.h"
#include "PackedEffects.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace mixp;

//===----------------------------------------------------------------------===//
// TensorCoreMatmulOp
//===----------------------------------------------------------------------===//

void TensorCoreMatmulOp::getEffects(
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>>
        &effects) {
  addPackedEffects(*this, effects);
}

Type TensorCoreMatmulOp::getAccumulatorType() {
  Type acc = getSchedule().getCore().getAcc();
  return acc.isF16() ? Float32Type::get(getContext()) : acc;
}

/// The type that memory holds for an instruction's operand.
static Type storedType(Type operand) {
  return isa<FloatTF32Type>(operand) ? Float32Type::get(operand.getContext())
                                     : operand;
}

/// Whether `type` holds what the instruction reads: signless integers take the
/// sign from it, and codes of small floats their format.
static bool holds(Type type, Type operand) {
  bool isByte = operand.getIntOrFloatBitWidth() == 8;
  return type == storedType(operand) ||
         (isByte && type.isInteger(8) && !type.isUnsignedInteger());
}

LogicalResult TensorCoreMatmulOp::verify() {
  if (failed(verifyPackedResult(*this, getOuts())))
    return failure();
  int64_t rank = getOutsType().getRank();
  if ((rank != 2 && rank != 3) || getLhsType().getRank() != rank ||
      getRhsType().getRank() != rank)
    return emitOpError() << "expected lhs, rhs and outs of the same rank, 2 or "
                            "3, but got "
                         << getLhsType().getRank() << ", "
                         << getRhsType().getRank() << " and " << rank;
  TensorCoreAttr core = getSchedule().getCore();
  if (!holds(getLhsType().getElementType(), core.getLhs()) ||
      !holds(getRhsType().getElementType(), core.getRhs()))
    return emitOpError() << "expected operands of the instruction's types, "
                         << core.getLhs() << " and " << core.getRhs()
                         << ", but got " << getLhsType().getElementType()
                         << " and " << getRhsType().getElementType();
  return verifyEpilogue(*this, getEpilogue(), getEpilogueMaps(),
                        getEpilogueOperands(), rank, getAccumulatorType(),
                        getOutsType().getElementType());
}

//===----------------------------------------------------------------------===//
// LaunchOp
//===----------------------------------------------------------------------===//

void LaunchOp::getEffects(
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>>
        &effects) {
  addPackedEffects(*this, effects);
}

LogicalResult LaunchOp::verify() {
  int64_t operands = getInputs().size() + 1;
  for (KernelArgumentAttr argument : getPlan().getArguments()) {
    if (argument.getKind() == ArgumentKind::Workspace) {
      if (argument.getBytesPerTile() < 1)
        return emitOpError()
               << "expected bytes_per_tile of a workspace but got " << argument;
    } else if (argument.getKind() == ArgumentKind::Size) {
      bool isKnown = argument.getSize() &&
                     llvm::any_of(getPlan().getSizes(), [&](auto size) {
                       return size.getName() == argument.getSize().getValue();
                     });
      if (!isKnown)
        return emitOpError()
               << "expected a size of the plan but got " << argument;
    } else if (argument.getOperand() < 0 || argument.getOperand() >= operands) {
      return emitOpError() << "expected one of " << operands
                           << " operands but got #" << argument.getOperand();
    }
  }
  if (getPlan().getDims().size() != static_cast<size_t>(operands))
    return emitOpError() << "expected dims of " << operands
                         << " operands but got " << getPlan().getDims().size();
  for (auto [i, names] : llvm::enumerate(getPlan().getDims()))
    if (static_cast<int64_t>(names.size()) !=
        cast<ShapedType>(getOperand(i).getType()).getRank())
      return emitOpError() << "expected a letter for each dim of operand #" << i
                           << " but got " << names;
  for (LaunchSizeAttr size : getPlan().getSizes()) {
    if (size.getOperand() < 0 || size.getOperand() >= operands)
      return emitOpError() << "expected one of " << operands
                           << " operands but got #" << size.getOperand();
    auto type = cast<ShapedType>(getOperand(size.getOperand()).getType());
    if (size.getDim() < 0 || size.getDim() >= type.getRank())
      return emitOpError() << "expected a dim of " << type << " but got #"
                           << size.getDim();
  }
  return verifyPackedResult(*this, getOuts());
}

LogicalResult LaunchOp::verifySymbolUses(SymbolTableCollection &symbols) {
  if (!symbols.lookupNearestSymbolFrom(*this, getKernel()))
    return emitOpError() << "expected a kernel but found no symbol "
                         << getKernel();
  return success();
}
