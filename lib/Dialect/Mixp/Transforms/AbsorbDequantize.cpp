//===- AbsorbDequantize.cpp - Products of stored values -------------------===//
#include "AbsorbedSide.h"
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

using Side = AbsorbedSide;

/// Absorbs what it can of one product.
class Absorption {
public:
  Absorption(Operation *op, bool trustScales)
      : op(op), trustScales(trustScales), b(op), loc(op->getLoc()), scratch(b) {
  }

  void run();

private:
  std::optional<Side> findSide(ContractionSide side);
  bool provePair(Side &lhs, Side &rhs);
  bool fitsAccumulator(const Side &lhs, const Side &rhs);
  bool cutIntoBlocks(const Side &lhs, Side &rhs);
  void repeatTables(Dequantized &value, int64_t dim, int64_t block);
  Tensor createOnes(const Dequantized &side);
  void addMissingScales();
  void rewrite();

  Operation *op;
  bool trustScales;
  OpBuilder b;
  Location loc;
  ScratchOps scratch;
  std::optional<Side> lhs, rhs;
  RemarkCode done = RemarkCode::AbsorbedFloat;
};

} // namespace

std::optional<Side> Absorption::findSide(ContractionSide side) {
  auto refuse = [&](RemarkCode reason) {
    reportRemark(op, reason) << remark::metric("Side", side.name());
    return std::nullopt;
  };
  bool blocked = false;
  std::optional<Dequantized> value =
      findDequantized(b, side.operand(), blocked);
  if (blocked || (value && !takesBlocks(side, *value)))
    return refuse(RemarkCode::AbsorbBlock);
  if (!value)
    return std::nullopt;
  if (isPinnedContraction(op))
    return refuse(RemarkCode::AbsorbPinned);
  if (!canStorePadding(side, *value))
    return refuse(RemarkCode::AbsorbPadding);
  RemarkCode reason;
  std::optional<SideBounds> bounds = findBounds(*value, trustScales, reason);
  if (!bounds)
    return refuse(reason);
  return Side{*value, *bounds, reducedDims(side)};
}

//===----------------------------------------------------------------------===//
// The accumulator
//===----------------------------------------------------------------------===//

/// Whether every partial sum of integer products stays below 2^31: by the
/// types' ranges, else by the values of a constant side.
bool Absorption::fitsAccumulator(const Side &lhs, const Side &rhs) {
  int64_t k = countTerms(op);
  if (!ShapedType::isDynamic(k) && k <= longestSum(lhs.bounds, rhs.bounds))
    return true;
  for (auto [side, other] : {std::pair(&rhs, &lhs), std::pair(&lhs, &rhs)})
    if (auto sum = largestSum(side->value, side->reduction))
      if (*sum * other->bounds.magnitude < 0x1p31)
        return true;
  return false;
}

/// Repeats scales and zero points for each block of `dim`.
void Absorption::repeatTables(Dequantized &value, int64_t dim, int64_t block) {
  int64_t size = value.values.getType().getDimSize(dim);
  value.block[dim] = block;
  for (Tensor *table : {&value.scale, &value.zeroPoint})
    if (*table) {
      SmallVector<Value> copies(llvm::divideCeil(size, block), *table);
      *table = cast<Tensor>(concatTensors(b, loc, dim, copies));
    }
}

/// Repeats the scales of rhs for blocks of K so short that 32 bits hold their
/// sums: of a filter, for each element of the window. The product then follows
/// the float rule, which adds blocks in f32.
bool Absorption::cutIntoBlocks(const Side &lhs, Side &rhs) {
  Dequantized &value = rhs.value;
  int64_t longest = longestSum(lhs.bounds, rhs.bounds);
  auto conv = dyn_cast<ConvOp>(op);
  int64_t dim = conv ? conv.getChannelDim() : rhs.reduction.front();
  int64_t size = value.values.getType().getDimSize(dim);
  if (ShapedType::isDynamic(size) || longest < 8 || (conv && size > longest))
    return false;
  if (!value.scale)
    value.scale = createOnes(value);
  if (value.block.empty())
    value.block.assign(value.values.getType().getRank(), 0);
  if (!conv) {
    repeatTables(
        value, dim,
        std::min<int64_t>(llvm::bit_floor(uint64_t(longest)), 1 << 15));
    return true;
  }
  for (int64_t i = 0; i < conv.getSpatialRank(); ++i)
    repeatTables(value, conv.getSpatialDim(i), 1);
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
  if (hasScale || !isInteger(lhs, ContractionSide{op, true}.operand()) ||
      !isInteger(rhs, ContractionSide{op, false}.operand()))
    return;
  add(rhs ? rhs->value : lhs->value);
}

/// matmul(dequantize a, dequantize b) => matmul a scale ... b scale ...
void Absorption::rewrite() {
  addMissingScales();
  Operation *absorbed = b.clone(*op);
  if (lhs)
    assignStored({absorbed, /*isLhs=*/true}, lhs->value);
  if (rhs)
    assignStored({absorbed, /*isLhs=*/false}, rhs->value);
  // Stored values are multiplied as they are: within any precision's bound.
  if (auto conv = dyn_cast<ConvOp>(absorbed))
    conv.setPrecision(OperandPrecision::Full);
  else
    cast<MatmulOp>(absorbed).setPrecision(OperandPrecision::Full);
  reportRemark(absorbed, done);
  op->replaceAllUsesWith(absorbed);
  op->erase();
  scratch.keep();
}

void Absorption::run() {
  lhs = findSide({op, /*isLhs=*/true});
  rhs = findSide({op, /*isLhs=*/false});
  if ((!lhs && !rhs) || (lhs && rhs && !provePair(*lhs, *rhs)))
    return;
  rewrite();
}

namespace {
struct AbsorbDequantize
    : mixp::impl::AbsorbDequantizePassBase<AbsorbDequantize> {
  using AbsorbDequantizePassBase::AbsorbDequantizePassBase;

  void runOnOperation() override {
    SmallVector<Operation *> ops;
    getOperation()->walk([&](Operation *op) {
      if (isa<MatmulOp, ConvOp>(op))
        ops.push_back(op);
    });
    for (Operation *op : ops)
      Absorption(op, trustScales).run();
  }
};
} // namespace
