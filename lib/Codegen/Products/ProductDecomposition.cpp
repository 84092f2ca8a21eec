//===- ProductDecomposition.cpp - A product taken apart -------------------===//
#include "Products/ProductDecomposition.h"
#include "Products/HalfZeroPoints.h"
#include "Products/ZeroTensor.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mixp;

/// A map from the result's dims to the listed ones.
AffineMap ProductDecomposition::resultMap(ArrayRef<int64_t> dims) {
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

Value ProductDecomposition::createProduct(const ProductSide &lhs,
                                          const ProductSide &rhs,
                                          Type accumulator,
                                          bool keepRhsTables) {
  SmallVector<OpFoldResult> sizes = tensor::getMixedSizes(b, loc, op.getOuts());
  Value empty = tensor::EmptyOp::create(b, loc, sizes, accumulator);
  Value zero = arith::ConstantOp::create(b, loc, b.getZeroAttr(accumulator));
  Value outs = linalg::FillOp::create(b, loc, zero, empty).getResult(0);
  auto product = MatmulOp::create(b, loc, lhs.value, rhs.value, outs);
  // An unsigned type says so itself.
  product.setLhsUnsigned(lhs.isUnsigned && lhs.element().isSignlessInteger());
  product.setRhsUnsigned(rhs.isUnsigned && rhs.element().isSignlessInteger());
  product.setTransposeLhs(lhs.isTransposed);
  product.setTransposeRhs(rhs.isTransposed);
  product.setPrecision(op.getPrecision());
  product.setFastAccumulate(op.getFastAccumulate());
  product.setScheduleAttr(op.getScheduleAttr());
  // Among them a GPU's schedule that somebody wrote.
  product->setDiscardableAttrs(op->getDiscardableAttrDictionary());
  if (keepRhsTables) {
    if (rhs.scale)
      product.getRhsScaleMutable().assign(rhs.scale);
    if (rhs.zeroPoint)
      product.getRhsZeroPointMutable().assign(rhs.zeroPoint);
    product.setRhsBlock(ArrayRef<int64_t>(rhs.block));
  }
  return product.getResult();
}

void ProductDecomposition::finish(
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

bool ProductDecomposition::finishScaled(const ProductSide &lhs,
                                        const ProductSide &rhs,
                                        Type accumulator) {
  std::optional<MappedOperand> lhsScale, rhsScale;
  if (lhs.scale && !(lhsScale = lhs.mapToResult(b, lhs.scale)))
    return false;
  if (rhs.scale && !(rhsScale = rhs.mapToResult(b, rhs.scale)))
    return false;
  finish(createProduct(lhs, rhs, accumulator, false), lhsScale, rhsScale, {},
         [](OpBuilder &, Location, Value x, ValueRange) { return x; });
  return true;
}

/// Appends a side's zero points and the sums along K of the other side, whose
/// product is to be taken off; false where a kernel cannot index them.
bool ProductDecomposition::addCorrection(
    const ProductSide &side, const ProductSide &other,
    SmallVectorImpl<MappedOperand> &corrections) {
  if (!side.zeroPoint)
    return true;
  std::optional<MappedOperand> zeroPoint = side.mapToResult(b, side.zeroPoint);
  if (!zeroPoint)
    return false;
  int64_t parallel = other.isLhs ? rank - 2 : rank - 1;
  int64_t reduction = other.storedReduction();
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

bool ProductDecomposition::decomposeExact(ProductSide &lhs, ProductSide &rhs) {
  ProductSide *sides[] = {&lhs, &rhs};
  int32_t factors[] = {1, 1};
  for (auto [side, factor] : llvm::zip_equal(sides, factors)) {
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
        b, loc, tensor::getMixedSize(b, loc, lhs.value, lhs.storedReduction()));
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
