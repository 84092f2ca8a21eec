//===- ChooseScalesOp.cpp - Scales from the data -------------------------===//
#include "mixp/Dialect/Mixp/IR/BlockRule.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mixp/Dialect/Mixp/IR/StorageRange.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Builders.h"

using namespace mlir;
using namespace mixp;

/// C1, as far as the input and the block go. The op's name is part of the
/// message here: inference has no op to ask.
static LogicalResult verifyBlock(std::optional<Location> loc,
                                 RankedTensorType input,
                                 ArrayRef<int64_t> block) {
  if (static_cast<int64_t>(block.size()) != input.getRank())
    return emitOptionalError(loc,
                             "'mixp.choose_scales' op expected a block of ",
                             input.getRank(), " sizes but got ", block.size());
  for (auto [i, size] : llvm::enumerate(block))
    if (size < 0)
      return emitOptionalError(
          loc,
          "'mixp.choose_scales' op expected a block size of at least 0 in "
          "dim #",
          i, " but got ", size);
  return success();
}

LogicalResult ChooseScalesOp::inferReturnTypes(
    MLIRContext *context, std::optional<Location> loc, ValueRange operands,
    DictionaryAttr attributes, OpaqueProperties properties, RegionRange regions,
    SmallVectorImpl<Type> &types) {
  Adaptor op(operands, attributes, properties, regions);
  auto input = dyn_cast<RankedTensorType>(op.getInput().getType());
  if (!input || failed(verifyBlock(loc, input, op.getBlock())))
    return failure();
  SmallVector<int64_t> shape = scaleShape(input.getShape(), op.getBlock());
  types.push_back(RankedTensorType::get(shape, Float32Type::get(context)));
  if (op.getRange() == RangeKind::Asymmetric)
    types.push_back(
        RankedTensorType::get(shape, IntegerType::get(context, 32)));
  return success();
}

/// C3: a storage type that a range can be scaled to.
static LogicalResult verifyStorageType(ChooseScalesOp op) {
  Type type = op.getStorage();
  bool asymmetric = op.getRange() == RangeKind::Asymmetric;
  auto storage = dyn_cast<IntegerType>(type);
  if (!isNarrowFloat(type) &&
      (!storage || storage.getWidth() < 2 || storage.getWidth() > 8))
    return op.emitOpError()
           << "expected a storage type of i2 to i8, ui2 to ui8 or an 8-, 6- or "
              "4-bit float (f8E8M0FNU only as a scale) but got "
           << type;
  if (!storage && asymmetric)
    return op.emitOpError() << "expected integer storage for an asymmetric "
                               "range but got "
                            << type << "; make the range symmetric";
  if (storage && storage.isSigned())
    return op.emitOpError() << "expected signed storage to be signless but got "
                            << storage << "; write i" << storage.getWidth();
  if (storage && !asymmetric && storage.isUnsigned())
    return op.emitOpError()
           << "expected signed storage for a symmetric range but got "
           << storage << "; use i" << storage.getWidth() << " or asymmetric";
  return success();
}

LogicalResult ChooseScalesOp::verify() {
  RankedTensorType input = getInput().getType();
  if (failed(verifyBlock(getLoc(), input, getBlock())))
    return failure();
  SmallVector<int64_t> shape = scaleShape(input.getShape(), getBlock());
  for (Value result : getResults()) { // C1
    auto type = cast<RankedTensorType>(result.getType());
    if (type.getShape() != ArrayRef(shape))
      return emitOpError() << "expected results of shape "
                           << RankedTensorType::get(shape,
                                                    type.getElementType())
                           << " for blocks of [" << getBlock() << "] but got "
                           << type;
  }
  bool asymmetric = getRange() == RangeKind::Asymmetric;
  if (asymmetric != static_cast<bool>(getZeroPoint())) // C2
    return emitOpError() << "expected "
                         << (asymmetric ? "a zero point for an asymmetric range"
                                        : "no zero point for a symmetric range")
                         << " but got " << getNumResults() << " results";
  if (failed(verifyStorageType(*this))) // C3
    return failure();
  Type scale = getScale().getType().getElementType();
  if (asymmetric && !scale.isF32()) // C4
    return emitOpError() << "expected a scale of f32 for an asymmetric range "
                            "but got "
                         << scale << "; make the range symmetric";
  return success();
}

LogicalResult
ChooseScalesOp::reifyResultShapes(OpBuilder &builder,
                                  ReifiedRankedShapedTypeDims &shapes) {
  SmallVector<OpFoldResult> dims;
  AffineExpr d0 = builder.getAffineDimExpr(0);
  for (auto [i, size] : llvm::enumerate(getBlock())) {
    if (size == 0) {
      dims.push_back(builder.getIndexAttr(1));
      continue;
    }
    OpFoldResult dim = tensor::getMixedSize(builder, getLoc(), getInput(), i);
    dims.push_back(affine::makeComposedFoldedAffineApply(
        builder, getLoc(), d0.ceilDiv(size), {dim}));
  }
  shapes.assign(getNumResults(), dims);
  return success();
}
