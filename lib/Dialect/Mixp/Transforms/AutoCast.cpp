//===- AutoCast.cpp - f32 ops in a narrower float -------------------------===//
#include "ContractionSide.h"
#include "mixp/Dialect/Mixp/Transforms/ConstantData.h"
#include "mixp/Dialect/Mixp/Transforms/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/IR/TypeUtilities.h"
#include "llvm/ADT/APFloat.h"
#include "llvm/ADT/DenseMap.h"
#include <algorithm>
#include <cmath>

using namespace mlir;
using namespace mixp;

namespace mixp {
#define GEN_PASS_DEF_AUTOCASTPASS
#include "mixp/Dialect/Mixp/Transforms/Passes.h.inc"
} // namespace mixp

static bool isF32Tensor(Value value) {
  auto type = dyn_cast<RankedTensorType>(value.getType());
  return type && type.getElementType().isF32();
}

/// Whether somebody chose a narrower type for `value` before.
static bool isHandCast(Value value) {
  Operation *op = value.getDefiningOp();
  if (isa_and_present<DequantizeOp>(op))
    return true;
  if (!isa_and_present<CastOp, arith::ExtFOp, arith::SIToFPOp, arith::UIToFPOp>(
          op))
    return false;
  return getElementTypeOrSelf(op->getOperand(0)).getIntOrFloatBitWidth() < 32;
}

/// Whether `op` computes each element of f32 tensors on its own.
static bool isElementwise(Operation *op) {
  if (op->getNumResults() != 1 || !isF32Tensor(op->getResult(0)))
    return false;
  if (auto generic = dyn_cast<linalg::LinalgOp>(op))
    return generic.hasPureTensorSemantics() &&
           generic.getNumReductionLoops() == 0 &&
           // Not what only moves or fills.
           !llvm::hasSingleElement(*generic.getBlock());
  return OpTrait::hasElementwiseMappableTraits(op);
}

/// Whether `op` sums or compares elements of f32 tensors.
static bool isReduction(Operation *op) {
  auto generic = dyn_cast<linalg::LinalgOp>(op);
  return generic && generic.hasPureTensorSemantics() &&
         generic.getNumReductionLoops() != 0;
}

namespace {
/// Values rounded to one type, each once.
class Rounding {
public:
  explicit Rounding(FloatType type)
      : type(type), saturates(type.getWidth() <= 8) {}

  /// `value` in the type.
  Value narrow(Value value);
  /// `value` rounded, in f32 again.
  Value round(Value value);
  /// Rounds `result` for all its users.
  void roundResult(Value result);

private:
  Value narrowConstant(Value value, ArrayRef<float> elements);

  FloatType type;
  bool saturates;
  DenseMap<Value, Value> narrowed, rounded;
};
} // namespace

/// A constant of any size, which the folder would leave alone.
Value Rounding::narrowConstant(Value value, ArrayRef<float> elements) {
  APFloat most = APFloat::getLargest(type.getFloatSemantics());
  float largest = float(most.convertToDouble());
  std::vector<char> codes;
  for (float element : elements) {
    APFloat number(saturates && std::isfinite(element)
                       ? std::clamp(element, -largest, largest)
                       : element);
    bool losesInfo;
    number.convert(type.getFloatSemantics(), APFloat::rmNearestTiesToEven,
                   &losesInfo);
    uint64_t bits = number.bitcastToAPInt().getZExtValue();
    for (unsigned byte = 0; byte < type.getWidth() / 8; ++byte)
      codes.push_back(char(uint8_t(bits >> (8 * byte))));
  }
  OpBuilder b(value.getContext());
  b.setInsertionPointAfterValue(value);
  return createConstant(b, value.getLoc(),
                        cast<RankedTensorType>(value.getType()).clone(type),
                        codes, "cast");
}

Value Rounding::narrow(Value value) {
  if (auto cast = value.getDefiningOp<CastOp>())
    if (cast.getInput().getType().getElementType() == type)
      return cast.getInput();
  Value &result = narrowed[value];
  if (result)
    return result;
  if (auto elements = readF32Constant(value))
    return result = narrowConstant(value, *elements);
  OpBuilder b(value.getContext());
  b.setInsertionPointAfterValue(value);
  return result =
             CastOp::create(b, value.getLoc(),
                            cast<RankedTensorType>(value.getType()).clone(type),
                            value, RoundingMode::NearestEven, saturates);
}

Value Rounding::round(Value value) {
  if (isHandCast(value))
    return value;
  Value narrowValue = narrow(value);
  Value &result = rounded[value];
  if (result)
    return result;
  OpBuilder b(value.getContext());
  b.setInsertionPointAfterValue(narrowValue);
  return result = CastOp::create(b, value.getLoc(), value.getType(),
                                 narrowValue, RoundingMode::NearestEven,
                                 /*saturate=*/false);
}

void Rounding::roundResult(Value result) {
  Value value = round(result);
  Operation *cast = value.getDefiningOp<CastOp>().getInput().getDefiningOp();
  result.replaceAllUsesExcept(value, cast);
}

/// Casts the f32 operands of a contraction.
static void castContraction(Operation *op, Rounding &rounding) {
  auto castOperand = [&](bool isLhs) {
    Value value = ContractionSide{op, isLhs}.operand();
    auto widened = value.getDefiningOp<CastOp>();
    Value narrow = rounding.narrow(value);
    bool wasRounded = widened && narrow == widened.getInput();
    return QuantizedOperand{
        isHandCast(value) && !wasRounded ? value : narrow, {}, {}, {}};
  };
  Operation *result =
      rebuildContraction(op, castOperand(true), castOperand(false));
  op->replaceAllUsesWith(result);
  op->erase();
}

/// Whether `op` is a contraction whose f32 operands nobody has looked at.
static bool isFullF32(Operation *op) {
  if (!isPlainContraction(op))
    return false;
  if (auto conv = dyn_cast<ConvOp>(op))
    return conv.getPrecision() == OperandPrecision::Full;
  auto matmul = cast<MatmulOp>(op);
  return matmul.getPrecision() == OperandPrecision::Full &&
         !matmul.getSchedule();
}

static void setTf32(Operation *op) {
  if (auto conv = dyn_cast<ConvOp>(op))
    conv.setPrecision(OperandPrecision::TF32);
  else
    cast<MatmulOp>(op).setPrecision(OperandPrecision::TF32);
}

static FloatType findType(MLIRContext *context, StringRef name) {
  if (name == "bf16")
    return BFloat16Type::get(context);
  if (name == "f16")
    return Float16Type::get(context);
  if (name == "f8E4M3")
    return Float8E4M3Type::get(context);
  return {};
}

namespace {
struct AutoCast : mixp::impl::AutoCastPassBase<AutoCast> {
  using AutoCastPassBase::AutoCastPassBase;

  void runOnOperation() override {
    FloatType narrow = findType(&getContext(), type);
    if (failed(checkOptions(narrow)))
      return signalPassFailure();
    if (policy == "none")
      return;
    SmallVector<Operation *> contractions, elementwise;
    getOperation().walk([&](Operation *op) {
      // The body of a linalg op is part of it.
      if (op->getParentOp() && isa<linalg::LinalgOp>(op->getParentOp()))
        return;
      if (isFullF32(op))
        contractions.push_back(op);
      else if (isElementwise(op) || isReduction(op))
        elementwise.push_back(op);
    });
    if (!narrow) {
      llvm::for_each(contractions, setTf32);
      return;
    }
    Rounding rounding(narrow);
    if (policy == "all")
      for (Operation *op : elementwise)
        roundElements(op, rounding);
    for (Operation *op : contractions)
      castContraction(op, rounding);
  }

private:
  LogicalResult checkOptions(FloatType narrow) {
    if (policy != "none" && policy != "matmult" && policy != "all")
      return emitError(getOperation().getLoc())
             << "expected a policy of none, matmult or all but got '" << policy
             << "'";
    if (!narrow && type != "tf32")
      return emitError(getOperation().getLoc())
             << "expected a type of bf16, f16, tf32 or f8E4M3 but got '" << type
             << "'";
    return success();
  }

  static void roundElements(Operation *op, Rounding &rounding) {
    auto structured = dyn_cast<linalg::LinalgOp>(op);
    int64_t count =
        structured ? structured.getNumDpsInputs() : op->getNumOperands();
    for (OpOperand &operand : op->getOpOperands().take_front(count))
      if (isF32Tensor(operand.get()))
        operand.set(rounding.round(operand.get()));
    if (isElementwise(op))
      rounding.roundResult(op->getResult(0));
  }
};
} // namespace
