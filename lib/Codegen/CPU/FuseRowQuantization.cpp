//===- FuseRowQuantization.cpp - Scales and values of rows in one op ------===//
#include "mixp/Codegen/CPU/Passes.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

namespace mixp {
#define GEN_PASS_DEF_FUSEROWQUANTIZATIONPASS
#include "mixp/Codegen/CPU/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

/// Whether each block is one row of a matrix.
static bool isByRow(ArrayRef<int64_t> block, RankedTensorType type) {
  if (type.getRank() != 2 || block.size() != 2)
    return false;
  bool isOneRow = block[0] == 1 || type.getDimSize(0) == 1;
  bool isWholeRow = block[1] == 0 || block[1] == type.getDimSize(1) ||
                    ShapedType::isDynamic(block[1]);
  return isOneRow && isWholeRow;
}

/// The choose_scales whose rows `op` quantizes, if a kernel does both.
static ChooseScalesOp findChoice(QuantizeOp op) {
  auto choice = op.getScale() ? op.getScale().getDefiningOp<ChooseScalesOp>()
                              : ChooseScalesOp();
  if (!choice || choice.getInput() != op.getInput() || op.getZeroPoint() ||
      choice.getRange() != RangeKind::Symmetric)
    return {};
  RankedTensorType type = op.getInput().getType();
  Type from = type.getElementType();
  bool isFloat = from.isF32() || from.isBF16() || from.isF16();
  Type to = op.getResult().getType().getElementType();
  if (!isFloat || !to.isSignlessInteger(8) || op.getResultUnsigned() ||
      choice.getStorage() != to ||
      !choice.getScale().getType().getElementType().isF32() ||
      !isByRow(choice.getBlock(), type))
    return {};
  return choice;
}

static void fuse(QuantizeOp op, ChooseScalesOp choice) {
  OpBuilder b(choice);
  Location loc = op.getLoc();
  Value input = op.getInput();
  OpFoldResult rows = tensor::getMixedSize(b, loc, input, 0);
  auto empty = [&](OpFoldResult columns, Type element) -> Value {
    return tensor::EmptyOp::create(b, loc, {rows, columns}, element);
  };
  Value values =
      empty(tensor::getMixedSize(b, loc, input, 1), b.getIntegerType(8));
  Value scale = empty(b.getIndexAttr(1), b.getF32Type());
  auto fused = QuantizeRowsOp::create(
      b, loc, TypeRange{values.getType(), scale.getType()}, input, values,
      scale, /*sums=*/Value(), /*group=*/IntegerAttr(), /*factor=*/1);
  auto replace = [&](Value old, Value by) {
    if (by.getType() != old.getType())
      by = tensor::CastOp::create(b, loc, old.getType(), by);
    old.replaceAllUsesWith(by);
  };
  replace(op.getResult(), fused.getResult(0));
  op.erase();
  replace(choice.getScale(), fused.getResult(1));
  choice.erase();
}

namespace {
struct FuseRowQuantization
    : mixp::impl::FuseRowQuantizationPassBase<FuseRowQuantization> {
  void runOnOperation() override {
    SmallVector<QuantizeOp> ops;
    getOperation()->walk([&](QuantizeOp op) { ops.push_back(op); });
    for (QuantizeOp op : ops)
      if (ChooseScalesOp choice = findChoice(op))
        fuse(op, choice);
  }
};
} // namespace
