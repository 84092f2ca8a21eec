//===- LegalizeForTarget.cpp - What becomes of products, and why ----------===//
#include "Legality.h"
#include "MmaKinds.h"
#include "mixp/Codegen/CPU/Passes.h"
#include "mixp/Target/ModuleTarget.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/BuiltinOps.h"

namespace mixp {
#define GEN_PASS_DEF_LEGALIZEFORTARGETPASS
#include "mixp/Codegen/CPU/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

/// Widens the run-time values of `operand` to `to`, which holds them all.
/// Constants are widened when they are packed, and what has scales or zero
/// points is dequantized instead, but for integers that stay integers.
static void widen(OpOperand &operand, Type to, bool isUnsigned, bool hasTable) {
  auto type = cast<RankedTensorType>(operand.get().getType());
  if (!to || to == type.getElementType() ||
      operand.get().getDefiningOp<arith::ConstantOp>() ||
      (hasTable && !isa<IntegerType>(to)))
    return;
  bool toInteger = isa<IntegerType>(to);
  bool fromInteger = isa<IntegerType>(type.getElementType());
  OpBuilder b(operand.getOwner());
  operand.set(CastOp::create(b, operand.getOwner()->getLoc(), type.clone(to),
                             operand.get(), RoundingMode::NearestEven,
                             /*saturate=*/false,
                             /*input_unsigned=*/fromInteger && isUnsigned,
                             /*result_unsigned=*/toInteger && isUnsigned));
}

static void promote(MatmulOp op, const Legality &legality) {
  bool lhsUnsigned = op.isLhsUnsigned(), rhsUnsigned = op.isRhsUnsigned();
  widen(op.getLhsMutable(), legality.lhs, lhsUnsigned,
        op.getLhsScale() || op.getLhsZeroPoint());
  widen(op.getRhsMutable(), legality.rhs, rhsUnsigned,
        op.getRhsScale() || op.getRhsZeroPoint());
  // A float has no sign flag.
  auto isInteger = [](TypedValue<RankedTensorType> value) {
    return isa<IntegerType>(value.getType().getElementType());
  };
  if (!isInteger(op.getLhs()))
    op.setLhsUnsigned(false);
  if (!isInteger(op.getRhs()))
    op.setRhsUnsigned(false);
}

/// Says what was decided.
static void explain(MatmulOp op, const Legality &legality) {
  auto remark = reportRemark(op, legality.code);
  if (!remark)
    return;
  if (legality.mma)
    remark << remark::metric("Instruction", stringifyMmaKind(*legality.mma));
  if (legality.lhs)
    remark << remark::detail::Remark::Arg("Lhs", legality.lhs);
  if (legality.rhs)
    remark << remark::detail::Remark::Arg("Rhs", legality.rhs);
}

/// Whether mixp-split-precision makes the product faster.
static bool gainsFromSplit(MatmulOp op, TargetAttr target) {
  if (op.getLhsScale() || op.getRhsScale() || op.isSparse())
    return false;
  switch (op.getPrecision()) {
  case OperandPrecision::BF16x3:
    return prefersBf16Products(target, countRows(op), 3);
  case OperandPrecision::BF16x6:
    return prefersBf16Products(target, countRows(op), 6);
  case OperandPrecision::Full:
  case OperandPrecision::TF32:
    return false;
  }
  return false;
}

namespace {
struct LegalizeForTarget
    : mixp::impl::LegalizeForTargetPassBase<LegalizeForTarget> {
  void runOnOperation() override {
    TargetAttr target = requireTarget(getOperation());
    if (!target)
      return signalPassFailure();
    getOperation().walk([&](MatmulOp op) {
      if (gainsFromSplit(op, target)) {
        reportRemark(op, RemarkCode::LegalSplit);
        return;
      }
      Legality legality = classifyProduct(op, target);
      explain(op, legality);
      if (op.getPrecision() != OperandPrecision::Full) {
        op.setPrecision(OperandPrecision::Full);
        if (!legality.isGeneric())
          reportRemark(op, RemarkCode::LegalPrecision);
      }
      if (legality.isGeneric())
        return;
      if (legality.code == RemarkCode::LegalPromoted)
        promote(op, legality);
    });
  }
};
} // namespace
