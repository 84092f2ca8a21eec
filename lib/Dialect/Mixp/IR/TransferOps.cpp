//===- TransferOps.cpp - Copies between host and device -------------------===//
#include "PackedEffects.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace mixp;

/// Both ends of a copy hold the same elements.
static LogicalResult verifyEnds(Operation *op, Type host, DeviceType device) {
  auto shaped = cast<ShapedType>(host);
  if (shaped.getElementType() == device.getTensor().getElementType() &&
      succeeded(verifyCompatibleShape(shaped, device.getTensor())))
    return success();
  return op->emitOpError() << "expected a copy of " << host << " but got "
                           << device;
}

//===----------------------------------------------------------------------===//
// ToDeviceOp
//===----------------------------------------------------------------------===//

void ToDeviceOp::getEffects(
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>>
        &effects) {
  if (isa<MemRefType>(getSource().getType()))
    effects.emplace_back(MemoryEffects::Read::get(), &getSourceMutable());
}

LogicalResult ToDeviceOp::verify() {
  return verifyEnds(*this, getSource().getType(), getResult().getType());
}

namespace {
/// to_device(cast(to_host(x))) -> x, where x lies as the result would.
struct StayOnDevice : OpRewritePattern<ToDeviceOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(ToDeviceOp op,
                                PatternRewriter &rewriter) const final {
    Value source = op.getSource();
    while (auto cast = source.getDefiningOp<tensor::CastOp>())
      source = cast.getSource();
    auto toHost = source.getDefiningOp<ToHostOp>();
    if (!toHost)
      return rewriter.notifyMatchFailure(op, "the host made the value");
    if (!toHost.getSource().getType().isLaidOutAs(op.getResult().getType()))
      return rewriter.notifyMatchFailure(op, "another layout is wanted");
    rewriter.replaceOp(op, toHost.getSource());
    return success();
  }
};

/// dim(to_host(x) into e) -> dim(e), which needs no copy.
struct DimOfDestination : OpRewritePattern<tensor::DimOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(tensor::DimOp op,
                                PatternRewriter &rewriter) const final {
    auto toHost = op.getSource().getDefiningOp<ToHostOp>();
    if (!toHost)
      return failure();
    rewriter.modifyOpInPlace(
        op, [&] { op.getSourceMutable().assign(toHost.getOuts()); });
    return success();
  }
};
} // namespace

void ToDeviceOp::getCanonicalizationPatterns(RewritePatternSet &patterns,
                                             MLIRContext *context) {
  patterns.add<StayOnDevice>(context);
}

//===----------------------------------------------------------------------===//
// ToHostOp
//===----------------------------------------------------------------------===//

void ToHostOp::getEffects(
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>>
        &effects) {
  addPackedEffects(*this, effects);
}

LogicalResult ToHostOp::verify() {
  if (!getSource().getType().isPlain())
    return emitOpError() << "expected a value in plain rows but got "
                         << getSource().getType();
  if (failed(verifyEnds(*this, getOuts().getType(), getSource().getType())))
    return failure();
  return verifyPackedResult(*this, getOuts());
}

void ToHostOp::getCanonicalizationPatterns(RewritePatternSet &patterns,
                                           MLIRContext *context) {
  patterns.add<DimOfDestination>(context);
}
