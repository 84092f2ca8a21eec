//===- PackMatmul.cpp - Scheduled products to packed ones -----------------===//
#include "ElementwiseBuilder.h"
#include "KernelConfig.h"
#include "NativeForm.h"
#include "PackedLayout.h"
#include "mixp/Codegen/CPU/Passes.h"
#include "mixp/Dialect/Mixp/Transforms/ConstantData.h"
#include "mixp/Target/ModuleTarget.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/BuiltinOps.h"

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
  Packing(MatmulOp op, const NativeForm &form)
      : op(op), form(form), b(op), loc(op.getLoc()),
        rank(op.getOuts().getType().getRank()) {
    layout.nr = op.getSchedule()->getNr();
    layout.word = wordElements(form.mma);
    layout.kc = op.getSchedule()->getKc();
    layout.nibbles = form.nibbles;
    layout.nibbleOffset = form.nibbles && !op.isRhsUnsigned() ? 8 : 0;
  }

  void run();

private:
  void chooseSigns();
  Value prepareLhs();
  Value packRhs();
  Value packConstantRhs(ArrayRef<char> bytes);
  Value packRunTimeRhs();
  Value packGroupTable(ArrayRef<char> bytes, Type element);
  Value packGroupInits();
  Value buildRowInits();
  void createPackedMatmul(Value lhs, Value rhs);

  MatmulOp op;
  const NativeForm &form;
  OpBuilder b;
  Location loc;
  int64_t rank;
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

/// vpdpbusd multiplies an unsigned by a signed side; the others take both as
/// they are.
void Packing::chooseSigns() {
  bool lhsUnsigned = op.isLhsUnsigned();
  rhsUnsigned = op.isRhsUnsigned();
  if (form.mma != MmaKind::Vpdpbusd)
    return;
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
  if (form.nibbles) {
    // Stored with an offset o, a nibble is a byte of either signedness:
    // a b = a (b + o) - o a
    rhsUnsigned = !lhsUnsigned;
    if (layout.nibbleOffset == 0 || form.groupSize)
      return; // the groups' start values
    Value sums = buildIntegerSums(b, loc, op.getLhs(), rank - 1, lhsUnsigned);
    compensation = MappedOperand{sums, mapOf(row)};
    compensationFactor = -layout.nibbleOffset;
  } else if (lhsUnsigned && rhsUnsigned) {
    // a b = a (b - 128) + 128 a
    layout.flipSign = true;
    rhsUnsigned = false;
    Value sums = buildIntegerSums(b, loc, op.getLhs(), rank - 1, true);
    compensation = MappedOperand{sums, mapOf(row)};
    compensationFactor = 128;
  } else if (!lhsUnsigned && !rhsUnsigned) {
    // a b = (a + 128) b - 128 b
    flipLhs = true;
    if (form.groupSize)
      return; // the groups' start values
    Value sums =
        buildIntegerSums(b, loc, op.getRhs(), rank - 2, op.isRhsUnsigned());
    compensation = MappedOperand{sums, mapOf(column)};
    compensationFactor = -128;
  }
}

/// lhs in the instruction's type, K padded with zeros to whole steps.
Value Packing::prepareLhs() {
  Value lhs = op.getLhs();
  if (form.mma == MmaKind::Vpmaddwd) {
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
  int64_t step = layout.stepElements();
  auto type = cast<RankedTensorType>(lhs.getType());
  int64_t k = type.getDimSize(rank - 1);
  if (!ShapedType::isDynamic(k) && k % step == 0)
    return lhs;
  if (step == 1)
    return lhs;
  OpFoldResult size = tensor::getMixedSize(b, loc, lhs, rank - 1);
  AffineExpr d = b.getAffineDimExpr(0);
  OpFoldResult missing = affine::makeComposedFoldedAffineApply(
      b, loc, d.ceilDiv(step) * step - d, {size});
  SmallVector<OpFoldResult> low(rank, b.getIndexAttr(0)), high = low;
  high.back() = missing;
  SmallVector<int64_t> shape(type.getShape());
  if (!ShapedType::isDynamic(k))
    shape.back() = llvm::alignTo(k, step);
  Value zero =
      arith::ConstantOp::create(b, loc, b.getZeroAttr(type.getElementType()));
  return tensor::PadOp::create(b, loc, type.clone(shape), lhs, low, high, zero);
}

/// A 4-bit constant in whole bytes, for kernels that do not split nibbles.
static void signExtendNibbles(MutableArrayRef<char> bytes) {
  for (char &byte : bytes)
    byte = char(((byte & 15) ^ 8) - 8);
}

Value Packing::packConstantRhs(ArrayRef<char> bytes) {
  RankedTensorType type = op.getRhs().getType();
  Type element = type.getElementType();
  int64_t width = llvm::divideCeil(element.getIntOrFloatBitWidth(), 8);
  int64_t k = type.getDimSize(0), n = type.getDimSize(1);
  std::vector<char> packed = layout.pack(bytes, k, n, width);
  if (element.isInteger(4))
    element = b.getI8Type();
  auto packedType = RankedTensorType::get(layout.shape(k, n), element);
  return createConstant(b, loc, packedType, packed, "packed");
}

Value Packing::packRunTimeRhs() {
  SmallVector<OpFoldResult> sizes;
  if (rank == 3)
    sizes.push_back(tensor::getMixedSize(b, loc, op.getRhs(), 0));
  AffineExpr d = b.getAffineDimExpr(0);
  auto apply = [&](AffineExpr expr, ArrayRef<OpFoldResult> values) {
    return affine::makeComposedFoldedAffineApply(b, loc, expr, values);
  };
  OpFoldResult k = tensor::getMixedSize(b, loc, op.getRhs(), rank - 2);
  OpFoldResult n = tensor::getMixedSize(b, loc, op.getRhs(), rank - 1);
  OpFoldResult steps = apply(d.ceilDiv(layout.word), {k});
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
  Value outs = tensor::EmptyOp::create(b, loc, sizes,
                                       op.getRhs().getType().getElementType());
  return PackRhsOp::create(b, loc, outs.getType(), op.getRhs(), outs, layout.nr,
                           layout.word, layout.flipSign)
      .getResult();
}

Value Packing::packRhs() {
  if (rank == 2)
    if (auto bytes = readConstantBytes(op.getRhs())) {
      bool isNibble = op.getRhs().getType().getElementType().isInteger(4);
      if (isNibble && !layout.nibbles && !op.isRhsUnsigned())
        signExtendNibbles(*bytes);
      return packConstantRhs(*bytes);
    }
  return packRunTimeRhs();
}

/// A G x N table of 4-byte elements with whole panels of columns.
Value Packing::packGroupTable(ArrayRef<char> bytes, Type element) {
  int64_t n = op.getRhs().getType().getDimSize(1);
  int64_t groups = bytes.size() / (4 * n);
  int64_t padded = layout.panels(n) * layout.nr;
  std::vector<char> table(groups * padded * 4, 0);
  for (int64_t g = 0; g < groups; ++g)
    std::copy_n(&bytes[g * n * 4], n * 4, &table[g * padded * 4]);
  return createConstant(b, loc,
                        RankedTensorType::get({groups, padded}, element), table,
                        "groups");
}

/// -128 times each group's column sums: what the flip of lhs adds.
Value Packing::packGroupInits() {
  RankedTensorType type = op.getRhs().getType();
  int64_t k = type.getDimSize(0), n = type.getDimSize(1);
  auto bytes = readConstantBytes(op.getRhs());
  unsigned width = type.getElementTypeBitWidth();
  std::vector<int32_t> inits(llvm::divideCeil(k, *form.groupSize) * n, 0);
  for (int64_t i = 0, e = bytes->size(); i < e; ++i) {
    int32_t value = readInteger(*bytes, i, width, op.isRhsUnsigned());
    inits[i / n / *form.groupSize * n + i % n] -= 128 * value;
  }
  return packGroupTable(
      ArrayRef<char>(reinterpret_cast<const char *>(inits.data()),
                     inits.size() * sizeof(int32_t)),
      b.getI32Type());
}

/// -offset times the sums of lhs over each group: what the offset of the stored
/// nibbles adds. Rows that are quantized in this call are summed on the way.
Value Packing::buildRowInits() {
  int64_t group = *form.groupSize;
  auto factor = static_cast<int32_t>(-layout.nibbleOffset);
  auto rows = op.getLhs().getDefiningOp<QuantizeRowsOp>();
  if (!rows)
    return buildIntegerGroupSums(b, loc, op.getLhs(), group, op.isLhsUnsigned(),
                                 factor);
  if (!rows.getSums()) {
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPoint(rows);
    rows = addGroupSums(b, rows, group, factor);
  }
  if (*rows.getGroup() == uint64_t(group) &&
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
  Value scales, inits, rowInits;
  if (form.groupSize) {
    scales =
        packGroupTable(*readConstantBytes(op.getRhsScale()), b.getF32Type());
    if (flipLhs)
      inits = packGroupInits();
    if (form.mma == MmaKind::Vpdpbusd && layout.nibbleOffset != 0)
      rowInits =
          buildIntegerGroupSums(b, loc, op.getLhs(), *form.groupSize,
                                op.isLhsUnsigned(), -layout.nibbleOffset);
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
  auto packed = PackedMatmulOp::create(
      b, loc, outs.getType(), lhs, rhs, scales, inits, rowInits, operands, outs,
      b.getAffineMapArrayAttr(maps), *op.getSchedule(), groupSteps,
      nibbleOffset, flipLhs, rhsUnsigned);
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
  chooseSigns();
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
          op.getSchedule()->getNr() % (target.getVectorBits() / 32) != 0) {
        op.emitOpError()
            << "has a schedule that no kernel of the target obeys; "
               "remove it or run mixp-decompose-matmul first";
        return signalPassFailure();
      }
      Packing(op, *form).run();
    }
  }
};
} // namespace
