//===- DecomposeMatmul.cpp - Products that kernels take, and the rest -----===//
#include "CodedRhs.h"
#include "Legality.h"
#include "NativeForm.h"
#include "Products/HalfZeroPoints.h"
#include "Products/ProductDecomposition.h"
#include "StaticLhs.h"
#include "mixp/Codegen/CPU/Passes.h"
#include "mixp/Target/ModuleTarget.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/BuiltinOps.h"

namespace mixp {
#define GEN_PASS_DEF_DECOMPOSEMATMULPASS
#include "mixp/Codegen/CPU/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

namespace {
class Decomposition : ProductDecomposition {
public:
  Decomposition(MatmulOp op, TargetAttr target)
      : ProductDecomposition(op), target(target) {}

  /// Replaces the op by a native one and elementwise ops, or leaves it alone.
  void run();

private:
  bool isBits(const ProductSide &lhs, const ProductSide &rhs) const {
    return multipliesBits(lhs.element(), lhs.isUnsigned, rhs.element(),
                          rhs.isUnsigned, target);
  }
  void decomposeBytes(ProductSide &lhs, ProductSide &rhs);
  bool decomposeGrouped(ProductSide &lhs, ProductSide &rhs);
  void finishCoded(const ProductSide &lhs, const ProductSide &rhs);
  bool decomposeBF16(ProductSide &lhs, ProductSide &rhs);
  bool decomposeFloat(ProductSide &lhs, ProductSide &rhs);

  TargetAttr target;
};
} // namespace

/// Integer sides, constant along K.
void Decomposition::decomposeBytes(ProductSide &lhs, ProductSide &rhs) {
  CodedRhs coded(rhs, 0);
  if (!isBits(lhs, rhs) && !coded.matchValues(*coded.selectInteger(
                               target, countRows(op), lhs.isUnsigned)))
    rhs.widenSubByte(b, loc);
  decomposeExact(lhs, rhs);
}

/// Gives `product` the zero points of its lhs.
static void keepZeroPoint(MatmulOp product, const ProductSide &lhs) {
  product.getLhsZeroPointMutable().assign(lhs.zeroPoint);
  SmallVector<int64_t> block = lhs.block;
  llvm::replace(block, ShapedType::kDynamic, int64_t(0));
  product.setLhsBlock(ArrayRef<int64_t>(block));
}

/// Integer sides, groups of a constant rhs: the kernel scales each group.
bool Decomposition::decomposeGrouped(ProductSide &lhs, ProductSide &rhs) {
  bool isConstant = rhs.isConstant() && rhs.scale &&
                    rhs.scale.getDefiningOp<arith::ConstantOp>();
  if (rank != 2 || !lhs.element().isInteger(8) || !isConstant)
    return false;
  StaticLhs tables(lhs, /*reduction=*/1);
  bool foldsScale = tables.hasGroupScales(rhs.block[0]);
  if ((lhs.scale && !lhs.isConstantAlongK && !foldsScale) ||
      (lhs.zeroPoint && !tables.hasGroupZeroPoints(rhs.block[0])))
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
  if (foldsScale)
    rhs.scale = tables.multiplyInto(b, loc, rhs.scale);
  else if (lhs.scale && !(lhsScale = lhs.mapToResult(b, lhs.scale)))
    return false;
  Value product = createProduct(lhs, rhs, b.getF32Type(), true);
  if (lhs.zeroPoint)
    keepZeroPoint(product.getDefiningOp<MatmulOp>(), lhs);
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
    decomposeBytes(lhs, rhs);
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
