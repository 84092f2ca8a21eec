//===- PackMatmul.cpp - Scheduled products to packed ones -----------------===//
#include "BitWords.h"
#include "GroupTables.h"
#include "InPlaceWindows.h"
#include "KernelConfig.h"
#include "PackedLayout.h"
#include "Products/ElementwiseBuilder.h"
#include "TileKernel.h"
#include "mixp/Codegen/CPU/Passes.h"
#include "mixp/Dialect/Mixp/Transforms/ConstantData.h"
#include "mixp/Target/ModuleTarget.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/TypeUtilities.h"

namespace mixp {
#define GEN_PASS_DEF_PACKMATMULPASS
#include "mixp/Codegen/CPU/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

namespace {
/// Packs one native product.
class Packing {
public:
  Packing(MatmulOp op, const NativeForm &form, TargetAttr target)
      : op(op), form(form), target(target), b(op), loc(op.getLoc()),
        rank(op.getOuts().getType().getRank()), lhsValue(op.getLhs()),
        rhsValue(op.getRhs()) {
    layout.nr = op.getSchedule()->getNr();
    layout.word = wordElements(form.mma);
    layout.kc = op.getSchedule()->getKc();
    layout.nibbles = form.nibbles;
    layout.nibbleOffset = form.nibbles && !op.isRhsUnsigned() ? 8 : 0;
    layout.code = form.code;
    if (isTile(form.mma))
      layout.stepMultiple = kTileWords;
  }

  void run();

private:
  void chooseSigns();
  Value prepareLhs();
  Value padLhs(Value lhs, int64_t columnMultiple, int64_t rowMultiple);
  Value packRhs();
  Value packConstantRhs(ArrayRef<char> bytes);
  Value packRunTimeRhs();
  Value buildRowInits();
  void createPackedMatmul(Value lhs, Value rhs);

  MatmulOp op;
  const NativeForm &form;
  TargetAttr target;
  OpBuilder b;
  Location loc;
  int64_t rank;
  /// The sides in elements of the kernel.
  Value lhsValue, rhsValue;
  /// What the groups' sums of each row start at.
  Value rowInits;
  /// Of windows that are read in place.
  IntegerAttr lhsRowDims;
  PackedLayout layout;
  bool flipLhs = false, rhsUnsigned = false;
  /// Added to the accumulator in the epilogue, times `compensationFactor`.
  std::optional<MappedOperand> compensation;
  int32_t compensationFactor = 0;
};
} // namespace

/// `rows` with the sums of its groups as a third result.
static QuantizeRowsOp addGroupSums(OpBuilder &b, QuantizeRowsOp rows,
                                   int64_t group, int32_t factor) {
  Location loc = rows.getLoc();
  Value input = rows.getInput();
  int64_t k = cast<ShapedType>(input.getType()).getDimSize(1);
  OpFoldResult sizes[] = {tensor::getMixedSize(b, loc, input, 0),
                          b.getIndexAttr(llvm::divideCeil(k, group))};
  Value sums = tensor::EmptyOp::create(b, loc, sizes, b.getI32Type());
  SmallVector<Type> types(rows.getResultTypes());
  types.push_back(sums.getType());
  auto summed = QuantizeRowsOp::create(b, loc, types, input, rows.getValues(),
                                       rows.getScale(), sums,
                                       b.getI64IntegerAttr(group), factor);
  for (auto [old, result] : llvm::zip(rows.getResults(), summed.getResults()))
    old.replaceAllUsesWith(result);
  rows.erase();
  return summed;
}

/// Gives an instruction on bytes the signs that it takes; the others take all.
void Packing::chooseSigns() {
  rhsUnsigned = op.isRhsUnsigned();
  if (operandsOf(form.mma) != MmaOperands::I8 || isTile(form.mma))
    return;
  ByteProduct product = *selectByteProduct(op, target);
  rhsUnsigned = product.rhsUnsigned;
  AffineExpr batch = b.getAffineDimExpr(0);
  AffineExpr row = b.getAffineDimExpr(rank - 2);
  AffineExpr column = b.getAffineDimExpr(rank - 1);
  auto mapOf = [&](AffineExpr dim) {
    SmallVector<AffineExpr> exprs;
    if (rank == 3)
      exprs.push_back(batch);
    exprs.push_back(dim);
    return AffineMap::get(rank, 0, exprs, b.getContext());
  };
  if ((form.nibbles || form.code) && !op.getRhsZeroPoint()) {
    // Stored with an offset o: a b = a (b + o) - o a
    if (layout.storedOffset() == 0 || form.groupSize)
      return; // the groups' start values
    Value sums =
        buildIntegerSums(b, loc, op.getLhs(), rank - 1, op.isLhsUnsigned());
    compensation = MappedOperand{sums, mapOf(row)};
    compensationFactor = static_cast<int32_t>(-layout.storedOffset());
  } else if (product.flipRhs) {
    // a b = a (b - 128) + 128 a
    layout.flipSign = true;
    Value sums = buildIntegerSums(b, loc, op.getLhs(), rank - 1, true);
    compensation = MappedOperand{sums, mapOf(row)};
    compensationFactor = 128;
  } else if (product.flipLhs) {
    // a b = (a + 128) b - 128 b, or with the other sign where a is unsigned
    flipLhs = true;
    compensationFactor = op.isLhsUnsigned() ? 128 : -128;
    if (form.groupSize)
      return; // the groups' start values
    Value sums =
        buildIntegerSums(b, loc, op.getRhs(), rank - 2, op.isRhsUnsigned());
    compensation = MappedOperand{sums, mapOf(column)};
  }
}

/// lhs in the instruction's type, padded with zeros to whole steps along K, and
/// to whole tiles.
Value Packing::prepareLhs() {
  Value lhs = lhsValue;
  WindowsOp windows = findWindows(op);
  if (windows && windows.getInPlace()) {
    // Runs are whole steps, so that nothing is padded.
    lhsRowDims = b.getI64IntegerAttr(1 + windows.getSpatialRank());
    return windows;
  }
  if (operandsOf(form.mma) == MmaOperands::I16) {
    Type i16 = b.getIntegerType(16);
    bool isUnsigned = op.isLhsUnsigned();
    lhs = buildElementwise(
        b, loc, tensor::getMixedSizes(b, loc, lhs), i16,
        {{lhs, b.getMultiDimIdentityMap(rank)}},
        [&](OpBuilder &nb, Location l, ValueRange values) -> Value {
          if (isUnsigned)
            return arith::ExtUIOp::create(nb, l, i16, values[0]);
          return arith::ExtSIOp::create(nb, l, i16, values[0]);
        });
  }
  return padLhs(lhs, layout.stepElements() * layout.stepMultiple,
                isTile(form.mma) ? op.getSchedule()->getMr() : int64_t(1));
}

/// lhs with columns and rows to multiples of these.
Value Packing::padLhs(Value lhs, int64_t columnMultiple, int64_t rowMultiple) {
  auto type = cast<RankedTensorType>(lhs.getType());
  SmallVector<int64_t> shape(type.getShape());
  SmallVector<OpFoldResult> low(rank, b.getIndexAttr(0)), high = low;
  bool isWhole = true;
  AffineExpr d = b.getAffineDimExpr(0);
  for (auto [dim, multiple] : {std::pair(rank - 1, columnMultiple),
                               std::pair(rank - 2, rowMultiple)}) {
    bool isDynamic = type.isDynamicDim(dim);
    if (multiple == 1 || (!isDynamic && shape[dim] % multiple == 0))
      continue;
    isWhole = false;
    high[dim] = affine::makeComposedFoldedAffineApply(
        b, loc, d.ceilDiv(multiple) * multiple - d,
        {tensor::getMixedSize(b, loc, lhs, dim)});
    if (!isDynamic)
      shape[dim] = llvm::alignTo(shape[dim], multiple);
  }
  if (isWhole)
    return lhs;
  Value zero =
      arith::ConstantOp::create(b, loc, b.getZeroAttr(type.getElementType()));
  return tensor::PadOp::create(b, loc, type.clone(shape), lhs, low, high, zero);
}

/// One matrix after the other of a batch.
Value Packing::packConstantRhs(ArrayRef<char> bytes) {
  auto type = cast<RankedTensorType>(rhsValue.getType());
  Type element = type.getElementType();
  int64_t width = llvm::divideCeil(element.getIntOrFloatBitWidth(), 8);
  int64_t k = type.getDimSize(rank - 2), n = type.getDimSize(rank - 1);
  int64_t count = rank == 3 ? type.getDimSize(0) : 1, size = k * n * width;
  std::vector<char> packed;
  for (int64_t i = 0; i < count; ++i) {
    std::vector<char> one =
        layout.pack(bytes.slice(i * size, size), k, n, width);
    packed.insert(packed.end(), one.begin(), one.end());
  }
  if (form.code || form.nibbles)
    element = b.getI8Type();
  SmallVector<int64_t> shape = layout.shape(k, n);
  if (rank == 3)
    shape.insert(shape.begin(), type.getDimSize(0));
  return createConstant(b, loc, RankedTensorType::get(shape, element), packed,
                        "packed");
}

Value Packing::packRunTimeRhs() {
  SmallVector<OpFoldResult> sizes;
  if (rank == 3)
    sizes.push_back(tensor::getMixedSize(b, loc, rhsValue, 0));
  AffineExpr d = b.getAffineDimExpr(0);
  auto apply = [&](AffineExpr expr, ArrayRef<OpFoldResult> values) {
    return affine::makeComposedFoldedAffineApply(b, loc, expr, values);
  };
  OpFoldResult k = tensor::getMixedSize(b, loc, rhsValue, rank - 2);
  OpFoldResult n = tensor::getMixedSize(b, loc, rhsValue, rank - 1);
  OpFoldResult steps = apply(
      d.ceilDiv(layout.word * layout.stepMultiple) * layout.stepMultiple, {k});
  OpFoldResult blocks = b.getIndexAttr(1), size = steps;
  if (layout.kc != 0) {
    AffineMap least = AffineMap::get(
        1, 0, {d, b.getAffineConstantExpr(layout.kc)}, b.getContext());
    size = affine::makeComposedFoldedAffineMin(b, loc, least, {steps});
    // Without any K there still is a block, whose sums are 0.
    AffineMap most =
        AffineMap::get(1, 0, {d.ceilDiv(layout.kc), b.getAffineConstantExpr(1)},
                       b.getContext());
    blocks = affine::makeComposedFoldedAffineMax(b, loc, most, {steps});
  }
  sizes.append({blocks, apply(d.ceilDiv(layout.nr), {n}), size,
                b.getIndexAttr(layout.nr * layout.word)});
  Value outs =
      tensor::EmptyOp::create(b, loc, sizes, getElementTypeOrSelf(rhsValue));
  return PackRhsOp::create(b, loc, outs.getType(), rhsValue, outs, layout.nr,
                           layout.word, layout.flipSign)
      .getResult();
}

Value Packing::packRhs() {
  if (auto bytes = readConstantBytes(rhsValue))
    return packConstantRhs(*bytes);
  return packRunTimeRhs();
}

/// -offset times the sums of lhs over each group: what the offset of the stored
/// nibbles adds. Rows that are quantized in this call are summed on the way.
Value Packing::buildRowInits() {
  int64_t group = *form.groupSize;
  auto factor = static_cast<int32_t>(-layout.storedOffset());
  auto rows = op.getLhs().getDefiningOp<QuantizeRowsOp>();
  if (rows && !rows.getSums()) {
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPoint(rows);
    rows = addGroupSums(b, rows, group, factor);
  }
  if (rows && *rows.getGroup() == uint64_t(group) &&
      int32_t(rows.getFactor()) == factor)
    return rows.getResult(2);
  return buildIntegerGroupSums(b, loc, op.getLhs(), group, op.isLhsUnsigned(),
                               factor);
}

void Packing::createPackedMatmul(Value lhs, Value rhs) {
  RankedTensorType outsType = op.getOuts().getType();
  Value outs = tensor::EmptyOp::create(
      b, loc, tensor::getMixedSizes(b, loc, op.getOuts()),
      outsType.getElementType());
  Value scales, inits, zeroPoints;
  if (form.groupSize) {
    GroupTables tables(b, op, form, layout);
    scales = tables.packScales();
    if (op.getRhsZeroPoint())
      zeroPoints = tables.packZeroPoints();
    if (flipLhs || op.getLhsZeroPoint())
      inits = tables.packInits(compensationFactor);
  }
  SmallVector<Value> operands;
  SmallVector<AffineMap> maps;
  if (compensation) {
    operands.push_back(compensation->value);
    maps.push_back(compensation->map);
  }
  IntegerAttr groupSteps, nibbleOffset;
  if (form.groupSize)
    groupSteps = b.getI64IntegerAttr(*form.groupSize / layout.stepElements());
  if (form.nibbles)
    nibbleOffset = b.getI64IntegerAttr(layout.nibbleOffset);
  TypeAttr rhsCode;
  if (form.code)
    rhsCode = TypeAttr::get(form.code->getElement());
  auto packed = PackedMatmulOp::create(
      b, loc, outs.getType(), lhs, rhs, scales, inits, rowInits, zeroPoints,
      operands, outs, b.getAffineMapArrayAttr(maps), *op.getSchedule(),
      groupSteps, nibbleOffset, rhsCode, flipLhs, rhsUnsigned, lhsRowDims);
  Block *block = b.createBlock(&packed.getEpilogue());
  Type accumulator = packed.getAccumulatorType();
  Value value = block->addArgument(accumulator, loc);
  if (compensation) {
    Value sums = block->addArgument(b.getI32Type(), loc);
    Value factor = arith::ConstantOp::create(
        b, loc, b.getI32IntegerAttr(compensationFactor));
    Value term = arith::MulIOp::create(b, loc, sums, factor);
    value = arith::AddIOp::create(b, loc, value, term);
  }
  YieldOp::create(b, loc, value);
  b.setInsertionPointAfter(packed);
  Value result = packed.getResult();
  if (result.getType() != outsType)
    result = tensor::CastOp::create(b, loc, outsType, result);
  op.replaceAllUsesWith(result);
  op.erase();
}

void Packing::run() {
  if (form.mma == MmaKind::Popcount) {
    lhsValue = packBitsIntoWords(b, loc, lhsValue, rank - 1);
    rhsValue = packBitsIntoWords(b, loc, rhsValue, rank - 2);
  }
  chooseSigns();
  if (form.groupSize && operandsOf(form.mma) == MmaOperands::I8 &&
      !op.getRhsZeroPoint() && layout.storedOffset() != 0) {
    rowInits = buildRowInits();
    lhsValue = op.getLhs(); // of an op with more results, perhaps
  }
  Value lhs = prepareLhs();
  createPackedMatmul(lhs, packRhs());
}

namespace {
struct PackMatmul : mixp::impl::PackMatmulPassBase<PackMatmul> {
  void runOnOperation() override {
    TargetAttr target = requireTarget(getOperation());
    if (!target)
      return signalPassFailure();
    SmallVector<MatmulOp> ops;
    getOperation().walk([&](MatmulOp op) {
      if (op.getSchedule())
        ops.push_back(op);
    });
    for (MatmulOp op : ops) {
      auto form = matchNativeForm(op, target);
      if (!form || form->mma != op.getSchedule()->getMma() ||
          op.getSchedule()->getNr() % (target.getVectorBits() / 32) != 0 ||
          (isTile(form->mma) && !fitsTiles(*op.getSchedule()))) {
        op.emitOpError()
            << "has a schedule that no kernel of the target obeys; "
               "remove it or run mixp-decompose-matmul first";
        return signalPassFailure();
      }
      Packing(op, *form, target).run();
    }
  }
};
} // namespace
