//===- MatmulVerification.cpp - What a product may look like --------------===//
#include "ContractionConstraints.h"
#include "MatmulSides.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace mixp;

/// C1: one dim of two operands, where both are known.
static LogicalResult verifyDim(MatmulOp op, StringRef dim, StringRef first,
                               int64_t firstSize, StringRef second,
                               int64_t secondSize) {
  if (ShapedType::isDynamic(firstSize) || ShapedType::isDynamic(secondSize) ||
      firstSize == secondSize)
    return success();
  return op.emitOpError() << "expected " << first << " and " << second
                          << " of the same " << dim << " but got " << firstSize
                          << " and " << secondSize;
}

/// C1: ranks, batch, M, N and K.
static LogicalResult verifyShapes(MatmulOp op) {
  RankedTensorType lhs = op.getLhs().getType(), rhs = op.getRhs().getType(),
                   outs = op.getOuts().getType();
  int64_t rank = lhs.getRank();
  if ((rank != 2 && rank != 3) || rhs.getRank() != rank ||
      outs.getRank() != rank)
    return op.emitOpError()
           << "expected lhs, rhs and outs of the same rank, 2 or 3, but got "
           << rank << ", " << rhs.getRank() << " and " << outs.getRank();
  if (op.isBatched() &&
      (failed(verifyDim(op, "batch size", "lhs", lhs.getDimSize(0), "rhs",
                        rhs.getDimSize(0))) ||
       failed(verifyDim(op, "batch size", "lhs", lhs.getDimSize(0), "outs",
                        outs.getDimSize(0))) ||
       failed(verifyDim(op, "batch size", "rhs", rhs.getDimSize(0), "outs",
                        outs.getDimSize(0)))))
    return failure();
  // A sparse side is stored at half of K: C9.
  if (!op.isSparse() &&
      failed(verifyDim(op, "K", "lhs", lhs.getDimSize(op.getLhsReductionDim()),
                       "rhs", rhs.getDimSize(op.getRhsReductionDim()))))
    return failure();
  if (failed(verifyDim(op, "M", "lhs", lhs.getDimSize(op.getLhsParallelDim()),
                       "outs", outs.getDimSize(rank - 2))) ||
      failed(verifyDim(op, "N", "rhs", rhs.getDimSize(op.getRhsParallelDim()),
                       "outs", outs.getDimSize(rank - 1))))
    return failure();
  return success();
}

/// C9, C10: the sparse side `sparse`, whose metadata is called `name`, and the
/// size along K of the other one.
static LogicalResult verifySparse(MatmulOp op, const Blocked &sparse,
                                  Value metadata, StringRef name,
                                  int64_t reduction, int64_t k) {
  auto type = cast<RankedTensorType>(metadata.getType());
  if (failed(verifyCompatibleShape(type, sparse.operand)))
    return op.emitOpError()
           << "expected '" << name
           << "' of the shape of its operand as stored but got " << type
           << " and " << sparse.operand;
  int64_t stored = sparse.operand.getDimSize(reduction);
  bool unknown = ShapedType::isDynamic(k);
  if (!unknown && k % 4 != 0)
    return op.emitOpError()
           << "expected a K that is a multiple of 4 beside '" << name
           << "' but got " << k << "; pad the operands with zeros";
  if (!ShapedType::isDynamic(stored) &&
      (unknown ? stored % 2 != 0 : 2 * stored != k)) {
    InFlightDiagnostic diag = op.emitOpError();
    diag << "expected a sparse operand of half of K along its reduced dim";
    if (!unknown)
      diag << ", " << k / 2 << ",";
    return diag << " but got " << stored;
  }
  if (sparse.zeroPoint)
    return op.emitOpError()
           << "expected no '" << sparse.zeroPointName
           << "' on a sparse operand: what is not stored is a real 0; quantize "
              "it symmetrically";
  return success();
}

/// C9, C10: at most one side is sparse.
static LogicalResult verifySparsity(MatmulOp op) {
  if (op.getLhsMetadata() && op.getRhsMetadata())
    return op.emitOpError() << "expected at most one sparse operand but got "
                               "'lhs_metadata' and 'rhs_metadata'";
  int64_t lhsDim = op.getLhsReductionDim(), rhsDim = op.getRhsReductionDim();
  if (Value metadata = op.getLhsMetadata())
    return verifySparse(op, blockedLhs(op), metadata, "lhs_metadata", lhsDim,
                        op.getRhs().getType().getDimSize(rhsDim));
  if (Value metadata = op.getRhsMetadata())
    return verifySparse(op, blockedRhs(op), metadata, "rhs_metadata", rhsDim,
                        op.getLhs().getType().getDimSize(lhsDim));
  return success();
}

LogicalResult MatmulOp::verify() {
  if (failed(verifyShapes(*this))) // C1
    return failure();
  Blocked sides[] = {blockedLhs(*this), blockedRhs(*this)};
  for (const Blocked &side : sides) // C2
    if (failed(verifyBlocked(*this, side)))
      return failure();
  bool isInteger = hasIntegerOperands() && !getLhsScale() && !getRhsScale();
  if (failed(verifyAccumulator(*this, isInteger, getOuts().getType()))) // C3
    return failure();
  for (const Blocked &side : sides) // C4
    if (failed(verifyZeroPointOperand(*this, side)))
      return failure();
  if (failed(verifyUnsignedFlag(*this, getLhsUnsigned(), getLhs().getType(),
                                "lhs_unsigned")) ||
      failed(verifyUnsignedFlag(*this, getRhsUnsigned(), getRhs().getType(),
                                "rhs_unsigned"))) // C5
    return failure();
  // C6 is verified by the interfaces.
  for (const Blocked &side : sides) // C7
    if (failed(verifyScaleConstant(*this, side.scale, side.scaleName)) ||
        failed(
            verifyZeroPointConstant(*this, side.zeroPoint, side.zeroPointName)))
      return failure();
  if (failed(verifyPrecision(*this, getPrecision(), // C8
                             getLhs().getType().getElementType(),
                             getRhs().getType().getElementType())))
    return failure();
  return verifySparsity(*this); // C9, C10
}
