//===- KernelConfig.cpp - What a kernel looks like ------------------------===//
#include "KernelConfig.h"

using namespace mlir;
using namespace mixp;

KernelConfig::KernelConfig(PackedMatmulOp op, TargetAttr target)
    : mma(op.getSchedule().getMma()), lanes(target.getVectorBits() / 32),
      wordElements(mixp::wordElements(mma)),
      stepWords(op.getNibbleOffset() ? 2 : 1), nr(op.getSchedule().getNr()),
      unroll(op.getSchedule().getUnroll()), groupSteps(op.getGroupSteps()),
      nibbleOffset(op.getNibbleOffset()), flipLhs(op.getFlipLhs()),
      rhsUnsigned(op.getRhsUnsigned()),
      lhsElement(op.getLhsType().getElementType()),
      rhsElement(op.getRhsType().getElementType()),
      hasFma(target.lookup(MmaKind::Fma) != nullptr) {
  if (op.getRhsCode()) {
    code = WeightCode::get(*op.getRhsCode(), mma);
    stepWords = code->stepElements() / wordElements;
  }
  // Blocks of K but the last are whole iterations by the schedule.
  int64_t k = op.getLhsType().getShape().back();
  stepsAreWholeIterations =
      !ShapedType::isDynamic(k) && k % (stepElements() * unroll) == 0;
}

VectorType KernelConfig::accumulatorType() const {
  MLIRContext *context = lhsElement.getContext();
  Type element = isInteger() ? Type(IntegerType::get(context, 32))
                             : Type(Float32Type::get(context));
  return VectorType::get({lanes}, element);
}
