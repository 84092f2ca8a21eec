//===- Quantize.cpp - Matmuls in a scheme's form --------------------------===//
#include "OperandQuantizer.h"
#include "mixp/Dialect/Mixp/Transforms/Calibration.h"
#include "mixp/Dialect/Mixp/Transforms/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/TypeUtilities.h"
#include <limits>

using namespace mlir;
using namespace mixp;

namespace mixp {
#define GEN_PASS_DEF_QUANTIZEPASS
#include "mixp/Dialect/Mixp/Transforms/Passes.h.inc"
} // namespace mixp

/// Whether the pass rewrites `op`. A scaled f32 operand has been quantized by
/// somebody else's rules, and a sparse one is stored by a rule of its own.
static bool isCandidate(MatmulOp op) {
  return op.getLhs().getType().getElementType().isF32() &&
         op.getRhs().getType().getElementType().isF32() && !op.getLhsScale() &&
         !op.getRhsScale() && !op.getLhsZeroPoint() && !op.getRhsZeroPoint() &&
         !op.isSparse();
}

/// The largest magnitude of an element of `type` less its zero point.
static int64_t largestMagnitude(Type type) {
  auto integer = cast<IntegerType>(type);
  return integer.isUnsigned() ? (int64_t(1) << integer.getWidth()) - 1
                              : int64_t(1) << (integer.getWidth() - 1);
}

/// Refuses a product of integers whose sum along K does not fit the 32 bits of
/// the accumulator, whatever the data: it would wrap around without a word.
static LogicalResult checkAccumulator(MatmulOp op, StringRef scheme) {
  if (!op.isExact())
    return success();
  int64_t k = op.getLhs().getType().getDimSize(op.getLhsReductionDim());
  if (ShapedType::isDynamic(k))
    return success();
  int64_t product = largestMagnitude(op.getLhs().getType().getElementType()) *
                    largestMagnitude(op.getRhs().getType().getElementType());
  int64_t limit = std::numeric_limits<int32_t>::max() / product;
  if (k <= limit)
    return success();
  return op.emitOpError() << "sums " << k << " products, but scheme '" << scheme
                          << "' is safe from overflow only up to " << limit
                          << ": take bf16 or a 4-bit scheme";
}

/// Replaces `op` by the product of its operands in their new form.
static LogicalResult rewriteMatmul(MatmulOp op, OperandQuantizer &quantizer,
                                   StringRef scheme) {
  FailureOr<QuantizedOperand> lhs = quantizer.quantize({op, /*isLhs=*/true});
  if (failed(lhs))
    return failure();
  FailureOr<QuantizedOperand> rhs = quantizer.quantize({op, /*isLhs=*/false});
  if (failed(rhs))
    return failure();

  OpBuilder builder(op);
  auto block = [&](const QuantizedOperand &operand) {
    return operand.scale ? builder.getDenseI64ArrayAttr(operand.block)
                         : DenseI64ArrayAttr();
  };
  // What is asked of f32 operands holds for no other.
  bool isF32 = getElementTypeOrSelf(lhs->value.getType()).isF32() &&
               getElementTypeOrSelf(rhs->value.getType()).isF32();
  OperandPrecision precision =
      isF32 ? op.getPrecision() : OperandPrecision::Full;
  auto result = MatmulOp::create(
      builder, op.getLoc(), op.getType(), lhs->value, rhs->value, lhs->scale,
      lhs->zeroPoint, rhs->scale, rhs->zeroPoint, /*lhs_metadata=*/Value(),
      /*rhs_metadata=*/Value(), op.getOuts(), block(*lhs), block(*rhs),
      op.getTransposeLhs(), op.getTransposeRhs(), /*lhs_unsigned=*/false,
      /*rhs_unsigned=*/false, precision, op.getFastAccumulate(),
      op.getScheduleAttr());
  for (NamedAttribute attribute : op->getDiscardableAttrs())
    if (attribute.getName() != kLhsRangeAttrName &&
        attribute.getName() != kRhsRangeAttrName &&
        attribute.getName() != kSchemeAttrName)
      result->setDiscardableAttr(attribute.getName(), attribute.getValue());
  if (failed(checkAccumulator(result, scheme)))
    return failure();
  op.replaceAllUsesWith(result.getResult());
  op.erase();
  return success();
}

namespace {
struct Quantize : public mixp::impl::QuantizePassBase<Quantize> {
  using QuantizePassBase::QuantizePassBase;

  void runOnOperation() override {
    ModuleOp module = getOperation();
    llvm::Expected<QuantizationScheme> found =
        lookupQuantizationScheme(scheme, a16);
    if (!found) {
      emitError(module.getLoc()) << llvm::toString(found.takeError());
      return signalPassFailure();
    }
    SmallVector<MatmulOp> matmuls;
    module.walk([&](MatmulOp op) {
      if (isCandidate(op))
        matmuls.push_back(op);
    });
    for (MatmulOp op : matmuls) {
      QuantizationScheme form = *found;
      if (auto name = op->getAttrOfType<StringAttr>(kSchemeAttrName)) {
        auto own = lookupQuantizationScheme(name.getValue(), a16);
        if (!own) {
          op.emitOpError() << "has '" << kSchemeAttrName << "' with an "
                           << llvm::toString(own.takeError());
          return signalPassFailure();
        }
        form = *own;
      }
      op->removeAttr(kSchemeAttrName);
      if (!form.changesMatmuls())
        continue;
      OperandQuantizer quantizer(form);
      if (failed(rewriteMatmul(op, quantizer, form.name)))
        return signalPassFailure();
      ++numRewritten;
    }
    // The f32 weights are most of a model's bytes: let go of them here.
    module.walk([](arith::ConstantOp constant) {
      if (constant->use_empty())
        constant.erase();
    });
  }
};
} // namespace
