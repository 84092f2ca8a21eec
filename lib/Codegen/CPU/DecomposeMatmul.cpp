//===- DecomposeMatmul.cpp - Products that kernels take, and the rest -----===//
#include "ElementwiseBuilder.h"
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
  bool decomposeExact(ProductSide &lhs, ProductSide &rhs);
  bool decomposeGrouped(ProductSide &lhs, ProductSide &rhs);
  bool decomposeBF16(ProductSide &lhs, ProductSide &rhs);
  bool decomposeFloat(ProductSide &lhs, ProductSide &rhs);
  Value createProduct(const ProductSide &lhs, const ProductSide &rhs,
                      Type accumulator, bool keepRhsScale);
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

//===----------------------------------------------------------------------===//
// Products
//===----------------------------------------------------------------------===//

/// The product in native form, into zeros.
Value Decomposition::createProduct(const ProductSide &lhs,
                                   const ProductSide &rhs, Type accumulator,
                                   bool keepRhsScale) {
  SmallVector<OpFoldResult> sizes = tensor::getMixedSizes(b, loc, op.getOuts());
  Value empty = tensor::EmptyOp::create(b, loc, sizes, accumulator);
  Value zero = arith::ConstantOp::create(b, loc, b.getZeroAttr(accumulator));
  Value outs = linalg::FillOp::create(b, loc, zero, empty).getResult(0);
  auto product = MatmulOp::create(b, loc, lhs.value, rhs.value, outs);
  product.setLhsUnsigned(lhs.isUnsigned && lhs.element().isInteger());
  product.setRhsUnsigned(rhs.isUnsigned && rhs.element().isInteger());
  product.setScheduleAttr(op.getScheduleAttr());
  if (keepRhsScale) {
    product.getRhsScaleMutable().assign(rhs.scale);
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
  Value sums =
      buildIntegerSums(b, loc, other.value, reduction, other.isUnsigned);
  corrections.push_back(*zeroPoint);
  corrections.push_back(
      {sums, rank == 3 ? resultMap({0, parallel}) : resultMap({parallel})});
  return true;
}

/// Integer sides, constant along K: the product of the stored values, and
///   sum (a - za)(b - zb)
///     = sum a b - za sum b - zb sum a + K za zb   (modulo 2^32)
bool Decomposition::decomposeExact(ProductSide &lhs, ProductSide &rhs) {
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
  Value product = createProduct(lhs, rhs, b.getI32Type(), false);
  finish(product, lhsScale, rhsScale, corrections,
         [&](OpBuilder &nb, Location l, Value x, ValueRange values) {
           for (size_t i = 0; i < values.size(); i += 2) {
             Value term =
                 arith::MulIOp::create(nb, l, values[i], values[i + 1]);
             x = arith::SubIOp::create(nb, l, x, term);
           }
           if (!size)
             return x;
           Value both = arith::MulIOp::create(nb, l, values[0], values[2]);
           both = arith::MulIOp::create(nb, l, both, size);
           return Value(arith::AddIOp::create(nb, l, x, both));
         });
  return true;
}

/// Integer sides, groups of a constant rhs: the kernel scales each group.
bool Decomposition::decomposeGrouped(ProductSide &lhs, ProductSide &rhs) {
  bool isConstant = rhs.isConstant() && rhs.scale &&
                    rhs.scale.getDefiningOp<arith::ConstantOp>();
  bool isNibble = rhs.element().isInteger(4);
  int64_t step = isNibble ? 8 : 4;
  // Two unsigned sides need the sums of lhs, and that for each group.
  if (!isNibble && lhs.isUnsigned && rhs.isUnsigned)
    return false;
  bool isBytes =
      lhs.element().isInteger(8) && (isNibble || rhs.element().isInteger(8));
  if (rank != 2 || !isBytes || !isConstant || rhs.zeroPoint || lhs.zeroPoint ||
      !lhs.isConstantAlongK || !target.lookup(MmaKind::Vpdpbusd) ||
      rhs.block[1] != 1 || rhs.block[0] % step != 0 || rhs.block[0] > 1 << 15)
    return false;
  std::optional<MappedOperand> lhsScale;
  if (lhs.scale && !(lhsScale = lhs.mapToResult(b, lhs.scale)))
    return false;
  Value product = createProduct(lhs, rhs, b.getF32Type(), true);
  finish(product, lhsScale, std::nullopt, {},
         [](OpBuilder &, Location, Value x, ValueRange) { return x; });
  return true;
}

/// Both sides as bf16 where the target multiplies those faster.
bool Decomposition::decomposeBF16(ProductSide &lhs, ProductSide &rhs) {
  for (ProductSide *side : {&lhs, &rhs})
    if (side->scale || side->zeroPoint ||
        !(side->element().isBF16() || side->isNarrowFloat()))
      return false;
  if (!prefersBf16Dot(target))
    return false;
  lhs.decodeToBF16(b, loc);
  rhs.decodeToBF16(b, loc);
  Value product = createProduct(lhs, rhs, b.getF32Type(), false);
  finish(product, std::nullopt, std::nullopt, {},
         [](OpBuilder &, Location, Value x, ValueRange) { return x; });
  return true;
}

/// Everything else: f32 products.
bool Decomposition::decomposeFloat(ProductSide &lhs, ProductSide &rhs) {
  if (!lhs.toF32(b, loc))
    return false;
  std::optional<MappedOperand> rhsScale;
  bool keepScale = false;
  bool isNibble = rhs.element().isInteger(4);
  if (isNibble || rhs.element().isInteger(8)) {
    bool isConstant = rhs.isConstant();
    int64_t step = isNibble ? 2 : 1;
    if (rhs.scale && rhs.isConstantAlongK)
      rhsScale = rhs.mapToResult(b, rhs.scale);
    else if (rhs.scale)
      keepScale = isConstant && rank == 2 && rhs.block[1] == 1 &&
                  rhs.block[0] % step == 0 &&
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
  lhs.widenSubByte(b, loc);
  // A constant rhs keeps its nibbles: the kernel splits them itself.
  if (rank != 2 || !rhs.isConstant() || !rhs.element().isInteger(4))
    rhs.widenSubByte(b, loc);
  if (op.getTransposeLhs())
    lhs.transpose(b, loc);
  if (op.getTransposeRhs())
    rhs.transpose(b, loc);
  if (isInteger && op.isExact()) {
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
