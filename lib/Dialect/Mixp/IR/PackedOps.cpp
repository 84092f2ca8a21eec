//===- PackedOps.cpp - What code generation packs -------------------------===//
#include "EpilogueVerification.h"
#include "PackedEffects.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace mixp;

//===----------------------------------------------------------------------===//
// PackRhsOp
//===----------------------------------------------------------------------===//

void PackRhsOp::getEffects(
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>>
        &effects) {
  addPackedEffects(*this, effects);
}

LogicalResult PackRhsOp::verify() {
  if (failed(verifyPackedResult(*this, getOuts())))
    return failure();
  auto rhs = cast<ShapedType>(getRhs().getType());
  auto outs = cast<ShapedType>(getOuts().getType());
  if (rhs.getRank() < 2 || outs.getRank() != rhs.getRank() + 2)
    return emitOpError() << "expected a rhs of rank 2 or 3 and a packed rank "
                            "two higher but got "
                         << rhs.getRank() << " and " << outs.getRank();
  if (rhs.getElementType() != outs.getElementType())
    return emitOpError() << "expected equal element types but got "
                         << rhs.getElementType() << " and "
                         << outs.getElementType();
  if (getNr() < 1 || getWord() < 1 ||
      outs.getShape().back() != int64_t(getNr() * getWord()))
    return emitOpError() << "expected steps of nr x word elements but got "
                         << outs.getShape().back();
  if (getFlipSign() && !rhs.getElementType().isInteger(8))
    return emitOpError() << "can flip the sign of 8-bit elements only but got "
                         << rhs.getElementType();
  return success();
}

//===----------------------------------------------------------------------===//
// QuantizeRowsOp
//===----------------------------------------------------------------------===//

void QuantizeRowsOp::getEffects(
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>>
        &effects) {
  addPackedEffects(*this, effects);
}

LogicalResult QuantizeRowsOp::verify() {
  OperandRange inits = getOperation()->getOperands().drop_front();
  bool isTensor = isa<TensorType>(getValues().getType());
  if (isTensor ? !llvm::equal(inits.getTypes(), getResultTypes())
               : getNumResults() != 0)
    return emitOpError() << "expected one result for each tensor destination "
                            "and none for memrefs";
  auto input = cast<ShapedType>(getInput().getType());
  auto values = cast<ShapedType>(getValues().getType());
  auto scale = cast<ShapedType>(getScale().getType());
  Type from = input.getElementType();
  if (!from.isF32() && !from.isBF16() && !from.isF16())
    return emitOpError() << "expected an input of f32, bf16 or f16 but got "
                         << from;
  if (input.getRank() != 2 || values.getRank() != 2 || scale.getRank() != 2)
    return emitOpError() << "expected input, values and scale of rank 2";
  if (!values.getElementType().isInteger(8) || !scale.getElementType().isF32())
    return emitOpError() << "expected i8 values and f32 scales but got "
                         << values.getElementType() << " and "
                         << scale.getElementType();
  if (bool(getSums()) != bool(getGroup()) || (getGroup() && *getGroup() < 1))
    return emitOpError() << "expected sums and a group of at least 1, or "
                            "neither";
  if (getSums() && (!getElementTypeOrSelf(getSums()).isInteger(32) ||
                    cast<ShapedType>(getSums().getType()).getRank() != 2))
    return emitOpError() << "expected i32 sums of rank 2";
  return success();
}

//===----------------------------------------------------------------------===//
// PackedMatmulOp
//===----------------------------------------------------------------------===//

void PackedMatmulOp::build(OpBuilder &builder, OperationState &state,
                           PackedMatmulOp product, ValueRange epilogueOperands,
                           ArrayAttr epilogueMaps, Value outs,
                           bool combineRows) {
  build(builder, state,
        isa<TensorType>(outs.getType()) ? outs.getType() : Type(),
        product.getLhs(), product.getRhs(), product.getGroupScales(),
        product.getGroupInits(), product.getGroupRowInits(),
        product.getGroupZeroPoints(), epilogueOperands, outs, epilogueMaps,
        product.getSchedule(), product.getGroupStepsAttr(),
        product.getNibbleOffsetAttr(), product.getRhsCodeAttr(),
        product.getFlipLhsAttr(), product.getRhsUnsignedAttr(),
        product.getLhsRowDimsAttr(),
        combineRows ? builder.getUnitAttr() : UnitAttr());
}

void PackedMatmulOp::getEffects(
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>>
        &effects) {
  addPackedEffects(*this, effects);
  if (getCombineRows() && isa<MemRefType>(getOuts().getType()))
    effects.emplace_back(MemoryEffects::Read::get(), &getOutsMutable());
}

Type PackedMatmulOp::getAccumulatorType() {
  bool isInteger = getLhsType().getElementType().isInteger();
  if (isInteger && !getGroupSteps())
    return IntegerType::get(getContext(), 32);
  return Float32Type::get(getContext());
}

/// The ranks of lhs and outs, and which dims of lhs are rows.
static LogicalResult verifyLhsDims(PackedMatmulOp op) {
  int64_t rank = op.getProductRank(), lhsRank = op.getLhsType().getRank();
  if (!op.getLhsRowDims()) {
    if ((rank != 2 && rank != 3) || lhsRank != rank)
      return op.emitOpError()
             << "expected lhs and outs of the same rank, 2 or 3, but got "
             << lhsRank << " and " << rank;
    return success();
  }
  if ((rank != 2 && rank != 3) || op.getNumRowDims() < 1 ||
      op.getNumKDims() < 1)
    return op.emitOpError()
           << "expected an lhs of a batch dim, " << op.getNumRowDims()
           << " of rows and at least one of K, and a product "
              "of rank 2 or 3, but got "
           << lhsRank << " and " << rank;
  ArrayRef<int64_t> k = op.getLhsType().getShape().take_back(op.getNumKDims());
  if (k.size() > 1 && ShapedType::isDynamicShape(k))
    return op.emitOpError() << "expected static sizes of several dims of K but "
                               "got "
                            << op.getLhsType();
  return success();
}

LogicalResult PackedMatmulOp::verify() {
  if (failed(verifyPackedResult(*this, getOuts())))
    return failure();
  int64_t rank = getProductRank(), rhsRank = getRhsType().getRank();
  if (failed(verifyLhsDims(*this)))
    return failure();
  if (rhsRank != rank + 2 && !(isBatched() && rhsRank == 4))
    return emitOpError() << "expected a packed rhs of rank " << rank + 2
                         << " but got " << rhsRank;
  if (getGroupSteps() && getRhsType().getDimSize(rhsRank - 4) != 1)
    return emitOpError() << "expected one block along K with group_steps but "
                            "got "
                         << getRhsType().getDimSize(rhsRank - 4);
  if (getRhsCode() && !getRhsType().getElementType().isInteger(8))
    return emitOpError() << "expected codes in an i8 rhs but got "
                         << getRhsType().getElementType();
  if (getGroupZeroPoints() && (!getGroupSteps() || !getRhsCode()))
    return emitOpError()
           << "expected group_zero_points with group_steps and rhs_code";
  for (Value table :
       {getGroupScales(), getGroupInits(), getGroupZeroPoints()}) {
    if (!table)
      continue;
    ArrayRef<int64_t> shape = cast<ShapedType>(table.getType()).getShape();
    if (shape.size() != 3 || shape[0] != getRhsType().getDimSize(rhsRank - 3) ||
        shape[2] != getSchedule().getNr())
      return emitOpError() << "expected a table of panels x groups x nr ("
                           << getSchedule().getNr() << ") but got "
                           << table.getType();
  }
  Type stored = getOutsType().getElementType();
  return verifyEpilogue(*this, getEpilogue(), getEpilogueMaps(),
                        getEpilogueOperands(), rank, getAccumulatorType(),
                        stored, getCombineRows() ? stored : Type());
}
