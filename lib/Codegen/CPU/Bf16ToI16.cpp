//===- Bf16ToI16.cpp - bf16 data as 16-bit integers -----------------------===//
#include "mixp/Codegen/CPU/Passes.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/IR/AttrTypeSubElements.h"
#include "mlir/IR/BuiltinOps.h"

namespace mixp {
#define GEN_PASS_DEF_BF16TOI16PASS
#include "mixp/Codegen/CPU/Passes.h.inc"
} // namespace mixp

using namespace mlir;

static bool isBf16(Type type) {
  if (auto vector = dyn_cast<VectorType>(type))
    type = vector.getElementType();
  return type.isBF16();
}

static bool touchesBf16(Operation *op) {
  return llvm::any_of(op->getOperandTypes(), isBf16) ||
         llvm::any_of(op->getResultTypes(), isBf16);
}

static bool isBf16Dot(Operation *op) {
  auto call = dyn_cast<LLVM::CallIntrinsicOp>(op);
  return call && (call.getIntrin().contains("dpbf16ps") ||
                  call.getIntrin().contains("bfdot") ||
                  call.getIntrin().contains("bfmmla"));
}

/// Whether `op` computes with values of its operands' type. What moves or
/// reinterprets bits does not, nor what mixp-expand-bf16 leaves.
static bool isArithmetic(Operation *op) {
  return !isa<LLVM::LoadOp, LLVM::StoreOp, LLVM::BitcastOp, LLVM::ConstantOp,
              LLVM::ZeroOp, LLVM::UndefOp, LLVM::PoisonOp, LLVM::SelectOp,
              LLVM::BrOp, LLVM::CondBrOp, LLVM::InsertElementOp,
              LLVM::ExtractElementOp, LLVM::ShuffleVectorOp, LLVM::MaskedLoadOp,
              LLVM::MaskedStoreOp, LLVM::InsertValueOp, LLVM::ExtractValueOp,
              LLVM::masked_gather, LLVM::masked_scatter,
              LLVM::vector_interleave2, LLVM::vector_deinterleave2>(op) &&
         !isBf16Dot(op);
}

/// bf16 -> i16 in types, and in constants with the same bits.
static AttrTypeReplacer makeReplacer() {
  AttrTypeReplacer replacer;
  replacer.addReplacement([](BFloat16Type type) -> Type {
    return IntegerType::get(type.getContext(), 16);
  });
  replacer.addReplacement([](FloatAttr value) -> std::optional<Attribute> {
    if (!value.getType().isBF16())
      return std::nullopt;
    return IntegerAttr::get(IntegerType::get(value.getContext(), 16),
                            value.getValue().bitcastToAPInt());
  });
  replacer.addReplacement(
      [](DenseElementsAttr value)
          -> std::optional<std::pair<Attribute, WalkResult>> {
        if (!value.getElementType().isBF16())
          return std::nullopt;
        Attribute bits =
            value.bitcast(IntegerType::get(value.getContext(), 16));
        return std::make_pair(bits, WalkResult::skip());
      });
  return replacer;
}

/// The dot product keeps its types: its operands are reinterpreted.
static void restoreDotOperands(Operation *op) {
  OpBuilder b(op);
  for (OpOperand &operand : op->getOpOperands()) {
    auto vector = dyn_cast<VectorType>(operand.get().getType());
    if (vector && vector.getElementType().isInteger(16))
      operand.set(LLVM::BitcastOp::create(
          b, op->getLoc(), vector.clone(b.getBF16Type()), operand.get()));
  }
}

namespace {
struct Bf16ToI16 : mixp::impl::Bf16ToI16PassBase<Bf16ToI16> {
  void runOnOperation() override {
    ModuleOp module = getOperation();
    WalkResult found = module.walk([](Operation *op) {
      return touchesBf16(op) && isArithmetic(op) ? WalkResult::interrupt()
                                                 : WalkResult::advance();
    });
    if (found.wasInterrupted())
      return;
    makeReplacer().recursivelyReplaceElementsIn(module, /*replaceAttrs=*/true,
                                                /*replaceLocs=*/false,
                                                /*replaceTypes=*/true);
    module.walk([](Operation *op) {
      if (isBf16Dot(op))
        restoreDotOperands(op);
    });
  }
};
} // namespace
