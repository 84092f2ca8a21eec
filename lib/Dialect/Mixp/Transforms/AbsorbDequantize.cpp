//===- AbsorbDequantize.cpp - Products of stored values -------------------===//
#include "AbsorbProof.h"
#include "ConstantMoves.h"
#include "ScratchOps.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mixp/Dialect/Mixp/Transforms/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/TypeUtilities.h"
#include "llvm/Support/MathExtras.h"

namespace mixp {
#define GEN_PASS_DEF_ABSORBDEQUANTIZEPASS
#include "mixp/Dialect/Mixp/Transforms/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

using Tensor = TypedValue<RankedTensorType>;

namespace {

/// A side of the product that can be absorbed.
struct Side {
  Dequantized value;
  SideBounds bounds;
  /// Dim of the stored values that is summed over.
  int64_t reduction;

  /// No scale or zero point varies along K.
  bool isConstantAlongK() const {
    return value.block.empty() || value.block[reduction] == 0;
  }
};

/// Absorbs what it can of one product.
class Absorption {
public:
  Absorption(MatmulOp op, bool trustScales)
      : op(op), trustScales(trustScales), b(op), loc(op.getLoc()), scratch(b) {}

  void run();

private:
  std::optional<Side> findSide(Value operand, int64_t reduction,
                               StringRef name);
  bool provePair(Side &lhs, Side &rhs);
  bool fitsAccumulator(const Side &lhs, const Side &rhs);
  bool cutIntoBlocks(const Side &lhs, Side &rhs);
  Tensor createOnes(const Dequantized &side);
  void addMissingScales();
  void rewrite();

  MatmulOp op;
  bool trustScales;
  OpBuilder b;
  Location loc;
  ScratchOps scratch;
  std::optional<Side> lhs, rhs;
  RemarkCode done = RemarkCode::AbsorbedFloat;
};

} // namespace

/// Whether the product is already more than one of f32 values: with scales that
/// would have to be multiplied, positions of sparse values, sizes that someone
/// chose, or wider roundings.
static bool isPinned(MatmulOp op) {
  return op.getLhsScale() || op.getLhsZeroPoint() || op.getLhsMetadata() ||
         op.getRhsScale() || op.getRhsZeroPoint() || op.getRhsMetadata() ||
         op.getSchedule() || llvm::any_of(op->getOperandTypes(), [](Type type) {
           return getElementTypeOrSelf(type).isF64();
         });
}

std::optional<Side> Absorption::findSide(Value operand, int64_t reduction,
                                         StringRef name) {
  auto refuse = [&](RemarkCode reason) {
    reportRemark(op, reason) << remark::metric("Side", name);
    return std::nullopt;
  };
  bool blocked = false;
  std::optional<Dequantized> value = findDequantized(b, operand, blocked);
  if (blocked)
    return refuse(RemarkCode::AbsorbBlock);
  if (!value)
    return std::nullopt;
  if (isPinned(op))
    return refuse(RemarkCode::AbsorbPinned);
  RemarkCode reason;
  std::optional<SideBounds> bounds = findBounds(*value, trustScales, reason);
  if (!bounds)
    return refuse(reason);
  return Side{*value, *bounds, reduction};
}

//===----------------------------------------------------------------------===//
// The accumulator
//===----------------------------------------------------------------------===//

/// Whether every partial sum of integer products stays below 2^31: by the
/// types' ranges, else by the values of a constant side.
bool Absorption::fitsAccumulator(const Side &lhs, const Side &rhs) {
  int64_t k = lhs.value.values.getType().getDimSize(lhs.reduction);
  if (ShapedType::isDynamic(k))
    k = rhs.value.values.getType().getDimSize(rhs.reduction);
  if (!ShapedType::isDynamic(k) && k <= longestSum(lhs.bounds, rhs.bounds))
    return true;
  for (auto [side, other] : {std::pair(&rhs, &lhs), std::pair(&lhs, &rhs)})
    if (auto sum = largestSum(side->value, side->reduction))
      if (*sum * other->bounds.magnitude < 0x1p31)
        return true;
  return false;
}

/// Repeats the scales of rhs for blocks of K so short that 32 bits hold their
/// sums. The product then follows the float rule, which adds blocks in f32.
bool Absorption::cutIntoBlocks(const Side &lhs, Side &rhs) {
  int64_t k = rhs.value.values.getType().getDimSize(rhs.reduction);
  int64_t longest = longestSum(lhs.bounds, rhs.bounds);
  if (ShapedType::isDynamic(k) || longest < 8)
    return false;
  int64_t block =
      std::min<int64_t>(llvm::bit_floor(uint64_t(longest)), 1 << 15);
  Dequantized &value = rhs.value;
  if (!value.scale)
    value.scale = createOnes(value);
  if (value.block.empty())
    value.block.assign(value.values.getType().getRank(), 0);
  value.block[rhs.reduction] = block;
  for (Tensor *table : {&value.scale, &value.zeroPoint})
    if (*table) {
      SmallVector<Value> copies(llvm::divideCeil(k, block), *table);
      *table = cast<Tensor>(concatTensors(b, loc, rhs.reduction, copies));
    }
  return true;
}

/// What two absorbed sides need beside what each needs on its own.
bool Absorption::provePair(Side &lhs, Side &rhs) {
  bool isExact = lhs.bounds.isInteger && rhs.bounds.isInteger &&
                 lhs.isConstantAlongK() && rhs.isConstantAlongK();
  if (!mayScaleAfterSum(lhs.bounds, rhs.bounds)) {
    reportRemark(op, RemarkCode::AbsorbScaleRange);
    return false;
  }
  if (!isExact)
    return true;
  done = RemarkCode::AbsorbedExact;
  if (fitsAccumulator(lhs, rhs))
    return true;
  done = RemarkCode::AbsorbedInBlocks;
  if (cutIntoBlocks(lhs, rhs))
    return true;
  reportRemark(op, RemarkCode::AbsorbOverflow)
      << remark::metric("LongestK", longestSum(lhs.bounds, rhs.bounds));
  return false;
}

//===----------------------------------------------------------------------===//
// Rewriting
//===----------------------------------------------------------------------===//

/// Scales of 1 in the shape of the side's zero points, or one for all.
Tensor Absorption::createOnes(const Dequantized &side) {
  Type f32 = b.getF32Type();
  SmallVector<int64_t> shape(side.values.getType().getRank(), 1);
  if (side.zeroPoint)
    shape.assign(side.zeroPoint.getType().getShape().begin(),
                 side.zeroPoint.getType().getShape().end());
  auto type = RankedTensorType::get(shape, f32);
  if (type.hasStaticShape())
    return cast<Tensor>(
        arith::ConstantOp::create(b, loc, DenseElementsAttr::get(type, 1.0f))
            .getResult());
  Value one = arith::ConstantOp::create(b, loc, b.getF32FloatAttr(1.0f));
  Value empty = tensor::EmptyOp::create(
      b, loc, tensor::getMixedSizes(b, loc, side.zeroPoint), f32);
  return cast<Tensor>(linalg::FillOp::create(b, loc, one, empty).getResult(0));
}

/// Integers without scales would make an i32 product, and an f32 zero point
/// needs a scale beside it.
void Absorption::addMissingScales() {
  auto add = [&](Dequantized &side) {
    side.scale = createOnes(side);
    if (side.block.empty())
      side.block.assign(side.values.getType().getRank(), 0);
  };
  for (std::optional<Side> *side : {&lhs, &rhs})
    if (*side && !(*side)->value.scale && (*side)->value.zeroPoint &&
        isa<FloatType>((*side)->value.zeroPoint.getType().getElementType()))
      add((*side)->value);
  auto isInteger = [](const std::optional<Side> &side, Tensor operand) {
    Tensor values = side ? side->value.values : operand;
    return isa<IntegerType>(values.getType().getElementType());
  };
  bool hasScale = (lhs && lhs->value.scale) || (rhs && rhs->value.scale);
  if (hasScale || !isInteger(lhs, op.getLhs()) || !isInteger(rhs, op.getRhs()))
    return;
  add(rhs ? rhs->value : lhs->value);
}

/// matmul(dequantize a, dequantize b) => matmul a scale ... b scale ...
void Absorption::rewrite() {
  addMissingScales();
  auto absorbed = cast<MatmulOp>(b.clone(*op));
  auto assign = [](MutableOperandRange range, Tensor table) {
    if (table)
      range.assign(table);
  };
  if (lhs) {
    absorbed.getLhsMutable().assign(lhs->value.values);
    assign(absorbed.getLhsScaleMutable(), lhs->value.scale);
    assign(absorbed.getLhsZeroPointMutable(), lhs->value.zeroPoint);
    if (lhs->value.hasTable())
      absorbed.setLhsBlock(ArrayRef<int64_t>(lhs->value.block));
    absorbed.setLhsUnsigned(lhs->value.isSignlessUnsigned());
  }
  if (rhs) {
    absorbed.getRhsMutable().assign(rhs->value.values);
    assign(absorbed.getRhsScaleMutable(), rhs->value.scale);
    assign(absorbed.getRhsZeroPointMutable(), rhs->value.zeroPoint);
    if (rhs->value.hasTable())
      absorbed.setRhsBlock(ArrayRef<int64_t>(rhs->value.block));
    absorbed.setRhsUnsigned(rhs->value.isSignlessUnsigned());
  }
  // Stored values are multiplied as they are: within any precision's bound.
  absorbed.setPrecision(OperandPrecision::Full);
  reportRemark(absorbed, done);
  op.replaceAllUsesWith(absorbed.getResult());
  op.erase();
  scratch.keep();
}

void Absorption::run() {
  lhs = findSide(op.getLhs(), op.getLhsReductionDim(), "lhs");
  rhs = findSide(op.getRhs(), op.getRhsReductionDim(), "rhs");
  if ((!lhs && !rhs) || (lhs && rhs && !provePair(*lhs, *rhs)))
    return;
  rewrite();
}

namespace {
struct AbsorbDequantize
    : mixp::impl::AbsorbDequantizePassBase<AbsorbDequantize> {
  using AbsorbDequantizePassBase::AbsorbDequantizePassBase;

  void runOnOperation() override {
    SmallVector<MatmulOp> ops;
    getOperation()->walk([&](MatmulOp op) { ops.push_back(op); });
    for (MatmulOp op : ops)
      Absorption(op, trustScales).run();
  }
};
} // namespace
