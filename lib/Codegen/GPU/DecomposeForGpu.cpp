//===- DecomposeForGpu.cpp - Scales and zero points into epilogues --------===//
#include "GpuScheduleModel.h"
#include "Products/ProductDecomposition.h"
#include "WeightOnly.h"
#include "mixp/Codegen/GPU/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/BuiltinOps.h"

namespace mixp {
#define GEN_PASS_DEF_DECOMPOSEFORGPUPASS
#include "mixp/Codegen/GPU/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

namespace {
class GpuDecomposition : ProductDecomposition {
public:
  GpuDecomposition(MatmulOp op, GpuTargetAttr target)
      : ProductDecomposition(op), target(target) {}

  void run();

private:
  bool canIndex(const ProductSide &side, Value table);
  bool hasInstruction(const ProductSide &lhs, const ProductSide &rhs);
  void runWeightOnly();

  GpuTargetAttr target;
};
} // namespace

/// Integers of at most 8 bits as the i8 that instructions read.
static Type widened(Type element) {
  if (!element.isInteger() || element.getIntOrFloatBitWidth() >= 8)
    return element;
  return IntegerType::get(element.getContext(), 8);
}

/// Whether tensor cores multiply the sides' values, once narrow integers are
/// widened.
bool GpuDecomposition::hasInstruction(const ProductSide &lhs,
                                      const ProductSide &rhs) {
  return bool(selectTensorCore(target, widened(lhs.element()), lhs.isUnsigned,
                               widened(rhs.element()), rhs.isUnsigned,
                               op.getPrecision()));
}

bool GpuDecomposition::canIndex(const ProductSide &side, Value table) {
  return !table || side.mapToResult(b, table).has_value();
}

/// Scales that do not vary along K multiply the result; all else stays with the
/// product, whose kernel applies it.
void GpuDecomposition::runWeightOnly() {
  ProductSide lhs = ProductSide::lhsOf(op), rhs = ProductSide::rhsOf(op);
  ProductSide kept = rhs;
  bool takesScale = rhs.scale && rhs.isConstantAlongK;
  if (lhs.zeroPoint || (!lhs.scale && !takesScale))
    return;
  std::optional<MappedOperand> lhsScale, rhsScale;
  if (lhs.scale) {
    lhs.widenScale(b, loc);
    if (op.getTransposeLhs())
      lhs.transposeTables(b, loc);
    if (!(lhsScale = lhs.mapToResult(b, lhs.scale)))
      return;
  }
  if (takesScale) {
    rhs.zeroPoint = {};
    rhs.widenScale(b, loc);
    if (op.getTransposeRhs())
      rhs.transposeTables(b, loc);
    if (!(rhsScale = rhs.mapToResult(b, rhs.scale)))
      return;
    kept.scale = {};
  }
  lhs.isTransposed = op.getTransposeLhs();
  kept.isTransposed = op.getTransposeRhs();
  llvm::replace(kept.block, ShapedType::kDynamic, int64_t(0));
  bool keepsTables = kept.scale || kept.zeroPoint;
  Value product = createProduct(lhs, kept, b.getF32Type(), keepsTables);
  finish(product, lhsScale, rhsScale, {},
         [](OpBuilder &, Location, Value x, ValueRange) { return x; });
}

void GpuDecomposition::run() {
  if (isWeightOnly(op)) {
    runWeightOnly();
    return;
  }
  ProductSide lhs = ProductSide::lhsOf(op), rhs = ProductSide::rhsOf(op);
  bool isInteger = op.hasIntegerOperands();
  if (op.isSparse() || op.hasF64() || !hasInstruction(lhs, rhs) ||
      (isInteger && !op.isExact()) ||
      (!isInteger && (lhs.zeroPoint || rhs.zeroPoint)))
    return;
  bool isPlain = !lhs.scale && !rhs.scale && !lhs.zeroPoint && !rhs.zeroPoint;
  if (isPlain && widened(lhs.element()) == lhs.element() &&
      widened(rhs.element()) == rhs.element())
    return;
  lhs.widenScale(b, loc);
  rhs.widenScale(b, loc);
  if (op.getTransposeLhs())
    lhs.transposeTables(b, loc);
  if (op.getTransposeRhs())
    rhs.transposeTables(b, loc);
  for (const ProductSide *side : {&lhs, &rhs})
    if (!canIndex(*side, side->scale) || !canIndex(*side, side->zeroPoint))
      return;
  lhs.widenSubByte(b, loc);
  rhs.widenSubByte(b, loc);
  if (isInteger)
    decomposeExact(lhs, rhs);
  else
    finishScaled(lhs, rhs, b.getF32Type());
}

namespace {
struct DecomposeForGpu : mixp::impl::DecomposeForGpuPassBase<DecomposeForGpu> {
  void runOnOperation() override {
    auto target =
        getOperation()->getAttrOfType<GpuTargetAttr>(kGpuTargetAttrName);
    if (!target) {
      getOperation().emitError() << "needs a module with a GPU: run "
                                    "mixp-resolve-gpu-target first";
      return signalPassFailure();
    }
    SmallVector<MatmulOp> ops;
    getOperation().walk([&](MatmulOp op) { ops.push_back(op); });
    for (MatmulOp op : ops)
      GpuDecomposition(op, target).run();
  }
};
} // namespace
