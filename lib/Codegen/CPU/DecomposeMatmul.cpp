//===- DecomposeMatmul.cpp - Products that kernels take, and the rest -----===//
#include "CodedRhs.h"
#include "ElementwiseBuilder.h"
#include "HalfZeroPoints.h"
#include "Legality.h"
#include "NativeForm.h"
#include "ProductSide.h"
#include "mixp/Codegen/CPU/Passes.h"
#include "mixp/Target/ModuleTarget.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/BuiltinOps.h"

namespace mixp {
#define GEN_PASS_DEF_DECOMPOSEMATMULPASS
#include "mixp/Codegen/CPU/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

namespace {
class Decomposition {
public:
  Decomposition(MatmulOp op, TargetAttr target)
      : op(op), target(target), b(op), loc(op.getLoc()),
        rank(op.getOuts().getType().getRank()) {}

  /// Replaces the op by a native one and elementwise ops, or leaves it alone.
  void run();

private:
  bool addCorrection(const ProductSide &side, const ProductSide &other,
                     SmallVectorImpl<MappedOperand> &corrections);
  bool isBits(const ProductSide &lhs, const ProductSide &rhs) const {
    return multipliesBits(lhs.element(), lhs.isUnsigned, rhs.element(),
                          rhs.isUnsigned, target);
  }
  bool decomposeExact(ProductSide &lhs, ProductSide &rhs);
  bool decomposeGrouped(ProductSide &lhs, ProductSide &rhs);
  void finishCoded(const ProductSide &lhs, const ProductSide &rhs);
  bool decomposeBF16(ProductSide &lhs, ProductSide &rhs);
  bool decomposeFloat(ProductSide &lhs, ProductSide &rhs);
  Value createProduct(const ProductSide &lhs, const ProductSide &rhs,
                      Type accumulator, bool keepRhsTables);
  void
  finish(Value product, std::optional<MappedOperand> lhsScale,
         std::optional<MappedOperand> rhsScale,
         ArrayRef<MappedOperand> corrections,
         function_ref<Value(OpBuilder &, Location, Value, ValueRange)> correct);

  AffineMap resultMap(ArrayRef<int64_t> dims);

  MatmulOp op;
  TargetAttr target;
  OpBuilder b;
  Location loc;
  int64_t rank;
};
} // namespace

/// A map from the result's dims to the listed ones.
AffineMap Decomposition::resultMap(ArrayRef<int64_t> dims) {
  SmallVector<AffineExpr> exprs;
  for (int64_t dim : dims)
    exprs.push_back(b.getAffineDimExpr(dim));
  return AffineMap::get(rank, 0, exprs, b.getContext());
}

static Value multiply(OpBuilder &b, Location loc, Value x, int32_t factor) {
  if (factor == 1)
    return x;
  Value by = arith::ConstantOp::create(b, loc, b.getI32IntegerAttr(factor));
  return arith::MulIOp::create(b, loc, x, by);
}

//===----------------------------------------------------------------------===//
// Products
//===----------------------------------------------------------------------===//

/// The product in native form, into zeros.
Value Decomposition::createProduct(const ProductSide &lhs,
                                   const ProductSide &rhs, Type accumulator,
                                   bool keepRhsTables) {
  SmallVector<OpFoldResult> sizes = tensor::getMixedSizes(b, loc, op.getOuts());
  Value empty = tensor::EmptyOp::create(b, loc, sizes, accumulator);
  Value zero = arith::ConstantOp::create(b, loc, b.getZeroAttr(accumulator));
  Value outs = linalg::FillOp::create(b, loc, zero, empty).getResult(0);
  auto product = MatmulOp::create(b, loc, lhs.value, rhs.value, outs);
  product.setLhsUnsigned(lhs.isUnsigned && lhs.element().isInteger());
  product.setRhsUnsigned(rhs.isUnsigned && rhs.element().isInteger());
  product.setScheduleAttr(op.getScheduleAttr());
  if (keepRhsTables) {
    if (rhs.scale)
      product.getRhsScaleMutable().assign(rhs.scale);
    if (rhs.zeroPoint)
      product.getRhsZeroPointMutable().assign(rhs.zeroPoint);
    product.setRhsBlock(ArrayRef<int64_t>(rhs.block));
  }
  return product.getResult();
}

/// product -> outs + correct(product) * (lhsScale * rhsScale), each step
/// rounded as docs/Numerics.md says, narrowed to the result's type; replaces
/// the op.
void Decomposition::finish(
    Value product, std::optional<MappedOperand> lhsScale,
    std::optional<MappedOperand> rhsScale, ArrayRef<MappedOperand> corrections,
    function_ref<Value(OpBuilder &, Location, Value, ValueRange)> correct) {
  Type result = op.getOuts().getType().getElementType();
  AffineMap identity = b.getMultiDimIdentityMap(rank);
  SmallVector<MappedOperand> operands = {{product, identity}};
  llvm::append_range(operands, corrections);
  if (lhsScale)
    operands.push_back(*lhsScale);
  if (rhsScale)
    operands.push_back(*rhsScale);
  bool addsOuts = !isZeroTensor(op.getOuts());
  if (addsOuts)
    operands.push_back({op.getOuts(), identity});
  if (operands.size() == 1 && product.getType() == op.getOuts().getType()) {
    op.replaceAllUsesWith(product);
    op.erase();
    return;
  }
  auto body = [&](OpBuilder &nb, Location l, ValueRange values) -> Value {
    Value x = correct(nb, l, values[0], values.slice(1, corrections.size()));
    ValueRange scales = values.drop_front(1 + corrections.size());
    if (x.getType().isInteger() && !result.isInteger())
      x = arith::SIToFPOp::create(nb, l, nb.getF32Type(), x);
    if (lhsScale && rhsScale) {
      Value scale = arith::MulFOp::create(nb, l, scales[0], scales[1]);
      x = arith::MulFOp::create(nb, l, x, scale);
    } else if (lhsScale || rhsScale) {
      x = arith::MulFOp::create(nb, l, x, scales[0]);
    }
    if (addsOuts) {
      Value outs = values.back();
      if (result.isInteger())
        return arith::AddIOp::create(nb, l, outs, x);
      if (!result.isF32())
        outs = arith::ExtFOp::create(nb, l, nb.getF32Type(), outs);
      x = arith::AddFOp::create(nb, l, outs, x);
    }
    if (isa<FloatType>(result) && !result.isF32())
      x = arith::TruncFOp::create(nb, l, result, x);
    return x;
  };
  SmallVector<OpFoldResult> sizes = tensor::getMixedSizes(b, loc, op.getOuts());
  Value finished = buildElementwise(b, loc, sizes, result, operands, body);
  if (finished.getType() != op.getOuts().getType())
    finished = tensor::CastOp::create(b, loc, op.getOuts().getType(), finished);
  op.replaceAllUsesWith(finished);
  op.erase();
}

/// Appends a side's zero points and the sums along K of the other side, whose
/// product is to be taken off; false where a kernel cannot index them.
bool Decomposition::addCorrection(const ProductSide &side,
                                  const ProductSide &other,
                                  SmallVectorImpl<MappedOperand> &corrections) {
  if (!side.zeroPoint)
    return true;
  std::optional<MappedOperand> zeroPoint = side.mapToResult(b, side.zeroPoint);
  if (!zeroPoint)
    return false;
  int64_t reduction = other.isLhs ? rank - 1 : rank - 2;
  int64_t parallel = other.isLhs ? rank - 2 : rank - 1;
  ProductSide summed = other;
  if (!summed.isConstant())
    summed.widenSubByte(b, loc);
  Value sums =
      buildIntegerSums(b, loc, summed.value, reduction, other.isUnsigned);
  corrections.push_back(*zeroPoint);
  corrections.push_back(
      {sums, rank == 3 ? resultMap({0, parallel}) : resultMap({parallel})});
  return true;
}

/// Integer sides, constant along K: the product of the stored values, and
///   sum (a - za)(b - zb)
///     = sum a b - za sum b - zb sum a + K za zb   (modulo 2^32)
/// With zero points that are multiples of 1/2, a and za or b and zb are twice
/// as large, and the sum is halved again as an f32.
bool Decomposition::decomposeExact(ProductSide &lhs, ProductSide &rhs) {
  if (!isBits(lhs, rhs) &&
      !CodedRhs(rhs, 0).matchValues(*CodedRhs(rhs, 0).selectInteger(
          target, countRows(op), lhs.isUnsigned)))
    rhs.widenSubByte(b, loc);
  int32_t factors[] = {1, 1};
  for (auto [side, factor] : llvm::zip_equal(ArrayRef{&lhs, &rhs}, factors)) {
    if (!isRealZeroPoint(side->zeroPoint))
      continue;
    side->zeroPoint = doubleZeroPoint(b, loc, side->zeroPoint);
    factor = 2;
  }
  SmallVector<MappedOperand> corrections;
  std::optional<MappedOperand> lhsScale, rhsScale;
  if (lhs.scale && !(lhsScale = lhs.mapToResult(b, lhs.scale)))
    return false;
  if (rhs.scale && !(rhsScale = rhs.mapToResult(b, rhs.scale)))
    return false;
  if (!addCorrection(lhs, rhs, corrections) ||
      !addCorrection(rhs, lhs, corrections))
    return false;
  Value size;
  if (lhs.zeroPoint && rhs.zeroPoint) {
    Value k = getValueOrCreateConstantIndexOp(
        b, loc, tensor::getMixedSize(b, loc, lhs.value, rank - 1));
    size = arith::IndexCastOp::create(b, loc, b.getI32Type(), k);
  }
  // Each sum comes without the zero points' side.
  SmallVector<int32_t> sumFactors;
  if (lhs.zeroPoint)
    sumFactors.push_back(factors[1]);
  if (rhs.zeroPoint)
    sumFactors.push_back(factors[0]);
  int32_t whole = factors[0] * factors[1];
  Value product = createProduct(lhs, rhs, b.getI32Type(), false);
  finish(product, lhsScale, rhsScale, corrections,
         [&](OpBuilder &nb, Location l, Value x, ValueRange values) {
           x = multiply(nb, l, x, whole);
           for (size_t i = 0; i < values.size(); i += 2) {
             Value term =
                 arith::MulIOp::create(nb, l, values[i], values[i + 1]);
             term = multiply(nb, l, term, sumFactors[i / 2]);
             x = arith::SubIOp::create(nb, l, x, term);
           }
           if (size) {
             Value both = arith::MulIOp::create(nb, l, values[0], values[2]);
             both = arith::MulIOp::create(nb, l, both, size);
             x = arith::AddIOp::create(nb, l, x, both);
           }
           if (whole == 1)
             return x;
           x = arith::SIToFPOp::create(nb, l, nb.getF32Type(), x);
           FloatAttr part =
               nb.getF32FloatAttr(1.0f / static_cast<float>(whole));
           Value by = arith::ConstantOp::create(nb, l, part);
           return Value(arith::MulFOp::create(nb, l, x, by));
         });
  return true;
}

/// Integer sides, groups of a constant rhs: the kernel scales each group.
bool Decomposition::decomposeGrouped(ProductSide &lhs, ProductSide &rhs) {
  bool isConstant = rhs.isConstant() && rhs.scale &&
                    rhs.scale.getDefiningOp<arith::ConstantOp>();
  if (rank != 2 || !lhs.element().isInteger(8) || !isConstant ||
      lhs.zeroPoint || !lhs.isConstantAlongK)
    return false;
  auto narrow = selectByteProduct(target, countRows(op), lhs.isUnsigned,
                                  signOfNarrow(rhs.zeroPoint));
  if (!narrow)
    return false;
  if (!CodedRhs(rhs, 0).matchGroups(narrow->kind, target)) {
    rhs.widenSubByte(b, loc);
    auto bytes = selectByteProduct(target, countRows(op), lhs.isUnsigned,
                                   rhs.isUnsigned);
    // A flipped rhs needs the sums of lhs, and that for each group.
    if (rhs.zeroPoint || !rhs.element().isInteger(8) || bytes->flipRhs ||
        rhs.block[1] != 1 || rhs.block[0] % wordElements(bytes->kind) != 0 ||
        rhs.block[0] > 1 << 15)
      return false;
  }
  std::optional<MappedOperand> lhsScale;
  if (lhs.scale && !(lhsScale = lhs.mapToResult(b, lhs.scale)))
    return false;
  Value product = createProduct(lhs, rhs, b.getF32Type(), true);
  finish(product, lhsScale, std::nullopt, {},
         [](OpBuilder &, Location, Value x, ValueRange) { return x; });
  return true;
}

/// A product of f32 sums with an rhs that the kernel decodes.
void Decomposition::finishCoded(const ProductSide &lhs,
                                const ProductSide &rhs) {
  std::optional<MappedOperand> rhsScale;
  bool isApplied = CodedRhs(rhs, 0).isApplied();
  if (rhs.scale && !isApplied)
    rhsScale = rhs.mapToResult(b, rhs.scale);
  Value product = createProduct(lhs, rhs, b.getF32Type(), isApplied);
  finish(product, std::nullopt, rhsScale, {},
         [](OpBuilder &, Location, Value x, ValueRange) { return x; });
}

/// Both sides as bf16 where the target multiplies those faster.
bool Decomposition::decomposeBF16(ProductSide &lhs, ProductSide &rhs) {
  auto isPlain = [](const ProductSide &side) {
    return !side.scale && !side.zeroPoint &&
           (side.element().isBF16() || side.isNarrowFloat());
  };
  auto bf16 = selectBf16Product(target, countRows(op));
  if (!isPlain(lhs) || !bf16)
    return false;
  bool isCoded = CodedRhs(rhs, 0).match(*bf16, target).has_value();
  if (!isCoded && !isPlain(rhs))
    return false;
  lhs.decodeToBF16(b, loc);
  if (!isCoded)
    rhs.decodeToBF16(b, loc);
  finishCoded(lhs, rhs);
  return true;
}

/// Everything else: f32 products.
bool Decomposition::decomposeFloat(ProductSide &lhs, ProductSide &rhs) {
  if (!lhs.toF32(b, loc))
    return false;
  auto mulAdd = selectProduct(target, countRows(op), MmaOperands::F32);
  if (CodedRhs(rhs, 0).match(*mulAdd, target)) {
    finishCoded(lhs, rhs);
    return true;
  }
  rhs.widenSubByte(b, loc);
  std::optional<MappedOperand> rhsScale;
  bool keepScale = false;
  if (rhs.element().isInteger(8)) {
    if (rhs.scale && rhs.isConstantAlongK)
      rhsScale = rhs.mapToResult(b, rhs.scale);
    else if (rhs.scale)
      keepScale = rhs.isConstant() && rank == 2 && rhs.block[1] == 1 &&
                  rhs.scale.getDefiningOp<arith::ConstantOp>();
    bool handled = !rhs.scale || rhsScale || keepScale;
    if ((rhs.zeroPoint || !handled) && !rhs.toF32(b, loc))
      return false;
    if (rhs.element().isF32())
      rhsScale.reset();
  } else if (rhs.isNarrowFloat() && !rhs.scale) {
    // Half the bytes of f32 to read.
    rhs.decodeToBF16(b, loc);
  } else if (rhs.scale || rhs.zeroPoint || rhs.element().isInteger()) {
    if (!rhs.toF32(b, loc))
      return false;
  }
  Value product =
      createProduct(lhs, rhs, b.getF32Type(), keepScale && rhs.scale);
  finish(product, std::nullopt, rhsScale, {},
         [](OpBuilder &, Location, Value x, ValueRange) { return x; });
  return true;
}

void Decomposition::run() {
  ProductSide lhs = ProductSide::lhsOf(op), rhs = ProductSide::rhsOf(op);
  bool isInteger = lhs.element().isInteger() && rhs.element().isInteger();
  lhs.widenScale(b, loc);
  rhs.widenScale(b, loc);
  int64_t k = op.getLhs().getType().getDimSize(op.getLhsReductionDim());
  bool isExact =
      isInteger && (op.isExact() || sumsExactlyInHalves(lhs, rhs, k));
  if (!isExact || !isBits(lhs, rhs))
    lhs.widenSubByte(b, loc);
  if (op.getTransposeLhs())
    lhs.transpose(b, loc);
  if (op.getTransposeRhs())
    rhs.transpose(b, loc);
  if (isExact) {
    decomposeExact(lhs, rhs);
    return;
  }
  if (isInteger && decomposeGrouped(lhs, rhs))
    return;
  if (!decomposeBF16(lhs, rhs))
    decomposeFloat(lhs, rhs);
}

namespace {
struct DecomposeMatmul : mixp::impl::DecomposeMatmulPassBase<DecomposeMatmul> {
  void runOnOperation() override {
    TargetAttr target = requireTarget(getOperation());
    if (!target)
      return signalPassFailure();
    SmallVector<MatmulOp> ops;
    getOperation().walk([&](MatmulOp op) { ops.push_back(op); });
    for (MatmulOp op : ops)
      if (!matchNativeForm(op, target) &&
          !classifyProduct(op, target).isGeneric())
        Decomposition(op, target).run();
  }
};
} // namespace
